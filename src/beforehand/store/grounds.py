"""What permissions rest on besides role and mark: agreements, sharing groups, later marks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from beforehand.home import Home
from beforehand.records.agreements import Marking, Publishes, Purpose, Remarking, Standing
from beforehand.records.cases import Provenance, Reason, SourceKind, Submission
from beforehand.records.people import Asker, Role
from beforehand.store import agreements, marks, terms
from beforehand.store.saved import saved


@dataclass(frozen=True, slots=True)
class Grounds:
    """Read once for each question."""

    agreements: tuple[agreements.Kept, ...]
    groups: marks.Groups
    markings: dict[str, Marking]  # by submission, where its mark was changed later

    def marked(self, given: Submission) -> Submission:
        """The submission with the mark that holds now."""
        return replace(given, marking=self.markings.get(given.id, given.marking))

    def publishes(self, publisher: str, giver: str) -> bool:
        """Whether an agreement in force says that one publishes for the other."""
        said = Publishes(publisher=publisher, giver=giver)
        return any(
            said in one.agreement.publishes
            for one in self.agreements
            if one.standing is Standing.IN_FORCE
        )

    def uncovered(self, asker: Asker, given: Submission) -> tuple[Reason, date | None] | None:
        """Why no agreement lets the asker use it (and when it ended); None where one does.

        Made-up cases and published tables need none.
        """
        if not needs_agreement(given):
            return None
        theirs = [one for one in self.agreements if terms.gives(one.agreement, given.giver)]
        live = [one for one in theirs if one.standing is Standing.IN_FORCE]
        if not live:
            ended = [one.agreement.last_day for one in theirs if one.standing is Standing.OVER]
            return (Reason.ENDED, max(ended)) if ended else (Reason.NO_AGREEMENT, None)
        reaching = [one for one in live if _reaches(one, asker, given)]
        if not reaching:
            return Reason.NO_AGREEMENT, None
        if not any(_allows(one, asker) for one in reaching):
            return Reason.PURPOSE, None
        return None


def needs_agreement(given: Submission) -> bool:
    """Whether it holds real people's cases."""
    kind = given.source_class
    return kind.provenance is Provenance.REAL and kind.kind is SourceKind.CASE_LEVEL


def _reaches(kept: agreements.Kept, asker: Asker, given: Submission) -> bool:
    if marks.is_giver(asker, given):
        return True
    if asker.role is Role.PARTNER and not asker.partner:
        return False
    return terms.receives(kept.agreement, asker.partner)


def _allows(kept: agreements.Kept, asker: Asker) -> bool:
    return isinstance(asker.purpose, Purpose) and asker.purpose in kept.agreement.purposes


def grounds(home: Home, asker: Asker) -> Grounds:
    """Everything that permissions rest on, on the asker's day; no day, no agreement."""
    known = () if asker.on is None else agreements.agreements(home, asker.on)
    members = {one.name: frozenset(one.members) for one in agreements.groups(home)}
    return Grounds(agreements=known, groups=members, markings=_markings(home))


def _markings(home: Home) -> dict[str, Marking]:
    latest: dict[str, Remarking] = {}
    for one in saved(home, Remarking):
        if one.submission not in latest or one.version > latest[one.submission].version:
            latest[one.submission] = one
    return {name: one.marking for name, one in latest.items()}

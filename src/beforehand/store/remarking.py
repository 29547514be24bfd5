"""Another mark for what is in the pool: anything by its giver, only a stricter one by the hub."""

from __future__ import annotations

from dataclasses import replace

from beforehand.home import Home
from beforehand.records.agreements import AgreementChange, Marking, Remarking
from beforehand.records.cases import SourceKind, Submission
from beforehand.records.people import Asker, Role
from beforehand.refusals import LooserMark, UnknownSubmission
from beforehand.store import agreements, marks, state
from beforehand.store.grounds import grounds
from beforehand.store.saved import save, saved


def remark(
    home: Home, asker: Asker, submission_id: str, marking: Marking, *, by: str
) -> Submission:
    """Mark a submission anew from today on; what was answered before stays as it was.

    Args:
        home: The hub's home.
        asker: Who does it, on which day: the giver's officer or the hub's analyst.
        submission_id: Of a case-level submission that stands.
        marking: The whole mark.
        by: Their name, for the audit line.

    Returns:
        The submission under its new mark; unchanged, and without an audit line, if it is the same.

    Raises:
        UnknownSubmission: There is none that they may mark.
        LooserMark: The hub's analyst would let more be seen than the giver said.
    """
    if asker.on is None:
        raise UnknownSubmission(id=submission_id)
    with agreements.writing(home):
        known = grounds(home, asker)
        given = known.marked(_found(home, asker, submission_id))
        if marking == given.marking:
            return given
        own = marks.is_giver(asker, given)
        if not own and not marks.is_no_looser(given.marking, marking, known.groups):
            raise LooserMark(id=submission_id[:12])
        before = [one for one in saved(home, Remarking) if one.submission == submission_id]
        kept = Remarking(
            submission=submission_id,
            marking=marking,
            version=len(before) + 1,
            by=by,
            by_giver=own,
            on=asker.on,
        )
        save(home, kept)
        save(
            home,
            AgreementChange(
                what="marked",
                of=submission_id,
                version=kept.version,
                by=by,
                on=asker.on,
                why=f"TLP:{marking.tlp}",
            ),
        )
    return replace(given, marking=marking)


def _found(home: Home, asker: Asker, submission_id: str) -> Submission:
    for one in state.standing(home):
        marked = one.source_class.kind is SourceKind.CASE_LEVEL
        may = asker.role is Role.ANALYST or marks.is_giver(asker, one)
        if one.id == submission_id and marked and may:
            return one
    raise UnknownSubmission(id=submission_id)

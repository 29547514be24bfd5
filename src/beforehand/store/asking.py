"""Who may see what of the pool. Permissions act here and nowhere else.

The rule is the table in docs/methods/permissions.md; ``marks`` holds its part on one submission.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from beforehand.home import Home
from beforehand.records.agreements import BarredPurpose
from beforehand.records.cases import (
    CaseTable,
    KeptBack,
    Provenance,
    Reason,
    SourceClass,
    SourceKind,
    Submission,
)
from beforehand.records.people import Asker, Role
from beforehand.refusals import AllKeptBack, EmptyPool, PurposeBarred, UnknownSourceClass
from beforehand.store import layout, links, marks, naming, state, states
from beforehand.store.grounds import Grounds, grounds
from beforehand.words import Words

_ORDER = (
    (Provenance.REAL, SourceKind.AGGREGATE),
    (Provenance.REAL, SourceKind.CASE_LEVEL),
    (Provenance.REAL, SourceKind.RECORDS),
    (Provenance.MADE_UP, SourceKind.CASE_LEVEL),
    (Provenance.MADE_UP, SourceKind.RECORDS),
    (Provenance.MADE_UP, SourceKind.AGGREGATE),
)


@dataclass(frozen=True, slots=True)
class _Back:
    """One submission kept back, and why; ``ended_on`` where its agreement ended."""

    given: Submission
    reason: Reason
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class _Weighed:
    """What of the pool answers one asker; what does not, each with its reason."""

    answering: tuple[Submission, ...]
    kept_back: tuple[_Back, ...]


def submissions(home: Home, asker: Asker) -> tuple[Submission, ...]:
    """Submissions that stand and that the asker may know of, superseded ones too, oldest first."""
    known = grounds(home, asker)
    marked = (known.marked(one) for one in state.standing(home))
    given = tuple(one for one in marked if _lists_to(asker, one, known))
    if asker.role is not Role.CAMPAIGNER:  # the analyst must know whose it is, a giver does
        return given
    names = naming.naming(home, asker, tuple(one for one in given if not _is_published(one)), known)
    return tuple(names.told(one) for one in given)


def source_classes(home: Home, asker: Asker) -> tuple[SourceClass, ...]:
    """Classes of source that can answer the asker, the one asked by default first."""
    return _classes(_weigh(home, asker, grounds(home, asker)).answering)


def open_cases(home: Home, asker: Asker, source: str | None = None) -> CaseTable:
    """A lazy handle on the cases of one source class.

    Whoever asks for an organisation gets the cases of *others*, linked as if the organisation had
    never given any. Else it could give a record of somebody, and watch whether the pool's people
    grow by one or by none.

    Args:
        home: The hub's home.
        asker: Who asks, on which day, for which purpose; administrators and caseworkers get
            published tables alone.
        source: Such as ``real:aggregate:nrm``; None for the first of published tables, real
            cases and made-up cases that the pool holds. Sources are never added up.

    Raises:
        PurposeBarred: Cases are never used for that, whoever asks.
        EmptyPool: The pool holds nothing that the asker may see.
        AllKeptBack: It does, and marks, embargoes or agreements keep all of it back.
        UnknownSourceClass: It holds nothing of the class named that the asker may see.
    """
    known = grounds(home, asker)
    return _opened(home, asker, known, _weigh(home, asker, known), source)


def open_beside(home: Home, asker: Asker, source: str | None = None) -> CaseTable:
    """The cases of others, and beside them the asker's own: no row of one is linked to the other.

    Counts of either are told apart; added up, they count whom both saw twice.

    Args:
        home: The hub's home.
        asker: Who asks for an organisation, and reads the answer there.
        source: As for ``open_cases``.

    Raises:
        Refusal: As ``open_cases`` does.
    """
    known = grounds(home, asker)
    weighed = _weigh(home, asker, known, beside=True)
    return _opened(home, asker, known, weighed, source)


def _opened(
    home: Home, asker: Asker, known: Grounds, weighed: _Weighed, source: str | None
) -> CaseTable:
    chosen = _chosen(weighed, source, asker)
    given = tuple(one for one in weighed.answering if one.source_class == chosen)
    names = naming.naming(home, asker, given if not chosen.published else (), known)
    linked = chosen.kind is SourceKind.CASE_LEVEL
    return CaseTable(
        files=tuple(layout.cases(home, one.id) for one in given),
        links=links.ensure(home, chosen, apart=asker.partner) if linked else None,
        submissions=tuple(names.told(one) for one in given),
        shown_as=names.rows(given),
        source_class=chosen,
        data_hash=states.remember(home, given),
        kept_back=_told(weighed, chosen, asker),
        keys=home.keys,
    )


def _weigh(home: Home, asker: Asker, known: Grounds, *, beside: bool = False) -> _Weighed:
    """Every submission that stands, weighed for one asker; ``beside``: the asker's own too.

    An embargoed edition leaves the one before it answering; a mark or an agreement that keeps the
    latest edition back keeps its whole series back.
    """
    if isinstance(asker.purpose, BarredPurpose):
        raise PurposeBarred(purpose=asker.purpose.value)
    standing = [known.marked(one) for one in state.standing(home) if _concerns(asker, one)]
    early = {one.id for one in standing if marks.is_early(asker, one)}
    current = state.current(one for one in standing if one.id not in early)
    latest = [one for one in state.current(standing) if one.id in early]
    backs = [(one, _back(asker, one, known)) for one in (*latest, *current)]
    if not beside:
        backs = [(one, back or _own(asker, one)) for one, back in backs]
    return _Weighed(
        answering=tuple(one for one, back in backs if back is None),
        kept_back=tuple(back for _, back in backs if back is not None),
    )


def _back(asker: Asker, given: Submission, known: Grounds) -> _Back | None:
    """Why a submission does not answer the asker; None where it does."""
    if _is_published(given):
        return None
    uncovered = known.uncovered(asker, given)
    if uncovered is not None:
        return _Back(given, *uncovered)
    if not marks.lets(asker, given, known.groups):
        return _Back(given, Reason.MARK)
    return _Back(given, Reason.EMBARGO) if marks.is_early(asker, given) else None


def _own(asker: Asker, given: Submission) -> _Back | None:
    """Of an organisation's own cases nothing is told in an answer about others."""
    if _is_published(given) or not marks.is_own(asker, given):
        return None
    return _Back(given, Reason.OWN)


def _is_published(given: Submission) -> bool:
    return given.source_class.published


def _concerns(asker: Asker, given: Submission) -> bool:
    """Published tables answer to everybody; case-level sources to the roles that may see them."""
    return _is_published(given) or asker.sees_case_level


def _lists_to(asker: Asker, given: Submission, known: Grounds) -> bool:
    """A partner's data officer sees published tables and the partner's own submissions."""
    if _is_published(given):
        return True
    if asker.role is Role.PARTNER:
        return marks.is_giver(asker, given)
    return asker.role is Role.ANALYST or _back(asker, given, known) is None


def _classes(given: Iterable[Submission]) -> tuple[SourceClass, ...]:
    kinds = {one.source_class for one in given}
    return tuple(
        sorted(kinds, key=lambda kind: (_ORDER.index((kind.provenance, kind.kind)), kind.dataset))
    )


def _chosen(weighed: _Weighed, source: str | None, asker: Asker) -> SourceClass:
    kinds = _classes(weighed.answering)
    silent = {one.given.source_class for one in weighed.kept_back} - set(kinds)
    for kind in silent:
        if str(kind) == source or (source is None and not kinds):
            raise AllKeptBack(source=str(kind), reasons=_reasons(weighed, kind, asker))
    if not kinds:
        raise EmptyPool(what=source or Words("any source"))
    if source is None:
        return kinds[0]
    for kind in kinds:
        if str(kind) == source:
            return kind
    raise UnknownSourceClass(source=source, choices=", ".join(str(kind) for kind in kinds))


def _told(weighed: _Weighed, chosen: SourceClass, asker: Asker) -> tuple[KeptBack, ...]:
    """What the answer leaves out, by reason; whose it is, only to those who may know."""
    counted: Counter[tuple[Reason, str, date | None]] = Counter()
    for one in weighed.kept_back:
        if one.given.source_class == chosen:
            knows = _knows_giver(asker, one.given)
            whose = (one.given.giver, one.ended_on) if knows else ("", None)
            counted[one.reason, *whose] += 1
    return tuple(
        KeptBack(reason=reason, submissions=many, giver=giver, ended_on=ended_on)
        for (reason, giver, ended_on), many in sorted(counted.items(), key=str)
    )


def _knows_giver(asker: Asker, given: Submission) -> bool:
    """The hub's analyst, for what they read themselves; and the giver."""
    return not asker.hands_on and (asker.role is Role.ANALYST or marks.is_giver(asker, given))


def _reasons(weighed: _Weighed, kind: SourceClass, asker: Asker) -> str:
    return " ".join(str(one.said) for one in _told(weighed, kind, asker))

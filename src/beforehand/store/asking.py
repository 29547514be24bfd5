"""Who may see what of the pool. Permissions act here and nowhere else."""

from __future__ import annotations

from beforehand.home import Home
from beforehand.records.cases import (
    CaseTable,
    Provenance,
    SourceClass,
    SourceKind,
    Submission,
)
from beforehand.records.people import Asker, Role
from beforehand.refusals import EmptyPool, UnknownSourceClass
from beforehand.store import layout, links, state
from beforehand.words import Words

_ORDER = (
    (Provenance.REAL, SourceKind.AGGREGATE),
    (Provenance.REAL, SourceKind.CASE_LEVEL),
    (Provenance.MADE_UP, SourceKind.CASE_LEVEL),
    (Provenance.MADE_UP, SourceKind.AGGREGATE),
)


def _answers_to(asker: Asker, kind: SourceClass) -> bool:
    """Published tables answer to everybody; case-level sources to the roles that may see them."""
    return kind.kind is SourceKind.AGGREGATE or asker.sees_case_level


def _lists_to(asker: Asker, given: Submission) -> bool:
    """A partner's data officer sees published tables and the partner's own submissions."""
    if given.source_class.kind is SourceKind.AGGREGATE:
        return True
    if asker.role is Role.PARTNER:
        return given.giver == asker.partner
    return asker.sees_case_level


def submissions(home: Home, asker: Asker) -> tuple[Submission, ...]:
    """Submissions that stand and that the asker may know of, superseded ones too, oldest first."""
    return tuple(given for given in state.standing(home) if _lists_to(asker, given))


def source_classes(home: Home, asker: Asker) -> tuple[SourceClass, ...]:
    """Classes of source that can answer the asker, the one asked by default first."""
    kinds = {given.source_class for given in state.standing(home)}
    seen = [kind for kind in kinds if _answers_to(asker, kind)]
    return tuple(
        sorted(seen, key=lambda kind: (_ORDER.index((kind.provenance, kind.kind)), kind.dataset))
    )


def open_cases(home: Home, asker: Asker, source: str | None = None) -> CaseTable:
    """A lazy handle on the cases of one source class.

    Args:
        home: The hub's home.
        asker: Who asks; administrators and caseworkers get published tables alone.
        source: Such as ``real:aggregate:nrm``; None for the first of published tables, real
            cases and made-up cases that the pool holds. Sources are never added up.

    Raises:
        EmptyPool: The pool holds nothing that the asker may see.
        UnknownSourceClass: It holds nothing of the class named that the asker may see.
    """
    kinds = source_classes(home, asker)
    if not kinds:
        raise EmptyPool(what=source or Words("any source"))
    chosen = kinds[0] if source is None else _named(source, kinds)
    given = state.of_class(home, chosen)
    return CaseTable(
        files=tuple(layout.folder(home, one.id) / layout.CASES for one in given),
        links=links.ensure(home, chosen) if chosen.kind is SourceKind.CASE_LEVEL else None,
        submissions=given,
        source_class=chosen,
        data_hash=state.state_hash(given),
    )


def _named(source: str, kinds: tuple[SourceClass, ...]) -> SourceClass:
    for kind in kinds:
        if str(kind) == source:
            return kind
    raise UnknownSourceClass(source=source, choices=", ".join(str(kind) for kind in kinds))

"""Takes a submission back, and says what was built on it.

Joins ``store`` and the records of every step, as ``programme`` joins the steps. What is flagged
is worked out from tombstones and records whenever it is asked for, and kept nowhere: so no crash
and no restore can lose a flag.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from beforehand import store
from beforehand.home import Home
from beforehand.records.cases import Tombstone
from beforehand.records.claims import Claim, ClaimUse
from beforehand.records.plan import Plan
from beforehand.records.recalls import Built, BuiltOn, Recalled
from beforehand.records.release import LedgerLine, ReleasedImpact
from beforehand.records.since import BriefMade, KeptBrief
from beforehand.words import words


def recall(home: Home, submission_id: str, *, today: date) -> Recalled:
    """Take a submission back: out of every later answer, its key destroyed.

    Recalling twice gives the first recall.

    Raises:
        UnknownSubmission: The pool never had it.
    """
    return touched(home, store.recall(home, submission_id, today=today))


def touched(home: Home, stone: Tombstone) -> Recalled:
    """What a recall flagged, and what had already left."""
    place = store.keys_place(home)
    serial = store.keys_state(home)
    return Recalled(
        id=stone.id,
        giver=stone.giver,
        recalled_on=stone.recalled_on,
        flagged=(
            *_claims(home, stone.id),
            *_kept_briefs(home, stone.id),
            *_plans(home, stone.id),
            *_impacts(home, stone.id),
        ),
        published=(
            *_uses(home, stone.id),
            *_briefs(home, stone.id),
            *_releases(home, stone.id),
        ),
        keys_state=serial,
        keys_file_current=None if place is None else place.serial == serial,
    )


def recalled_under(home: Home, plan: Plan) -> tuple[Tombstone, ...]:
    """The recalls of cases that a plan was drawn on, oldest first."""
    under = _under(plan)
    return tuple(stone for stone in store.tombstones(home) if stone.id in under)


def _under(plan: Plan) -> frozenset[str]:
    return frozenset(name for one in plan.need_figures for name in one.recipe.submissions)


def _claims(home: Home, name: str) -> Iterator[BuiltOn]:
    for one in store.kept(home, Claim):
        if name in one.submissions:
            yield BuiltOn(
                kind=Built.CLAIM,
                id=one.id,
                on=None,
                name="",
                says=words("It cannot be read any more, and must not be said."),
            )


def _kept_briefs(home: Home, name: str) -> Iterator[BuiltOn]:
    for one in store.kept(home, KeptBrief):
        if name in one.submissions:
            yield BuiltOn(
                kind=Built.KEPT_BRIEF,
                id=one.id,
                on=None,
                name="",
                says=words("It cannot be read any more: nothing is compared with it."),
            )


def _briefs(home: Home, name: str) -> Iterator[BuiltOn]:
    said = words(
        "It was taken along as a file, and cannot be taken back: ask who has it to delete it."
    )
    for one in sorted(store.saved(home, BriefMade), key=lambda one: one.made_on):
        if name in one.submissions:
            yield BuiltOn(
                kind=Built.BRIEF,
                id=store.id_of(one),
                on=one.made_on,
                name=f"{one.route}, {one.made_by}",
                says=said,
            )


def _plans(home: Home, name: str) -> Iterator[BuiltOn]:
    for plan in store.saved(home, Plan):
        if name in _under(plan):
            yield BuiltOn(
                kind=Built.PLAN,
                id=plan.id,
                on=plan.sealed_on,
                name=plan.title,
                says=words(
                    "Its places were drawn on these cases: it stays as it was sealed, since the "
                    "proof rests on its lots, and is flagged. Draw a new plan for what comes next."
                ),
            )


def _impacts(home: Home, name: str) -> Iterator[BuiltOn]:
    flagged = {one.id for one in _plans(home, name)}
    for kept in store.saved(home, ReleasedImpact):
        if kept.release.payload.plan_id in flagged:
            yield BuiltOn(
                kind=Built.IMPACT,
                id=kept.release.id,
                on=kept.release.released_on,
                name=kept.release.payload.title,
                says=words(
                    "What it changed was counted elsewhere and holds; the choice of its places "
                    "rested on these cases, and it is flagged."
                ),
            )


def _uses(home: Home, name: str) -> Iterator[BuiltOn]:
    claims = {one.id for one in store.kept(home, Claim) if name in one.submissions}
    for use in store.saved(home, ClaimUse):
        if use.claim_id in claims:
            yield _left(Built.USE, use.claim_id, use.used_on, use.place)


def _releases(home: Home, name: str) -> Iterator[BuiltOn]:
    hashes = store.states_holding(home, name)
    impacts = {one.id for one in _impacts(home, name)}
    for line in _in_order(store.saved(home, LedgerLine)):
        if hashes & set(line.data_hashes) or line.release_id in impacts:
            yield _left(Built.RELEASE, line.release_id, line.released_on, line.kind)


def _in_order(lines: Iterable[LedgerLine]) -> list[LedgerLine]:
    return sorted(lines, key=lambda line: (line.released_on, line.release_id))


def _left(kind: Built, name: str, on: date, called: str) -> BuiltOn:
    said = words("It was published before, and cannot be taken back.")
    return BuiltOn(kind=kind, id=name, on=on, name=called, says=said)

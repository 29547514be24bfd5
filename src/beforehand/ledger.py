"""The ledger of claims: sentences pinned to figures, where they were used, whether they hold.

Joins ``store`` and ``understand``, as ``programme`` joins the steps. Nothing of the past is
changed: a claim is pinned, used, retired; each is a record of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from beforehand import briefing, programme, store, understand
from beforehand.home import Home
from beforehand.records.cases import CaseTable, Provenance, SourceClass, SourceKind
from beforehand.records.claims import (
    Claim,
    ClaimCheck,
    ClaimRetired,
    ClaimUse,
    LedgerLine,
    Standing,
)
from beforehand.records.figure import Figure, Recipe
from beforehand.records.people import SHELL, Asker, shell
from beforehand.records.plan import Plan
from beforehand.records.since import Since
from beforehand.refusals import (
    AllKeptBack,
    ClaimIsRetired,
    ClaimNoLongerHolds,
    EmptyPool,
    NoBriefKept,
    NoSuchFigure,
    Refusal,
    UnknownRecord,
    UnknownSourceClass,
)
from beforehand.words import Words, words

PROVED, SINCE = "prove.impact", "understand.since"
SHORT = 8  # letters of an id that name a claim, where no other begins alike


def counts_again(recipe: Recipe) -> bool:
    """Whether something here makes figures of this kind, so that one can be pinned."""
    if recipe.function == PROVED:
        return "plan" in recipe.parameters
    if recipe.function == SINCE:
        return "kept_on" in recipe.parameters
    return understand.counts_again(recipe)


def find_figure(
    home: Home, asker: Asker, recipe: Recipe, source: str | None = None
) -> tuple[Figure, tuple[str, str], SourceClass]:
    """The figure that a recipe makes now, the period of its answer, and its source.

    Args:
        home: The hub's home.
        asker: Who asks: sees what ``store.open_cases`` gives them, and of a campaign what its
            report would publish.
        recipe: Of the figure; its submissions say which source, if ``source`` does not.
        source: Source class, such as ``real:aggregate:nrm``.

    Raises:
        NoSuchFigure: If nothing that they may see makes it.
    """
    try:
        if recipe.function == PROVED:
            return _proved(home, asker, recipe)
        cases = store.open_cases(home, asker, source or _source_of(home, asker, recipe))
        answer = _answer(home, recipe, cases)
        period = answer.basis.period if answer.basis else ("", "")
        return understand.figure_in(answer, recipe), period, cases.source_class
    except (UnknownRecord, EmptyPool, AllKeptBack, UnknownSourceClass, NoBriefKept) as wrong:
        raise NoSuchFigure(figure=_named(recipe)) from wrong


def _answer(home: Home, recipe: Recipe, cases: CaseTable) -> understand.Answer | Since:
    """The answer in which the figure stands, counted on these cases."""
    if recipe.function != SINCE:
        return understand.answer_of(recipe, cases)
    now = understand.brief(cases, understand.route_of(recipe))
    kept_on = date.fromisoformat(str(recipe.parameters["kept_on"]))
    return understand.since(briefing.brief_of(home, now, kept_on), now)


def _proved(
    home: Home, asker: Asker, recipe: Recipe
) -> tuple[Figure, tuple[str, str], SourceClass]:
    """A figure of a campaign's report, as the report would leave: nobody looks early.

    Raises:
        UnknownRecord: If no such plan is over and measured, or the figure is withheld.
    """
    for plan in store.saved(home, Plan):
        over = asker.on is not None and asker.on > plan.window.end
        if plan.id == recipe.parameters.get("plan") and asker.on is not None and over:
            safe = programme.weigh_impact(home, plan, asker.on).payload
            figure = understand.figure_in(safe, recipe)
            first, last = safe.window
            return figure, (first.isoformat(), last.isoformat()), _measured(figure)
    raise UnknownRecord(kind=words("figure"), id=recipe.function)


def _measured(figure: Figure) -> SourceClass:
    provenance = Provenance.MADE_UP if figure.made_up else Provenance.REAL
    return SourceClass(provenance=provenance, kind=SourceKind.AGGREGATE, dataset="impact")


def pin(
    home: Home, asker: Asker, recipe: Recipe, sentence: str, *, source: str | None, today: date
) -> LedgerLine:
    """Pin a sentence to the figure that its recipe makes now.

    Raises:
        NoSuchFigure: If nothing that the asker may see makes it.
        SentenceWithoutItsNumber: If the sentence does not state the figure.
        SentenceDisagrees: If it states something else.
    """
    figure, period, kind = find_figure(home, asker.handing_on(), recipe, source)
    said = " ".join(sentence.split())
    understand.check_sentence(said, figure, period)
    claim = Claim(
        sentence=said,
        figure=figure,
        source_class=kind,
        period=period,
        pinned_on=today,
        pinned_by=asker.role.value,
    )
    under = figure.recipe.submissions
    name = store.keep(home, claim, under) if under else store.save(home, claim)
    return LedgerLine(id=name, claim=claim, uses=())


def lines(home: Home) -> tuple[LedgerLine, ...]:
    """Every claim of the ledger; None in place of what rests on a recall.

    Those on cases come first, then those on what a campaign changed, each oldest first. What a
    campaign changed was counted elsewhere: no recall takes it away.
    """
    used, retired = store.saved(home, ClaimUse), store.saved(home, ClaimRetired)
    claims: list[tuple[str, Claim | None]] = [
        (one.id, one.record) for one in store.kept(home, Claim)
    ]
    claims += [(store.id_of(one), one) for one in store.saved(home, Claim)]
    return tuple(
        LedgerLine(
            id=name,
            claim=claim,
            uses=tuple(use for use in used if use.claim_id == name),
            retired=next((end for end in retired if end.claim_id == name), None),
        )
        for name, claim in claims
    )


def line(home: Home, named: str) -> LedgerLine:
    """The claim with this id, or whose id alone begins so.

    Raises:
        UnknownRecord: If none has it, or several begin so.
    """
    found = [one for one in lines(home) if len(named) >= SHORT and one.id.startswith(named)]
    if len(found) != 1:
        raise UnknownRecord(kind=words("claim"), id=named)
    return found[0]


def check(home: Home, one: LedgerLine, asker: Asker = SHELL) -> ClaimCheck:
    """Count a claim again, now, on all that its source holds.

    Where data under it were recalled, or may no longer be used, nothing is counted: the
    difference between then and now would be what was taken back.
    """
    if one.retired is not None:
        said = words("Retired: {reason}", reason=one.retired.reason)
        return ClaimCheck(line=one, standing=Standing.RETIRED, says=said)
    if one.claim is None:
        return _taken_back(one)
    if one.claim.figure.recipe.function == PROVED:
        return _proved_again(home, one, one.claim, asker)
    try:
        cases = store.open_cases(home, asker.handing_on(), str(one.claim.source_class))
    except AllKeptBack:
        return _taken_back(one)
    except (EmptyPool, UnknownSourceClass):
        return _gone(one)
    if not set(one.claim.figure.recipe.submissions) <= _answering(cases):
        return _taken_back(one)
    return _counted_again(home, one, one.claim, cases)


def check_all(home: Home, asker: Asker = SHELL) -> tuple[ClaimCheck, ...]:
    """Every claim, counted again, oldest first."""
    return tuple(check(home, one, asker) for one in lines(home))


def use(home: Home, one: LedgerLine, place: str, *, today: date) -> ClaimUse:
    """Write down where the sentence was published. Twice the same on one day is once.

    Raises:
        ClaimIsRetired: If it is said no longer.
        ClaimNoLongerHolds: If it does not hold now.
    """
    if one.retired is not None:
        raise ClaimIsRetired(id=one.id[:SHORT], reason=one.retired.reason)
    checked = check(home, one, shell(today))
    if checked.broken or one.claim is None:
        raise ClaimNoLongerHolds(id=one.id[:SHORT], says=checked.says)
    used = ClaimUse(
        claim_id=one.id, sentence=one.claim.sentence, place=" ".join(place.split()), used_on=today
    )
    store.save(home, used)
    return used


def retire(home: Home, one: LedgerLine, reason: str, *, today: date) -> ClaimRetired:
    """Say a claim no longer. Retiring twice keeps the first reason."""
    if one.retired is not None:
        return one.retired
    ended = ClaimRetired(claim_id=one.id, reason=" ".join(reason.split()), retired_on=today)
    store.save(home, ended)
    return ended


def _answering(cases: CaseTable) -> set[str]:
    """Submissions that answer, and the earlier editions that they have taken the place of."""
    return {name for one in cases.submissions for name in (one.id, *one.supersedes)}


def _counted_again(home: Home, one: LedgerLine, claim: Claim, cases: CaseTable) -> ClaimCheck:
    recipe = claim.figure.recipe
    try:
        now = understand.figure_in(_answer(home, recipe, cases), recipe)
    except Refusal:
        return _gone(one)
    return _compared(one, claim, now)


def _proved_again(home: Home, one: LedgerLine, claim: Claim, asker: Asker) -> ClaimCheck:
    on = asker.on or claim.pinned_on
    try:
        now, _, _ = find_figure(home, replace(asker, on=on), claim.figure.recipe)
    except Refusal:
        return _gone(one)
    return _compared(one, claim, now)


def _compared(one: LedgerLine, claim: Claim, now: Figure) -> ClaimCheck:
    standing = _standing(claim, now)
    return ClaimCheck(line=one, standing=standing, says=_says(standing, now), now=now)


def _standing(claim: Claim, now: Figure) -> Standing:
    if now.recipe.definition_version != claim.figure.recipe.definition_version:
        return Standing.REDEFINED
    if not understand.agrees(claim.sentence, now, claim.period):
        return Standing.MOVED
    return Standing.HOLDS if now.data_hash == claim.figure.data_hash else Standing.NEW_DATA


def _says(standing: Standing, now: Figure) -> Words:
    held = understand.holds_words(now)
    return {
        Standing.HOLDS: words("It holds: {held}.", held=held),
        Standing.NEW_DATA: words("The data changed; it still holds: {held}.", held=held),
        Standing.MOVED: words("The number is another one now: {held}.", held=held),
        Standing.REDEFINED: words(
            "What is counted was redefined since; by the present definition it is {held}.",
            held=held,
        ),
    }[standing]


def _taken_back(one: LedgerLine) -> ClaimCheck:
    return ClaimCheck(
        line=one,
        standing=Standing.TAKEN_BACK,
        says=words(
            "Data under it were taken back. What it would be now is not told beside it: the "
            "difference would be what was taken back."
        ),
    )


def _gone(one: LedgerLine) -> ClaimCheck:
    said = words("It cannot be counted any more: nobody is in it, or nothing here makes it.")
    return ClaimCheck(line=one, standing=Standing.GONE, says=said)


def _source_of(home: Home, asker: Asker, recipe: Recipe) -> str | None:
    """The source class in which the recipe's first submission is; None: the default one."""
    first = next(iter(recipe.submissions), "")
    for kind in store.source_classes(home, asker):
        cases = store.open_cases(home, asker, str(kind))
        if first in _answering(cases):
            return str(kind)
    return None


def _named(recipe: Recipe) -> str:
    asked: Iterable[str] = (f"{name}={value}" for name, value in recipe.parameters.items())
    return f"{recipe.function}({', '.join(asked)})"

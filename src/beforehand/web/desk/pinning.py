"""Whether the reader's role may see a figure that is to be pinned, or a claim that states it."""

from __future__ import annotations

from dataclasses import replace

from beforehand import ledger, release, store, understand
from beforehand.home import Home
from beforehand.records.cases import SourceClass, SourceKind
from beforehand.records.claims import ClaimCheck, LedgerLine, Standing
from beforehand.records.figure import Figure, Recipe
from beforehand.records.people import Asker, Role, shell
from beforehand.records.picture import CitizenshipRule, RouteFilter
from beforehand.refusals import NoSuchFigure, Refusal
from beforehand.web.desk.handing import differs
from beforehand.web.desk.presenters.veil import veiled
from beforehand.web.desk.reading import read_route


def figure_for(home: Home, asker: Asker, recipe: Recipe) -> Figure:
    """The figure, counted now, as the asker's role may see it.

    Raises:
        NoSuchFigure: If nothing that they may see makes it.
    """
    figure, _, kind = ledger.find_figure(home, asker, recipe)
    seen = as_seen(home, asker, figure, kind)
    if seen is None:
        raise NoSuchFigure(figure=recipe.function)
    return seen


def as_seen(home: Home, asker: Asker, figure: Figure, kind: SourceClass) -> Figure | None:
    """The figure as the role may see it, without people not recorded; None if it may not.

    Of partners' cases a role without small counts sees what its page of the route sends, and
    nothing that could be had by asking for one figure more; and no figure that ever rested on the
    own organisation's cases too, since it changes with whom of them others know.
    """
    if asker.sees_small_counts:
        return figure
    if figure.recipe.function == ledger.PROVED:  # of the report as it would leave
        return figure if asker.role is Role.CAMPAIGNER else None
    bare = replace(figure, unknown=0)
    if release.hide_small(bare, asker).figure is None:
        return None
    if kind.kind is SourceKind.AGGREGATE:
        return bare
    if set(figure.recipe.submissions) & store.given_by(home, asker.partner):
        return None
    if _is_apart(home, asker, kind):
        return None
    return bare if figure.recipe.parameters in _sent(home, asker, figure, kind) else None


def _is_apart(home: Home, asker: Asker, kind: SourceClass) -> bool:
    """Whether claims, counted over what goes further, rest on others than the asker's pages."""
    if asker.on is None:
        return True
    try:
        handed = store.open_cases(home, shell(asker.on).handing_on(), str(kind))
    except Refusal:
        return True
    return differs(home, asker, handed)


def _sent(home: Home, asker: Asker, figure: Figure, kind: SourceClass) -> list[object]:
    asked = figure.recipe.parameters
    route = RouteFilter(
        origin=str(asked["origin"]),
        destination=str(asked["destination"]),
        citizenship=CitizenshipRule.SOLE,
    )
    try:
        brief = veiled(read_route(home, asker, route, str(kind)), asker)
    except Refusal:
        return []
    if release.is_small(brief.profile.people):
        return []
    return [
        one.recipe.parameters
        for one in understand.every_figure(brief)
        if one.recipe.function == figure.recipe.function
    ]


def may_read(home: Home, asker: Asker, line: LedgerLine) -> bool:
    """Whether the role may read the claim's sentence, with every number in it."""
    if asker.sees_small_counts:
        return True
    if line.claim is None:
        return False
    seen = as_seen(home, asker, line.claim.figure, line.claim.source_class)
    return seen is not None and understand.agrees(line.claim.sentence, seen, line.claim.period)


def may_compare(asker: Asker, checked: ClaimCheck) -> bool:
    """Whether then and now may stand side by side: of partners' cases their difference is small."""
    claim = checked.line.claim
    if claim is None or checked.now is None:
        return False
    alike = checked.standing is Standing.HOLDS
    return asker.sees_small_counts or alike or claim.source_class.kind is SourceKind.AGGREGATE

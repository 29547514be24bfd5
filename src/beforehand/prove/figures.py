"""Figures of a proof: each number with its recipe and the hash of its data."""

from __future__ import annotations

from dataclasses import dataclass, replace

from beforehand.records.figure import Figure, Interval, Meaning, Recipe, RecipeParameter, Unit
from beforehand.records.impact import LiftRequest, Panel
from beforehand.words import Words, words

Ends = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a count comes from."""

    source: str
    data_hash: str
    made_up: bool


def origin_of(panel: Panel) -> Origin:
    """The panel as an origin."""
    return Origin(source=panel.source, data_hash=panel.data_hash, made_up=panel.made_up)


def of_plan(figure: Figure, plan_id: str, **which: RecipeParameter) -> Figure:
    """The figure with a recipe by which the plan's report finds it again, and no other figure.

    Args:
        figure: One of the report.
        plan_id: Whose report.
        which: What tells it from the others, in place of how it was asked.
    """
    asked = which or figure.recipe.parameters
    recipe = Recipe(function="prove.impact", parameters={**asked, "plan": plan_id})
    return replace(figure, recipe=recipe)


def count_figure(
    value: float,
    definition: Words,
    origin: Origin,
    recipe: dict[str, RecipeParameter],
    unit: Unit = Unit.COUNT,
) -> Figure:
    """A count that was simply made: no interval, a complete count of its source."""
    return Figure(
        value=value,
        unit=unit,
        definition=definition,
        source=origin.source,
        data_hash=origin.data_hash,
        recipe=Recipe(function="prove.impact", parameters=recipe),
        complete_count=True,
        made_up=origin.made_up,
    )


def ratio_figure(
    panel: Panel, request: LiftRequest, value: float, ends: Ends, method: str
) -> Figure:
    """The effect as a ratio of what was counted to what would have been."""
    definition = words(
        "Ratio of what was counted where the campaign ran to what would have been without it"
    )
    return _effect(panel, request, (value, ends), (Unit.RATIO, definition), method)


def difference_figure(
    panel: Panel, request: LiftRequest, value: float, ends: Ends, method: str
) -> Figure:
    """The effect as a number more (negative: fewer) in all treated places and days."""
    definition = words("How many more were counted than there would have been without the campaign")
    return _effect(panel, request, (value, ends), (Unit.COUNT, definition), method)


def _effect(
    panel: Panel,
    request: LiftRequest,
    estimate: tuple[float, Ends],
    what: tuple[Unit, Words],
    method: str,
) -> Figure:
    value, (low, high) = estimate
    return Figure(
        value=value,
        unit=what[0],
        definition=what[1],
        source=panel.source,
        data_hash=panel.data_hash,
        recipe=Recipe(
            function="prove.lift",
            parameters={
                "treated": ",".join(request.treated),
                "start": request.start.isoformat(),
                "end": request.end.isoformat(),
                "method": request.method,
                "level": request.level,
            },
        ),
        interval=Interval(
            low=low, high=high, method=method, meaning=Meaning.MODEL, level=request.level
        ),
        made_up=panel.made_up,
    )

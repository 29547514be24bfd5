"""The pictures and tables of the people on no list, as files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from django.utils.translation import gettext as _

from beforehand import understand
from beforehand.charts import PAPER, HiddenCharts
from beforehand.records.figure import Figure
from beforehand.records.hidden import HiddenPopulation, HiddenVariant
from beforehand.records.picture import Basis
from beforehand.takeaway import Sheet
from beforehand.web.desk.presenters.offers import DRAWN, Offer, Offers, Row, Told, sheet_on
from beforehand.web.desk.said import language, say

ANSWER = ("label", "people", "low", "high", "why")


def hidden_files(told: HiddenPopulation, basis: Basis) -> Offers:
    """Each picture with its table, where there is anything in it."""
    offer = partial(_offer, told, basis)
    changed = (*told.left_out, *told.merged)
    made: dict[str, tuple[object, Offer]] = {
        "overlaps": (
            told.overlaps,
            offer(_("Who shares whom"), ("lists", "people", "at_least", "at_most"),
                  _overlaps(told), HiddenCharts.overlaps),
        ),
        "methods": (
            told.estimates,
            offer(_("Every method beside the others"),
                  ("method", *ANSWER, "model", "aic", "bic", "replicates", "mc_error_low",
                   "mc_error_high", "verdict"), _methods(told), HiddenCharts.methods),
        ),
        "changed": (
            changed,
            offer(_("Without one list, or with two as one"), ("lists", *ANSWER, "seen"),
                  _variants(changed), HiddenCharts.changed),
        ),
        "consistency": (
            told.consistency,
            offer(_("Would it have found what is known?"), ("list", "known", *ANSWER[1:]),
                  _consistency(told), HiddenCharts.consistency),
        ),
        "trajectory": (
            told.trajectory,
            offer(_("As lists are added"), ("lists", *ANSWER, "seen"),
                  _variants(told.trajectory), HiddenCharts.trajectory),
        ),
        "sensitivity": (
            told.sensitivity and told.total,
            offer(_("What no list can show"), ("times", "people"),
                  _sensitivity(told), HiddenCharts.sensitivity),
        ),
        "models": (
            told.models,
            offer(_("Models that fit nearly as well"), ("model", *ANSWER[1:4], "bic", "weight"),
                  _models(told), HiddenCharts.models),
        ),
        "strata": (
            told.strata,
            offer(_("Part by part"), ("lists", *ANSWER, "seen"), _variants(told.strata),
                  HiddenCharts.strata),
        ),
    }  # fmt: skip
    return {name: one for name, (there, one) in made.items() if there}


def _offer(
    told: HiddenPopulation, basis: Basis, title: str, columns: Sequence[str],
    rows: Sequence[Row], drawn: Callable[[HiddenCharts], str],
) -> Offer:  # fmt: skip
    command = understand.command_of(told.seen.recipe, basis.source_class)
    said = Told(title=title, definition=say(told.title), command=command)

    def sheet() -> Sheet:
        picture = drawn(HiddenCharts(told=told, language=language(), palette=PAPER))
        return sheet_on(basis, said, columns, rows, picture)

    return Offer(kinds=DRAWN, sheet=sheet)


def _ends(total: Figure | None) -> tuple[float | None, float | None, float | None]:
    if total is None:
        return None, None, None
    ends = total.interval
    return (total.value, ends.low, ends.high) if ends else (total.value, None, None)


def _overlaps(told: HiddenPopulation) -> list[Row]:
    return [
        (" + ".join(one.lists), one.people.value if one.people else None, one.at_least or None,
         one.at_most or None)
        for one in told.overlaps
    ]  # fmt: skip


def _methods(told: HiddenPopulation) -> list[Row]:
    return [
        (one.method, say(one.label), *_ends(one.total), say(one.reason or ""),
         "; ".join(" x ".join(term) for term in one.model), one.aic, one.bic, one.replicates,
         one.error_low, one.error_high, one.verdict.value)
        for one in told.estimates
    ]  # fmt: skip


def _variants(variants: Sequence[HiddenVariant]) -> list[Row]:
    return [
        (" + ".join(one.lists), say(one.label), *_ends(one.total), say(one.reason or ""),
         one.seen.value)
        for one in variants
    ]  # fmt: skip


def _consistency(told: HiddenPopulation) -> list[Row]:
    return [
        (one.name, one.truth.value, *_ends(one.estimate), say(one.reason or ""))
        for one in told.consistency
    ]


def _sensitivity(told: HiddenPopulation) -> list[Row]:
    return [(one.times, one.total.value if one.total else None) for one in told.sensitivity]


def _models(told: HiddenPopulation) -> list[Row]:
    return [
        ("; ".join(" x ".join(term) for term in one.model), *_ends(one.total), one.bic, one.weight)
        for one in told.models
    ]

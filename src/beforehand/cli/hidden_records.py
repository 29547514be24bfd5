"""The whole record of the people on no list, from a table or from the pool, on the command line."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Sequence
from typing import Any

import click

from beforehand import charts, store, understand
from beforehand.cli.answers import Rows, show
from beforehand.cli.asking import asked_of, asks, head, remember, say, tell_basis
from beforehand.home import open_home
from beforehand.records.cases import SourceKind
from beforehand.records.codec import to_plain
from beforehand.records.figure import Figure
from beforehand.records.hidden import HiddenEstimate, HiddenPopulation, HiddenVariant
from beforehand.refusals import NoEstimate
from beforehand.stats.mse.estimates import Options
from beforehand.stats.mse.tables import Table
from beforehand.words import words


def tell(
    table: Table | None, methods: Sequence[str], options: Options, form: str, asked: dict[str, Any]
) -> None:
    """Print the record of a table, or of the pool where there is none.

    Raises:
        NoEstimate: If no method has an answer.
    """
    began = time.perf_counter()
    told = (
        _of_pool(methods, options, asked)
        if table is None
        else understand.hidden_population(
            table, _about(table), options, methods=methods, coverage_s=asked["coverage"]
        )
    )
    if form == "json":
        plain = to_plain(told) if asked["whole"] else _plain(told, time.perf_counter() - began)
        click.echo(json.dumps(plain, ensure_ascii=False, allow_nan=False))
    elif form == "csv":
        show(form, None, [_methods(told)])
    else:
        _tell_tables(told, whole=asked["whole"])
    if all(one.total is None for one in told.estimates):
        raise NoEstimate(reason=told.reason or words("no method has an answer"))


def _about(table: Table) -> understand.About:
    counts = table.lists.counts.tobytes() + "|".join(table.lists.names).encode()
    return understand.About(
        source="a table of lists", data_hash=hashlib.sha256(counts).hexdigest(), made_up=False
    )


def _of_pool(methods: Sequence[str], options: Options, asked: dict[str, Any]) -> HiddenPopulation:
    remember(click.get_current_context(), asked["where"], asked["purpose"])
    linked = (
        str(one)
        for one in store.source_classes(open_home(), asks())
        if one.kind is SourceKind.CASE_LEVEL
    )
    given = asked_of(asked["route"], asked["citizenship"], asked["source"] or next(linked, None))
    lists = understand.ListsAsked(
        by="partner_type" if asked["lists"] == "partner-type" else "partner",
        stratum=asked["by"] or "",
        merged=tuple(tuple(one.strip() for one in text.split("+")) for text in asked["merge"]),
        methods=tuple(methods),
        coverage_s=asked["coverage"],
    )
    return understand.hidden(given.cases, given.route, lists, options, left_out=given.left_out)


def _plain(told: HiddenPopulation, seconds: float) -> object:
    """The documented keys of each method, and what the pool adds to them."""
    more = {
        "seconds": round(seconds, 3),  # of all methods together
        "strata": [_part(one) for one in told.strata],
        "strata_sum": told.strata_sum.value if told.strata_sum else None,
        "links": _links(told),
        "data_hash": told.data_hash,
        "made_up": told.made_up,
    }
    found = [_keys(told, one) | more for one in told.estimates]
    return found if len(found) > 1 else found[0]


def _keys(told: HiddenPopulation, one: HiddenEstimate) -> dict[str, object]:
    low, high = _ends(one.total)
    return {
        "method": one.method,
        "estimate": one.total.value if one.total else None,
        "low": low,
        "high": high,
        "seen": int(told.seen.value),
        "lists": [each.name for each in told.lists],
        "model": [list(term) for term in one.model],
        "aic": one.aic,
        "bic": one.bic,
        "exists": one.exists,
        "identifiable": one.identifiable,
        "replicates": one.replicates,
        "mc_error_low": one.error_low,
        "mc_error_high": one.error_high,
        "verdict": one.verdict.value,
        "reason": str(one.reason or ""),
        "warnings": [str(said) for said in one.warnings],
    }


def _part(one: HiddenVariant) -> dict[str, object]:
    low, high = _ends(one.total)
    return {
        "stratum": str(one.label),
        "seen": int(one.seen.value),
        "estimate": one.total.value if one.total else None,
        "low": low,
        "high": high,
        "reason": str(one.reason or ""),
    }


def _links(told: HiddenPopulation) -> dict[str, object] | None:
    if told.linking is None:
        return None
    low, high = _ends(told.linking.total)
    return {
        "uncertain": told.linking.uncertain,
        "drawn": told.linking.drawn,
        "without": told.linking.without,
        "low": low,
        "high": high,
    }


def _ends(total: Figure | None) -> tuple[float | None, float | None]:
    return (total.interval.low, total.interval.high) if total and total.interval else (None, None)


def _span(total: Figure | None) -> str:
    low, high = _ends(total)
    if low is None:
        return ""
    return f"{charts.count(low)} to {charts.count(high) if high is not None else 'no bound'}"


def _people(total: Figure | None) -> str:
    return str(charts.count(total.value)) if total else ""


def _methods(told: HiddenPopulation) -> Rows:
    rows = [
        (one.method, _people(one.total), _span(one.total), one.verdict.value, one.reason or "")
        for one in told.estimates
    ]
    return Rows("", ("method", "people in all", "interval", "verdict", "because"), rows)


def _variants(title: str, made: Sequence[HiddenVariant]) -> Rows:
    rows = [
        (one.label, _people(one.seen), _people(one.total), _span(one.total), one.reason or "")
        for one in made
    ]
    return Rows(title, ("", "seen", "in all", "interval", "no answer because"), rows)


def _tell_tables(told: HiddenPopulation, *, whole: bool) -> None:
    if told.basis:
        say(head(told.basis))
    tables = [_methods(told)]
    if told.strata:
        tables.append(_variants("Each part by itself", told.strata))
    if whole:
        tables += [
            _variants("Without each list", told.left_out),
            _variants("Two lists as one", told.merged),
            _variants("With more and more lists", told.trajectory),
        ]
    show("table", None, tables)
    if told.strata_sum:
        say(f"The parts add up to {charts.count(told.strata_sum.value)}.")
    for line in _said(told):
        say(line)
    if told.basis:
        tell_basis(told.basis)


def _said(told: HiddenPopulation) -> list[str]:
    lines = [str(one) for one in told.warnings]
    if told.linking and told.linking.total and told.linking.drawn:
        lines.append(
            f"{told.linking.uncertain} links may be wrong; drawn anew {told.linking.drawn} times, "
            f"the answer lies between {_span(told.linking.total)}. Links that were missed are "
            "not drawn."
        )
    if told.coverage:
        held = told.coverage.covered
        lines.append(
            f"Of {held.denominator} simulated tables, {100 * held.value:.1f} % of intervals held "
            f"the truth. Recalibrated to hold it {100 * told.coverage.nominal:g} % of the time: "
            f"{_span(told.coverage.total)}."
        )
    lines += [f"May be said: {one}" for one in told.may_say]
    lines += [f"May not be said: {one}" for one in told.may_not_say]
    return lines

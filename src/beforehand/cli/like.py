"""``--like``: a finished campaign as the template of the next one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from beforehand import prove, store
from beforehand.home import open_home
from beforehand.records.plan import Plan
from beforehand.records.release import PublicPlan
from beforehand.refusals import UnknownRecord
from beforehand.words import words

GENDERS: dict[tuple[str, ...], str] = {("Masculine",): "men", ("Feminine",): "women"}


def _take_over(ctx: click.Context, param: click.Parameter, named: str | None) -> None:
    """Set what is not asked for to what that plan had. The lots are always drawn anew."""
    del param
    if named is None:
        return
    known = {one.name: one for one in ctx.command.params}
    taken = {
        name: value
        for name, value in template(named).items()
        if name in known and _fits(known[name], value)
    }
    ctx.default_map = {**(ctx.default_map or {}), **taken}


def _fits(param: click.Parameter, value: object) -> bool:
    return not isinstance(param.type, click.Choice) or str(value) in param.type.choices


def template(named: str) -> dict[str, Any]:
    """The options that would ask for the same campaign: not its places, dates, seed or history."""
    plan = _plan(named)
    whom = plan.audience
    found: dict[str, Any] = {
        "slug": plan.campaign,
        "title": plan.title,
        "budget": plan.budget_eur,
        "ages": f"{whom.age_from}-{whom.age_to}",
        "gender": GENDERS.get(whom.genders, "all"),
        "languages": whom.languages,
        "platforms": whom.platforms,
        "sponsor": plan.sponsor.name,
        "charity_number": plan.sponsor.charity_number,
        "local_partner": plan.sponsor.local_partner,
        "outcome": plan.outcome,
        "direction": plan.direction,
        "history_days": plan.window.history_days,
    }
    if isinstance(plan, PublicPlan):
        return found | {"candidates": plan.candidates, "treated": plan.treated}
    lots = plan.lots
    return found | {
        "route": f"{plan.route.origin}:{plan.route.destination}",
        "kind": plan.places[0].place.kind,
        "candidates": len(lots.candidates),
        "treated": lots.treated,
        "design": lots.design.value,
        "weights": tuple(f"{name}={weight}" for name, weight in plan.weights.items()),
    }


def _plan(named: str) -> Plan | PublicPlan:
    if Path(named).is_dir():
        return prove.read_published(Path(named))[1]
    found = [one for one in store.saved(open_home(), Plan) if named and one.id.startswith(named)]
    if len(found) != 1:
        raise UnknownRecord(kind=words("plan"), id=named)
    return found[0]


like_option = click.option(
    "--like",
    is_eager=True,
    expose_value=False,
    callback=_take_over,
    help="Do PLAN again elsewhere: an id, or a published folder. Takes over its audience, outcome, "
    "budget and size; what you write here goes before it. Lots are drawn anew.",
)

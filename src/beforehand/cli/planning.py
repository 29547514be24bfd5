"""What ``campaign plan`` is asked on the command line, made into a request, and its sentences."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from beforehand import campaign, prove, store, understand
from beforehand.cli.who import shell
from beforehand.home import Home
from beforehand.records.agreements import Purpose
from beforehand.records.impact import Panel
from beforehand.records.picture import Route, RouteFilter
from beforehand.records.plan import (
    Audience,
    Buffer,
    DesignKind,
    Message,
    MessageDraw,
    NeedPart,
    Plan,
    PowerNote,
    RankedPlace,
    Sponsor,
    Window,
)
from beforehand.records.reach import Event
from beforehand.words import Words, words

READABLE = click.Path(exists=True, dir_okay=False, path_type=Path)
WRITABLE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])

TITLE = "Work abroad: check before you go"
OUTCOME = "contacts with helplines and partners"  # said
PLATFORMS = ("Facebook", "Instagram", "TikTok")
SHORT_NAMES = {
    campaign.PEOPLE_ON_ROUTE: "people",
    campaign.POPULATION_CHANGE: "pop. change",
    campaign.REACH: "live there",
    campaign.PROVABLE: "counted",
}
_GENDERS = {"men": ("Masculine",), "women": ("Feminine",), "all": ()}
_WAIT, _RUN = timedelta(weeks=4), timedelta(weeks=8)
_ROLLOUT = timedelta(weeks=16)  # a shorter one shows little


def make_plan(home: Home, asked: Mapping[str, Any]) -> Plan:
    """The plan that the options ask for."""
    today = date.today()  # noqa: DTZ011 - the campaign's own calendar day, where it is planned
    route = understand.parse_route(asked["route"], asked["rule"])
    found = origins(home, route, asked["source"])
    request = _request(asked, route, today)
    return campaign.plan(request, campaign.need_by_area(found), today=today)


def origins(home: Home, route: RouteFilter, source: str | None) -> Route:
    """The route in the source named; else in the first one that holds areas of origin.

    Where none does, the first that knows the route: ``check`` then says what is missing.
    """
    asker = shell().handing_on(Purpose.CAMPAIGN_DESIGN)
    if source is not None:
        return understand.routes(store.open_cases(home, asker, source), route)
    kinds = [str(kind) for kind in store.source_classes(home, asker)]
    tables = [store.open_cases(home, asker, kind) for kind in kinds]
    found = [understand.routes(cases, route) for cases in tables if understand.holds(cases, route)]
    known = [one for one in found if campaign.need_by_area(one)]
    if not found:  # refuses, naming what the pool holds
        return understand.routes(store.open_cases(home, asker), route)
    return (known or found)[0]


def _design(asked: Mapping[str, Any]) -> DesignKind:
    """The design asked for; else the one that the other options speak of; else every place's."""
    if asked["design"]:
        return DesignKind(asked["design"])
    if asked["picked"]:
        return DesignKind.PICKED
    return DesignKind.RERANDOMISED if asked["treated"] else DesignKind.STEPPED


def _request(asked: Mapping[str, Any], route: RouteFilter, today: date) -> campaign.PlanRequest:
    sponsor = _sponsor(asked)
    further = _further(asked["further"])
    for outcome in (asked["outcome"], *further):  # what no proof will take is not sealed either
        prove.check_outcome(outcome)
    start = _day(asked["start"]) or today + _WAIT
    design = _design(asked)
    run = _ROLLOUT if design is DesignKind.STEPPED else _RUN
    end = _day(asked["end"]) or start + run - timedelta(days=1)
    window = Window(start=start, end=end, history_days=asked["history_days"])
    draft = campaign.PlanRequest(
        route=route,
        campaign=asked["slug"],
        title=asked["title"],
        kind=asked["kind"],
        candidates=asked["candidates"],
        treated=asked["treated"],
        weights=_weights(asked["weights"]),
        exempt=asked["exempt"],
        window=window,
        budget_eur=asked["budget"],
        audience=_audience(asked),
        messages=_messages(asked["messages"]),
        sponsor=sponsor,
        history=_history(asked["history"]),
        seed=secrets.randbelow(2**53) if asked["seed"] is None else asked["seed"],
        outcome=asked["outcome"],
        direction=asked["direction"],
        design=design,
        waves=asked["waves"],
        group=asked["group"],
        picked=asked["picked"],
        buffer=Buffer(asked["buffer"]),
        apart_km=asked["apart_km"],
        further=further,
        replaces=asked["replaces"] or "",
        draw=_draw(asked, window),
        made_up=asked["made_up"] or sponsor == campaign.EXAMPLE_SPONSOR,
    )
    said = said_places(asked["meant"])
    known = _with_estimates(replace(draft, said=said), asked["reach"], asked["capacity"])
    if table := asked["commuting"]:
        read = campaign.read_commuting(
            table.read_bytes(),
            file=table.name,
            where=(known.kind, known.country),
            share=asked["commuting_share"],
            said=said,
        )
        known = replace(known, commuting=read)
    return campaign.with_covariates(known, asked["covariates"], said)


def _draw(asked: Mapping[str, Any], window: Window) -> MessageDraw | None:
    if not asked["draw"]:
        return None
    return campaign.message_draw(
        asked["draw"],
        window,
        worked=Event(asked["worked"]),
        looks=asked["looks"],
        error=asked["draw_error"],
    )


def said_places(pairs: tuple[str, ...]) -> dict[str, str]:
    """What doubtful names of places mean: codes by name."""
    said: dict[str, str] = {}
    for pair in pairs:
        name, _, code = pair.rpartition("=")
        if not name.strip() or not code.strip():
            raise click.BadParameter("Write a name and a code such as “Kukesi=AL-07”.")
        said[name.strip()] = code.strip()
    return said


def _messages(path: Path | None) -> tuple[Message, ...]:
    if path is None:
        return campaign.example_messages()
    return campaign.read_messages(path.read_bytes(), file=path.name)


def _with_estimates(
    draft: campaign.PlanRequest, reach: Path | None, capacity: Path | None
) -> campaign.PlanRequest:
    where: dict[str, Any] = {"kind": draft.kind, "country": draft.country, "said": draft.said}
    if reach is not None:
        found = campaign.read_reach(reach.read_bytes(), file=reach.name, **where)
        draft = replace(draft, reach=found)
    if capacity is not None:
        told = campaign.read_capacity(capacity.read_bytes(), file=capacity.name, **where)
        draft = replace(draft, capacity=told)
    return draft


def _sponsor(asked: Mapping[str, Any]) -> Sponsor:
    if not any(asked[name] for name in ("sponsor", "charity_number", "local_partner")):
        return campaign.EXAMPLE_SPONSOR
    return Sponsor(
        name=asked["sponsor"],
        charity_number=asked["charity_number"],
        local_partner=asked["local_partner"],
    )


def _audience(asked: Mapping[str, Any]) -> Audience:
    youngest, _, oldest = asked["ages"].partition("-")
    if not (youngest.isdigit() and oldest.isdigit()):
        raise click.BadParameter("Write two ages such as 18-34.", param_hint="--ages")
    return Audience(
        age_from=int(youngest),
        age_to=int(oldest),
        genders=_GENDERS[asked["gender"]],
        languages=asked["languages"],
        platforms=asked["platforms"],
    )


def _weights(given: tuple[str, ...]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for pair in given:
        name, _, number = pair.partition("=")
        try:
            weights[name.strip()] = float(number)
        except ValueError as wrong:
            hint = "Write a name and a number such as population_change=0.5."
            raise click.BadParameter(hint, param_hint="--weight") from wrong
    return weights


def _history(path: Path | None) -> Panel | None:
    return None if path is None else prove.read_panel(path)


def _further(given: tuple[str, ...]) -> dict[str, Panel | None]:
    """Further outcomes, each with its history if a file is given after ``=``."""
    found: dict[str, Panel | None] = {}
    for one in given:
        name, _, file = one.partition("=")
        found[name.strip()] = prove.read_panel(Path(file)) if file else None
    return found


def _day(given: datetime | None) -> date | None:
    return None if given is None else given.date()


def raw_text(part: NeedPart) -> str:
    """A reason's own value: people as a number, change of population in per cent."""
    if part.raw is None:
        return "not known"
    if part.name == campaign.POPULATION_CHANGE:
        return f"{part.raw:+.1%}"
    whole = part.name in {campaign.REACH, campaign.PROVABLE}
    return f"{part.raw:,.0f}" if whole else f"{part.raw:,.1f}"


def people_from(made: Plan) -> str:
    """Where the people counted came from, or that it is not recorded."""
    sources = "; ".join(dict.fromkeys(figure.source for figure in made.need_figures))
    spread = "; a county's people spread over its places by population"
    return f"{sources}{spread}" if sources else "areas of origin are not recorded"


def rank_text(one: RankedPlace) -> str:
    """A rank with where other weights would put it."""
    if one.rank_best is None or one.rank_best == one.rank_worst:
        return str(one.rank)
    return f"{one.rank} ({one.rank_best}-{one.rank_worst})"


def arm_text(one: RankedPlace) -> str:
    """What a place gets, and when or which message."""
    if one.wave:
        return f"wave {one.wave}"
    return f"{one.arm}: {one.version}" if one.version else str(one.arm)


def smallest_words(note: PowerNote) -> Words:
    """The smallest ratio that can be shown of a further outcome."""
    if not note.simulations:
        return words("not known: no outcome of two campaign windows before launch was given")
    if note.minimum_detectable_ratio is None:
        return words("more than {ratio}: too large to hope for", ratio=note.largest_tried)
    return words(
        "{ratio} (found in {power} of campaigns at {level}; wrongly in {wrong} without an effect)",
        ratio=note.minimum_detectable_ratio,
        power=f"{note.power:.0%}",
        level=note.level,
        wrong=f"{note.type_one or 0:.1%}",
    )

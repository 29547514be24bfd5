"""What stands in the planning form at first, and the form as the core's request."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from beforehand import campaign, prove, understand
from beforehand.records.impact import Panel
from beforehand.records.plan import (
    Audience,
    Buffer,
    Commuting,
    DesignKind,
    Exemption,
    MessageDraw,
    Plan,
    Sponsor,
    Window,
)
from beforehand.web.desk.planning import (
    AT_FIRST,
    COUNTED,
    GENDERS,
    HISTORY_DAYS,
    MOST_BYTES,
    OUTCOME,
    PLATFORMS,
    RUN_WEEKS,
    TABLES,
    WAIT_WEEKS,
    WEIGHTS,
)

MEANT = "meant:"  # what a doubtful name in a table means, kept in the page


def defaults(today: date, source: str) -> dict[str, object]:
    """What stands in the form before anybody types."""
    weights = campaign.DEFAULT_WEIGHTS
    standing: dict[str, object] = {
        "title": "Work abroad: check before you go",
        "campaign": "pune",
        "route": "AL:GB",
        "source": source,
        "design": DesignKind.STEPPED.value,
        "kind": "municipality",
        "candidates": 32,
        "treated": 16,
        "waves": 4,
        "group": 2,
        "buffer": Buffer.NONE.value,
        "apart_km": 0,
        "start": today + timedelta(weeks=WAIT_WEEKS),
        "weeks": RUN_WEEKS,
        "budget_eur": 9600,
        "seed": secrets.randbelow(2**53),  # too many to try against the published hash
        "age_from": 18,
        "age_to": 34,
        "gender": "men",
        "platforms": list(AT_FIRST),
        "sponsor": campaign.EXAMPLE_SPONSOR.name,
        "charity_number": campaign.EXAMPLE_SPONSOR.charity_number,
        "local_partner": campaign.EXAMPLE_SPONSOR.local_partner,
    }
    return standing | {field: weights[name] for field, name in WEIGHTS.items()}


def changing(plan: Plan) -> dict[str, object]:
    """What stands in the form to change a plan: all of it, and a new seed."""
    audience, lots, window = plan.audience, plan.lots, plan.window
    exempt = [one.place.name for one in plan.places if one.arm.value == "exempt"]
    told = plan.exemptions[0] if plan.exemptions else None
    standing: dict[str, object] = {
        "title": plan.title,
        "campaign": plan.campaign,
        "route": f"{plan.route.origin}:{plan.route.destination}",
        "design": lots.design.value,
        "kind": plan.places[0].place.kind,
        "candidates": len(lots.candidates),
        "treated": lots.treated,
        "waves": len(lots.waves) or 4,
        "group": 2,
        "buffer": lots.buffer.value,
        "apart_km": lots.apart_km,
        "picked": "\n".join(one.place.name for one in plan.places if one.place.code in lots.picked),
        "start": window.start,
        "weeks": ((window.end - window.start).days + 1) // 7,
        "budget_eur": plan.budget_eur,
        "age_from": audience.age_from,
        "age_to": audience.age_to,
        "gender": next((name for name, of in GENDERS.items() if of == audience.genders), "all"),
        "platforms": [one for one in audience.platforms if one in PLATFORMS],
        "sponsor": plan.sponsor.name,
        "charity_number": plan.sponsor.charity_number,
        "local_partner": plan.sponsor.local_partner,
        "drawn": "\n".join(plan.draw.versions) if plan.draw else "",
        "urgent": "\n".join(exempt),
        "urgent_by": told.partner if told else "",
        "urgent_why": told.reason if told else "",
        "replaces": plan.id,
    }
    return standing | {f: plan.weights[name] for f, name in WEIGHTS.items() if name in plan.weights}


def kept_uploads(posted: Any, uploaded: Mapping[str, Any]) -> Any:
    """What was posted, with the text of uploaded tables in it, so that the page keeps them."""
    data = posted.copy()
    if any(name in uploaded for name in TABLES):
        # What a doubtful name means was said of the files before: it is asked again of new ones.
        for key in said_in(data):
            del data[f"{MEANT}{key}"]
    for name in TABLES:
        file = uploaded.get(name)
        if file is not None and (file.size or 0) <= MOST_BYTES:
            data[f"{name}_kept"] = file.read().decode("utf-8", errors="replace")
            data[f"{name}_name"] = file.name or name
    return data


def said_in(posted: Any) -> dict[str, str]:
    """What somebody said that doubtful names in the uploaded tables mean."""
    return {
        key.removeprefix(MEANT): place
        for key, place in posted.items()
        if key.startswith(MEANT) and place
    }


def request_of(
    asked: dict[str, Any], changed: Plan | None, said: Mapping[str, str]
) -> campaign.PlanRequest:
    """The cleaned form as the core's request.

    Args:
        asked: The form's cleaned data.
        said: Places by the doubtful names in the uploaded tables.
        changed: The plan that this one takes the place of: messages, estimates of reach and what
            help can take stay as they were where no new table is given.

    Raises:
        UnknownRoute: If the route is not one.
        Refusal: If an uploaded table cannot be read.
    """
    start: date = asked["start"]
    sponsor = Sponsor(
        name=asked["sponsor"],
        charity_number=asked["charity_number"],
        local_partner=asked["local_partner"],
    )
    urgent = _lines(asked["urgent"])
    window = Window(
        start=start,
        end=start + timedelta(weeks=asked["weeks"]) - timedelta(days=1),
        history_days=HISTORY_DAYS,
    )
    drafted = campaign.PlanRequest(
        route=understand.parse_route(asked["route"]),
        campaign=asked["campaign"],
        title=asked["title"],
        window=window,
        budget_eur=float(asked["budget_eur"]),
        audience=_audience(asked),
        messages=changed.messages if changed else campaign.example_messages(),
        reach=changed.reach if changed else (),
        capacity=changed.capacity if changed else (),
        commuting=_commuting(changed, asked["kind"]),
        sponsor=sponsor,
        seed=asked["seed"],
        outcome=OUTCOME,
        kind=asked["kind"],
        candidates=asked["candidates"],
        weights={name: asked[f] for f, name in WEIGHTS.items() if asked[f] is not None},
        exempt=urgent,
        exemptions=tuple(
            Exemption(place=one, partner=asked["urgent_by"], reason=asked["urgent_why"])
            for one in urgent
        ),
        history=_history(asked),
        said=said,
        made_up=sponsor == campaign.EXAMPLE_SPONSOR,
        replaces=asked["replaces"],
        draw=_draw(asked, window, changed),
        **_design(asked),
    )
    return replace(drafted, **_read(drafted, asked))


def _draw(asked: dict[str, Any], window: Window, changed: Plan | None) -> MessageDraw | None:
    """The draw that is asked for; its tap, looks and error rate as in the plan that is changed."""
    versions = _lines(asked["drawn"])
    if not versions:
        return None
    before = changed.draw if changed else None
    if before is None:
        return campaign.message_draw(versions, window)
    return campaign.message_draw(
        versions, window, worked=before.worked, looks=len(before.looks), error=before.error
    )


def _commuting(changed: Plan | None, kind: str) -> Commuting | None:
    """The pairs that the plan before counted, if its places are of the same kind."""
    same = changed is not None and changed.places[0].place.kind == kind
    return changed.lots.commuting if changed and same else None


def _read(drafted: campaign.PlanRequest, asked: dict[str, Any]) -> dict[str, Any]:
    """What the uploaded tables hold, by the request's field."""
    of_places: dict[str, Any] = {
        "kind": drafted.kind,
        "country": drafted.country,
        "said": drafted.said,
    }
    readers: dict[str, Callable[[bytes, str], Any]] = {
        "covariates": lambda data, file: campaign.read_covariates(data, file=file, **of_places),
        "commuting": lambda data, file: campaign.read_commuting(
            data, file=file, where=(drafted.kind, drafted.country), said=drafted.said
        ),
        "reach": lambda data, file: campaign.read_reach(data, file=file, **of_places),
        "capacity": lambda data, file: campaign.read_capacity(data, file=file, **of_places),
        "messages": lambda data, file: campaign.read_messages(data, file=file),
    }
    return {
        name: read(asked[f"{name}_kept"].encode(), asked[f"{name}_name"] or f"{name}.csv")
        for name, read in readers.items()
        if asked[f"{name}_kept"]
    }


def _design(asked: dict[str, Any]) -> dict[str, Any]:
    design = DesignKind(asked["design"])
    return {
        "design": design,
        "treated": asked["treated"] if design in COUNTED else None,
        "group": asked["group"] or 2,
        "waves": asked["waves"] or 4,
        "picked": _lines(asked["picked"]) if design is DesignKind.PICKED else (),
        "buffer": Buffer(asked["buffer"] or Buffer.NONE.value),
        "apart_km": asked["apart_km"] or 0.0,
    }


def _audience(asked: dict[str, Any]) -> Audience:
    return Audience(
        age_from=asked["age_from"],
        age_to=asked["age_to"],
        genders=GENDERS[asked["gender"]],
        languages=("sq", "en"),
        platforms=tuple(asked["platforms"]),
    )


def _lines(said: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in said.splitlines() if line.strip())


def _history(asked: dict[str, Any]) -> Panel | None:
    if not asked["history_kept"]:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(asked["history_name"] or "history.csv").name
        path.write_text(asked["history_kept"], encoding="utf-8")
        return prove.read_panel(path)

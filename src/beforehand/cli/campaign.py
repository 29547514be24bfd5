"""``beforehand campaign``: plan, power, check, export."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from beforehand import campaign, programme, store
from beforehand.cli import market, planning
from beforehand.cli.answers import FiniteRange, Rows, format_option, show
from beforehand.cli.channels import check, export, library, rules, sign_off
from beforehand.cli.like import like_option
from beforehand.cli.plans import find_plan
from beforehand.cli.push import push
from beforehand.cli.running import contacts, pace, read_back, results, resume, served, stop
from beforehand.cli.who import today
from beforehand.cli.writing import write
from beforehand.home import open_home
from beforehand.records.codec import to_json
from beforehand.records.plan import Arm, Buffer, DesignKind, Plan
from beforehand.words import speak

_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option("--route", required=True, help="Two country codes, such as AL:GB."),
    click.option("--rule", type=click.Choice(["sole", "any"]), default="sole", show_default=True),
    click.option("--source", help="Which cases; else the first that hold areas of origin."),
    click.option("--campaign", "slug", default="pune", show_default=True, help="Short name."),
    click.option("--title", default=planning.TITLE, show_default=True),
    click.option("--kind", default="municipality", show_default=True, help="Kind of place."),
    click.option("--candidates", type=int, help="Places in the lots.  [default: at most 40]"),
    click.option("--treated", type=int, help="Places treated.  [default: half]"),
    click.option(
        "--design",
        type=click.Choice([one.value for one in DesignKind]),
        help="stepped: every place gets it, in waves; arms: a message a place; picked: by hand.  "
        "[default: stepped; rerandomised with --treated, picked with --pick]",
    ),
    click.option("--waves", type=int, default=4, show_default=True, help="Of a stepped rollout."),
    click.option("--group", type=int, default=2, show_default=True, help="Places to a match."),
    click.option("--pick", "picked", multiple=True, help="Place picked by hand; may be repeated."),
    click.option(
        "--buffer",
        type=click.Choice([one.value for one in Buffer]),
        default=Buffer.NONE.value,
        show_default=True,
        help="apart: no candidate beside another; clusters: neighbours drawn together.",
    ),
    click.option(
        "--apart-km",
        type=FiniteRange(0, 1000),
        default=0.0,
        show_default=True,
        help="Middles nearer than this are neighbours too.",
    ),
    click.option("--commuting", type=planning.READABLE, help="CSV: from, to, people."),
    click.option(
        "--commuting-share",
        type=FiniteRange(0, 1),
        default=campaign.COMMUTING_SHARE,
        show_default=True,
        help="Of the smaller place's people; more make two places neighbours.",
    ),
    click.option("--weight", "weights", multiple=True, help="NAME=NUMBER; may be repeated."),
    click.option("--covariates", type=planning.READABLE, help="CSV or GeoJSON by place."),
    click.option("--place", "meant", multiple=True, help="NAME=CODE for a doubtful name."),
    click.option("--exempt", multiple=True, help="Place to warn at once; may be repeated."),
    click.option("--from", "start", type=planning.DAY, help="First day.  [default: in 4 weeks]"),
    click.option(
        "--to", "end", type=planning.DAY, help="Last day.  [default: 8 weeks later, 16 if stepped]"
    ),
    click.option("--history", type=planning.READABLE, help="CSV: location, date, Y."),
    click.option("--made-up", is_flag=True, help="Mark the plan as made-up."),
    click.option("--history-days", type=int, default=364, show_default=True),
    click.option("--budget", type=float, default=5000.0, show_default=True, help="Euro."),
    click.option("--reach", type=planning.READABLE, help="CSV: place, spend_eur, reach."),
    click.option("--capacity", type=planning.READABLE, help="CSV: what helplines can take a week."),
    click.option("--messages", type=planning.READABLE, help="CSV of messages; else examples."),
    click.option(
        "--draw",
        multiple=True,
        help="Version between which our own page draws at each visit; give two or more.",
    ),
    click.option(
        "--worked",
        type=click.Choice(["help", "checked", "report"]),
        default="help",
        show_default=True,
        help="With --draw: the tap on the page that counts.",
    ),
    click.option(
        "--looks",
        type=click.IntRange(1, 12),
        default=4,
        show_default=True,
        help="With --draw: how often the versions are compared.",
    ),
    click.option(
        "--draw-error",
        type=FiniteRange(0.001, 0.2),
        default=0.05,
        show_default=True,
        help="With --draw: error rate over all looks.",
    ),
    click.option("--ages", default="18-34", show_default=True),
    click.option(
        "--gender", type=click.Choice(["men", "women", "all"]), default="men", show_default=True
    ),
    click.option("--language", "languages", multiple=True, default=("sq", "en"), show_default=True),
    click.option(
        "--platform", "platforms", multiple=True, default=planning.PLATFORMS, show_default=True
    ),
    click.option("--sponsor", default="", help="Else a made-up one, and the plan says so."),
    click.option("--charity-number", default=""),
    click.option("--local-partner", default=""),
    click.option("--outcome", default=planning.OUTCOME, show_default=True),
    click.option(
        "--direction",
        type=click.Choice(["more", "fewer", "either"]),
        default="either",
        show_default=True,
    ),
    click.option(
        "--further", multiple=True, help="Another outcome, or NAME=HISTORY.csv; may be repeated."
    ),
    click.option("--replaces", help="Plan that this one changes; both stay."),
    click.option("--seed", type=int, help="0 to 2^53.  [default: drawn and recorded]"),
    click.option("--all", "everything", is_flag=True, help="List places not chosen too."),
    click.option("-o", "--output", type=planning.WRITABLE, help="Write the plan as JSON too."),
)


def _with_options(command: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.group()
def command() -> None:
    """Plan, check and export a campaign whose effect can be shown."""


@command.command(
    epilog="Examples: beforehand campaign plan --route AL:GB --treated 15 --seed 7 ; "
    "beforehand campaign plan --route AL:GB --kind county --design stepped --waves 4 "
    "--from 2027-03-01 --to 2027-06-20 --history contacts.csv"
)
@_with_options
@like_option
@format_option
def plan(form: str, **asked: Any) -> None:
    """Rank places by need, draw treated and held-out ones, and seal the plan."""
    home = open_home()
    if asked["replaces"]:
        asked["replaces"] = find_plan(home, asked["replaces"]).id
    made = planning.make_plan(home, asked)
    if asked["output"]:  # first: a plan that could not be handed over is not sealed
        write(asked["output"], to_json(made))
    store.save(home, made)
    tables = [_ranking(made, everything=asked["everything"])]
    if form == "table":
        tables = [*tables, _summary(made), *_findings(made)]
    show(form, made, tables)


@command.command(name="list", epilog="Example: beforehand campaign list --format json")
@format_option
def list_(form: str) -> None:
    """Every plan ever sealed, with the one it changed: none is taken away."""
    plans = sorted(store.saved(open_home(), Plan), key=lambda one: (one.sealed_on, one.id))
    after = {one.replaces: one.id for one in plans if one.replaces}
    found = [
        {
            "id": one.id,
            "sealed_on": one.sealed_on.isoformat(),
            "campaign": one.campaign,
            "design": one.lots.design.value,
            "from": one.window.start.isoformat(),
            "to": one.window.end.isoformat(),
            "replaces": one.replaces,
            "replaced_by": after.get(one.id, ""),
            "title": one.title,
            "made_up": one.made_up,
        }
        for one in plans
    ]
    head = ("id", "sealed", "campaign", "design", "from", "replaces", "replaced by")
    told = ("id", "sealed_on", "campaign", "design", "from", "replaces", "replaced_by")
    short = {"id", "replaces", "replaced_by"}
    rows = [tuple(str(one[name])[: 8 if name in short else None] for name in told) for one in found]
    show(form, found, [Rows("Plans", head, rows)])


@command.command(
    epilog="Examples: beforehand campaign power 3f9a21c0; beforehand campaign power outcomes.csv "
    "--durations 10,15 --sizes 2,3 --format json"
)
@click.argument("plan_or_panel")
@market.options
@format_option
def power(plan_or_panel: str, form: str, **asked: Any) -> None:
    """The smallest change that a plan can show; or what sets of places in a panel could.

    A panel is a CSV with the columns location, date and Y, in which no campaign ran.
    """
    if market.is_panel(plan_or_panel):
        market.search(Path(plan_or_panel), form, asked)
        return
    market.refuse_options(asked)
    made = find_plan(open_home(), plan_or_panel)
    show(form, made.power, [Rows("Power", ("what", "value"), _power(made))])


def _ranking(made: Plan, *, everything: bool) -> Rows:
    listed = [one for one in made.places if everything or one.arm is not Arm.NOT_CHOSEN]
    names = [part.name for part in made.places[0].parts]
    labels = [planning.SHORT_NAMES.get(name, name) for name in names]
    title = f"{'MADE-UP: ' if made.made_up else ''}{made.title} ({made.route})"
    rows = [
        (
            planning.rank_text(one),
            one.place.name,
            planning.arm_text(one),
            f"{one.need:+.2f}",
            *(planning.raw_text(part) for part in one.parts),
            f"{one.budget_eur:,.2f}" if one.budget_eur else "",
        )
        for one in listed
    ]
    return Rows(title, ("rank", "place", "arm", "need", *labels, "EUR"), rows)


def _summary(made: Plan) -> Rows:
    commuting = campaign.commuting_words(made)
    rows = [
        ("id", made.id[:16]),
        ("people from", planning.people_from(made)),
        ("weights", ", ".join(f"{name} {weight:g}" for name, weight in made.weights.items())),
        ("lots", speak(campaign.lots_words(made))),
        ("neighbours", speak(campaign.borders_words(made))),
        *([("commuters", speak(commuting))] if commuting else []),
        ("other weights", speak(campaign.sensitivity_words(made))),
        ("window", f"{made.window.start} to {made.window.end}"),
        ("outcome", f"{made.outcome} ({made.direction})"),
        *((f"also tested ({one.direction})", one.name) for one in made.further),
        *([("on our page", speak(campaign.draw_words(made.draw)))] if made.draw else []),
        *([("replaces", made.replaces[:16])] if made.replaces else []),
        *_power(made),
    ]
    return Rows("The plan", ("what", "value"), rows)


def _findings(made: Plan) -> list[Rows]:
    against = programme.against(open_home(), today())
    found = [(f"- {speak(one)}",) for one in campaign.check(made, against)]
    return [Rows("Before launch", ("",), found)] if found else []


def _power(made: Plan) -> list[tuple[str, str]]:
    doubling = campaign.doubling_words(made.power)
    further = [
        (f"of {one.name}", speak(planning.smallest_words(one.power)))
        for one in made.further
        if one.power is not None
    ]
    return [
        ("what it can show", speak(campaign.power_words(made))),
        *([("a doubling", speak(doubling))] if doubling else []),
        *further,
    ]


for _one in (
    check, export, push, rules, sign_off, library, read_back, contacts, pace, stop, resume, results,
    served,
):  # fmt: skip
    command.add_command(_one)

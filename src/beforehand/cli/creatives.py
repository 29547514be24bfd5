"""``beforehand prove creatives``: which message worked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import numpy as np

from beforehand import prove, store
from beforehand.charts import decimal, percent, span
from beforehand.cli.answers import FiniteRange, Rows, format_option, show
from beforehand.cli.plans import find_plan
from beforehand.cli.who import today
from beforehand.home import open_home
from beforehand.records.creatives import Creatives, VersionPair
from beforehand.records.impact import Results
from beforehand.records.reach import Visits
from beforehand.refusals import NothingShown
from beforehand.web.drop import open_drop


@click.command(
    epilog="Examples: beforehand prove creatives --from-site 3f9a21c0; "
    "beforehand prove creatives versions.csv --drawn page --format json"
)
@click.argument("counts", type=click.Path(path_type=Path), required=False)
@click.option("--from-site", metavar="PLAN",
              help="What our own page counted for this plan, in place of COUNTS.")  # fmt: skip
@click.option("--look", type=click.IntRange(1),
              help="With --from-site: which look.  [default: the last one over]")  # fmt: skip
@click.option("--drawn", type=click.Choice(["page", "place"]),
              help="Where we drew COUNTS: at each visit to our own page, or by place.")  # fmt: skip
@click.option("--level", type=FiniteRange(0.5, 0.999), default=0.95, show_default=True,
              help="One less the error rate, over all looks and pairs.")  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True,
              help="Draws places again.")  # fmt: skip
@click.option("--made-up", is_flag=True, help="Nothing in it happened: say so.")
@format_option
def command(counts: Path | None, form: str, **asked: Any) -> None:
    """Compare versions that our own page drew, or from COUNTS.

    COUNTS is a CSV of our own: version, visits, did, and day or place. A platform's own comparison
    is refused: it shows its versions to different people.

    With --from-site the plan says when it is looked at, and how sure it must be; between two looks
    the answer is the last one's.
    """
    if asked["from_site"] and not (counts or asked["drawn"]):
        found = _of_site(asked["from_site"], asked["look"])
    elif counts and asked["drawn"] and not (asked["from_site"] or asked["look"]):
        found = prove.read_creatives(
            counts, asked["drawn"], rng=np.random.default_rng(asked["seed"]),
            level=asked["level"], made_up=asked["made_up"],
        )  # fmt: skip
    else:
        raise click.UsageError("Give COUNTS and --drawn, or --from-site PLAN.")
    show(form, creatives_answer(found), [_versions(found), _pairs(found)])
    for warning in found.warnings if form == "table" else ():
        click.echo(str(warning))


def _of_site(plan_id: str, look: int | None) -> Creatives:
    """What our own page counted of a plan, at the looks that it has; as kept, if it is closed."""
    home = open_home()
    plan = find_plan(home, plan_id)
    kept = [one for one in store.saved(home, Results) if one.plan_id == plan.id]
    if kept:
        counted = kept[-1].delivery.visits
    elif home.drop.is_file():
        counted = open_drop(home.drop).visits(plan.campaign)
    else:
        counted = Visits(campaign=plan.campaign, counts=())
    found = prove.drawn_creatives(plan, counted, today(), look)
    if not found.versions:
        raise NothingShown(campaign=plan.campaign)
    return found


def creatives_answer(found: Creatives) -> dict[str, object]:
    """The documented JSON of ``prove creatives``; keys are stable."""
    return {
        "drawn": found.drawn,
        "looks": found.looks,
        "planned": [day.isoformat() for day in found.planned],
        "worked": found.worked,
        "level": found.level,
        "versions": [
            {
                "version": one.version,
                "visits": one.share.denominator,
                "did": one.share.numerator,
                "share": one.share.value,
                "low": one.share.interval.low if one.share.interval else None,
                "high": one.share.interval.high if one.share.interval else None,
            }
            for one in found.versions
        ],
        "pairs": [
            {
                "first": one.first,
                "second": one.second,
                "p": one.p,
                "p_adjusted": one.p_adjusted,
                "better": one.better,
                "ratio": one.ratio.value if one.ratio else None,
                "low": one.ratio.interval.low if one.ratio and one.ratio.interval else None,
                "high": one.ratio.interval.high if one.ratio and one.ratio.interval else None,
                "sentence": str(one.sentence),
            }
            for one in found.pairs
        ],
        "warnings": [str(warning) for warning in found.warnings],
        "made_up": found.made_up,
    }


def _versions(found: Creatives) -> Rows:
    return Rows(
        "Versions",
        ("version", "visits", "did", "share", "at every look"),
        tuple(
            (one.version, f"{one.share.denominator:,}", f"{one.share.numerator:,}",
             str(percent(one.share.value)), str(span(one.share)))
            for one in found.versions
        ),
    )  # fmt: skip


def _pairs(found: Creatives) -> Rows:
    return Rows(
        "Compared", ("pair", "says", "first to second"),
        tuple((f"{one.first}, {one.second}", str(one.sentence), _ratio(one))
              for one in found.pairs),
    )  # fmt: skip


def _ratio(pair: VersionPair) -> str:
    return f"{decimal(pair.ratio.value, 2)} ({span(pair.ratio)})" if pair.ratio else ""

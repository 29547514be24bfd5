"""``beforehand prove creatives``: which message worked."""

from __future__ import annotations

from pathlib import Path

import click
import numpy as np

from beforehand import prove
from beforehand.charts import percent, span
from beforehand.cli.answers import FiniteRange, Rows, format_option, show
from beforehand.records.creatives import Creatives


@click.command(epilog="Example: beforehand prove creatives versions.csv --drawn page --format json")
@click.argument("counts", type=click.Path(path_type=Path))
@click.option("--drawn", type=click.Choice(["page", "place"]), required=True,
              help="Where we drew it: at each visit to our own page, or by place.")  # fmt: skip
@click.option("--level", type=FiniteRange(0.5, 0.999), default=0.95, show_default=True,
              help="One less the error rate, over all looks and pairs.")  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True,
              help="Draws places again.")  # fmt: skip
@click.option("--made-up", is_flag=True, help="Nothing in it happened: say so.")
@format_option
def command(counts: Path, form: str, drawn: str, level: float, seed: int, *, made_up: bool) -> None:
    """Compare versions from COUNTS, a CSV of our own: version, visits, did, and day or place.

    A platform's own comparison is refused: it shows its versions to different people.
    """
    rng = np.random.default_rng(seed)
    found = prove.read_creatives(counts, drawn, rng=rng, level=level, made_up=made_up)
    show(form, creatives_answer(found), [_versions(found), _pairs(found)])
    for warning in found.warnings if form == "table" else ():
        click.echo(str(warning))


def creatives_answer(found: Creatives) -> dict[str, object]:
    """The documented JSON of ``prove creatives``; keys are stable."""
    return {
        "drawn": found.drawn,
        "looks": found.looks,
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
        "Compared", ("pair", "says"),
        tuple((f"{one.first}, {one.second}", str(one.sentence)) for one in found.pairs),
    )  # fmt: skip

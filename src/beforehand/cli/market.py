"""``beforehand campaign power PANEL.csv``: what sets of places could show."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import numpy as np

from beforehand import campaign, prove
from beforehand.cli.answers import FiniteRange, Rows, show
from beforehand.records.market import MarketRequest, MarketRow, MarketSearch
from beforehand.words import speak

LONG = 3.0  # seconds from which on an estimate is given and progress shown
SHOWN = 15  # sets in a table
ENOUGH = 0.8


class Numbers(click.ParamType[tuple[float, ...]]):
    """Numbers separated by commas."""

    name = "numbers"

    def __init__(self, kind: Callable[[str], float]) -> None:
        self.kind = kind

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, ...]:
        """The numbers, in order, or a refusal that names the option."""
        if isinstance(value, tuple):
            return value
        try:
            return tuple(self.kind(one) for one in value.split(","))
        except ValueError:
            self.fail(f"{value!r} is not a list such as 2,3,4", param, ctx)


_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option("--durations", type=Numbers(int), help="Periods.  [default: 10,15]"),
    click.option("--sizes", type=Numbers(int), help="Places together.  [default: 2,3,4,5]"),
    click.option("--effects", type=Numbers(float), help="[default: 0,0.05,0.1,0.15,0.2,0.25]"),
    click.option("--lookback", type=click.IntRange(1), help="Earlier windows.  [default: 1]"),
    click.option("--alpha", type=FiniteRange(0.001, 0.5), help="[default: 0.1]"),
    click.option("--inference", type=click.Choice(["permutation", "block"]),
                 help="As published, or what prove lift uses.  [default: permutation]"),
    click.option("--exhaustive", is_flag=True, help="Every set, not only places that move alike."),
    click.option("--seed", type=click.IntRange(0), help="[default: 1]"),
)  # fmt: skip
_DEFAULTS: dict[str, Any] = {
    "durations": (10, 15),
    "sizes": (2, 3, 4, 5),
    "effects": (0.0, 0.05, 0.1, 0.15, 0.2, 0.25),
    "lookback": 1,
    "alpha": 0.1,
    "inference": "permutation",
    "exhaustive": False,
    "seed": 1,
}


def options(function: Callable[..., None]) -> Callable[..., None]:
    """The options of a search."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def is_panel(named: str) -> bool:
    """Whether the argument names a file of outcomes rather than a plan."""
    return Path(named).suffix.lower() == ".csv" or Path(named).is_file()


def refuse_options(asked: dict[str, Any]) -> None:
    """A plan has its own lengths and places."""
    for name, value in asked.items():
        if value not in (None, False):
            raise click.UsageError(f"--{name} is for a panel; a plan has its own.")


def search(path: Path, form: str, asked: dict[str, Any]) -> None:
    """Search, print, and say beside it how often an effect was claimed where there was none."""
    chosen = {name: default if asked[name] is None else asked[name]
              for name, default in _DEFAULTS.items()}  # fmt: skip
    seed = chosen.pop("seed")
    panel, request = prove.read_panel(path), MarketRequest(**chosen)
    campaign.check_search(panel, request)
    with _bar(campaign.sets_to_try(panel, request)) as progress:
        found = campaign.market_search(
            panel, request, rng=np.random.default_rng(seed), progress=progress
        )
    show(form, found.rows, [_best(found, request) if form == "table" else _all(found)])
    click.echo(speak(campaign.false_claims(found)), err=form != "table")


@contextmanager
def _bar(whole: int) -> Iterator[Callable[[int], None]]:
    """Once the first sets have shown that it takes long: how long, and how far it is."""
    began, done, told = time.monotonic(), 0, False

    def progress(more: int) -> None:
        nonlocal done, told
        done += more
        left = (time.monotonic() - began) / done * (whole - done)
        if left > LONG and not told:
            click.echo(f"About {left:.0f} seconds for {whole:,} sets.", err=True)
            told = True
        if told and sys.stderr.isatty():
            click.echo(f"\rSearching: {done:,} of {whole:,}", err=True, nl=False)

    yield progress
    if told and sys.stderr.isatty():
        click.echo("\r\033[K", err=True, nl=False)


def _all(found: MarketSearch) -> Rows:
    columns = tuple(MarketRow.__dataclass_fields__)
    rows = [tuple(_cell(getattr(row, name)) for name in columns) for row in found.rows]
    return Rows("", columns, rows)


def _cell(value: object) -> object:
    return ", ".join(value) if isinstance(value, tuple) else value


def _best(found: MarketSearch, request: MarketRequest) -> Rows:
    """One line a set and length: the smallest effect found, and power by effect."""
    step = len(request.effects)
    groups = [found.rows[i : i + step] for i in range(0, min(SHOWN * step, len(found.rows)), step)]
    rows = [
        (
            group[0].rank,
            ", ".join(group[0].places),
            group[0].duration,
            f"{group[0].type_1:.2f}",
            *(f"{row.power:.2f}" for row in group if row.effect),
            "" if (fit := group[0].scaled_l2_imbalance) is None else f"{fit:.3f}",
        )
        for group in groups
    ]
    effects = (f"{effect:+.0%}" for effect in request.effects if effect)
    return Rows(
        f"Power at each effect: the best {len(rows)} of {found.tried:,}",
        ("rank", "places", "periods", "no effect", *effects, "imbalance"),
        rows,
    )

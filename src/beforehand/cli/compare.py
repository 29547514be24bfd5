"""``beforehand prove compare``: finished campaigns side by side."""

from __future__ import annotations

from pathlib import Path

import click

from beforehand import programme, prove
from beforehand.charts import span, value
from beforehand.cli.answers import Rows, format_option, show
from beforehand.home import open_home
from beforehand.records.codec import to_plain
from beforehand.records.figure import Figure


@click.command(epilog="Example: beforehand prove compare for-the-funder another-folder")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path))
@format_option
def command(folders: tuple[Path, ...], form: str) -> None:
    """Released campaigns of this hub, or those of published FOLDERS, the surest gain first.

    To do again what worked: beforehand campaign plan --like PLAN.
    """
    releases = (
        tuple(prove.read_published(folder)[0] for folder in folders)
        if folders
        else programme.released_impacts(open_home())
    )
    found = prove.compare(releases)
    show(form, to_plain(found), [_rows(found)])
    if form == "table" and found:
        click.echo(str(prove.comparison_words()))


def _rows(found: tuple[prove.Compared, ...]) -> Rows:
    return Rows(
        "Finished campaigns" if found else "No report has been released yet.",
        ("plan", "campaign", "weeks", "places", "effect", "says", "spent", "per further outcome"),
        tuple(
            (one.plan_id[:8], one.title + (" (made up)" if one.made_up else ""),
             f"{one.weeks:.0f}", str(one.places), _told(one.effect),
             (one.verdict.value if one.verdict else "")
             + (", exploratory" if one.exploratory else ""),
             _plain(one.spent), _told(one.per_further))
            for one in found
        ),
    )  # fmt: skip


def _plain(figure: Figure | None) -> str:
    return "withheld" if figure is None else str(value(figure))


def _told(figure: Figure | None) -> str:
    if figure is None:
        return "none"
    return f"{value(figure)} ({span(figure)})" if figure.interval else str(value(figure))

"""The folder that a funder gets: the report, all that it was made from, and how to make it again.

Every file follows from ``report.json`` and ``plan.json``: made twice, it has the same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from importlib.metadata import version
from pathlib import Path

import msgspec

from beforehand import __version__, csv_cells
from beforehand.prove.paper import render_pdf
from beforehand.prove.plainly import render_plain
from beforehand.prove.slides import render_slides
from beforehand.prove.webpage import render_page
from beforehand.records.codec import digest, from_json, to_json
from beforehand.records.figure import Figure
from beforehand.records.release import PublicPlan, Release, SafeImpact
from beforehand.refusals import NotAPublishedReport
from beforehand.words import LANGUAGES, speak, words

REPORT, PLAN, FIGURES, SUMS, README = (
    "report.json", "plan.json", "figures.csv", "SHA256SUMS", "README.md",
)  # fmt: skip
COLUMNS = ("what", "value", "unit", "low", "high", "level", "numerator", "denominator", "data_hash")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recount:
    """One thing that a re-run checked: in words, and whether it holds."""

    what: str
    holds: bool


def published(release: Release[SafeImpact], plan: PublicPlan) -> dict[str, bytes]:
    """Every file of the folder by name, the hashes of the others among them.

    Args:
        release: The report as it passed the door.
        plan: The sealed plan as it may be said.
    """
    made = {REPORT: to_json(release), PLAN: to_json(plan), FIGURES: figures_table(release)}
    for language in LANGUAGES:
        made[f"impact-{language}.pdf"] = render_pdf(release, language)
        made[f"impact-{language}.html"] = render_page(release, language).encode()
        made[f"plain-{language}.html"] = render_plain(release, language).encode()
        for number, picture in enumerate(render_slides(release, language), 1):
            made[f"slides-{language}/{number:02d}.png"] = picture
    made[README] = _readme(release).encode()
    sums = (f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(made.items()))
    return made | {SUMS: "".join(sums).encode()}


def read_published(folder: Path) -> tuple[Release[SafeImpact], PublicPlan]:
    """The report and the plan of a published folder.

    Raises:
        NotAPublishedReport: If it holds none, if a file is not the one that its hash names, or if
            the report is not the one that its id names.
    """
    try:
        data = {name: (folder / name).read_bytes() for name in (REPORT, PLAN, SUMS)}
        release = from_json(Release[SafeImpact], data[REPORT])
        plan = from_json(PublicPlan, data[PLAN])
    except (OSError, msgspec.MsgspecError) as wrong:
        reason = words("{file} cannot be read", file=getattr(wrong, "filename", None) or REPORT)
        raise NotAPublishedReport(folder=folder.name, reason=reason) from wrong
    for line in data[SUMS].decode("utf-8", "replace").splitlines():
        _check_sum(folder, line)
    if digest(release.payload) != release.id or plan.id != release.payload.plan_id:
        reason = words("its report is not the one that was released")
        raise NotAPublishedReport(folder=folder.name, reason=reason)
    return release, plan


def _check_sum(folder: Path, line: str) -> None:
    expected, _, name = line.partition("  ")
    path = folder / name
    inside = path.resolve().is_relative_to(folder.resolve())
    if not inside or not path.is_file():
        reason = words("{file} is missing", file=name)
    elif hashlib.sha256(path.read_bytes()).hexdigest() != expected:
        reason = words("{file} is not the file that was published", file=name)
    else:
        return
    raise NotAPublishedReport(folder=folder.name, reason=reason)


def recount(release: Release[SafeImpact]) -> tuple[Recount, ...]:
    """What can be counted again from the released counts alone, and whether it agrees."""
    safe = release.payload
    return (*_ratios(safe), *_costs(safe), *_shares(safe), *_by_version(safe))


def _by_version(safe: SafeImpact) -> Iterator[Recount]:
    versions = safe.messages.versions if safe.messages else ()
    shares = {one.version: one.share.figure.value for one in versions if one.share.figure}
    for pair in safe.messages.pairs if safe.messages else ():
        if pair.ratio and pair.ratio.figure and {pair.first, pair.second} <= shares.keys():
            again = shares[pair.first] / shares[pair.second]
            yield Recount(
                what=f"{pair.first} to {pair.second}: {again:.4f} times, from their shares",
                holds=math.isclose(again, pair.ratio.figure.value, rel_tol=1e-9),
            )


def _ratios(safe: SafeImpact) -> Iterator[Recount]:
    for number, effect in enumerate(safe.effects):
        if effect.method != "randomisation" or effect.estimate.figure is None:
            continue
        outcome = effect.outcome if number else ""
        counts = {}
        for step in safe.outcome_counts:
            if step.outcome == outcome and step.held_out is not None:
                for arm, part in (("treated", step.treated), ("held_out", step.held_out)):
                    counts[arm, step.name] = part.figure.value if part.figure else math.nan
        if len(counts) != 4:
            continue
        change = {
            arm: (counts[arm, "during"] + 0.5) / (counts[arm, "before"] + 0.5)
            for arm in ("treated", "held_out")
        }
        ratio = change["treated"] / change["held_out"]
        holds = math.isclose(ratio, effect.estimate.figure.value, rel_tol=1e-9)
        yield Recount(
            what=f"{effect.outcome}: {ratio:.4f} times, from the four counts", holds=holds
        )


def _costs(safe: SafeImpact) -> Iterator[Recount]:
    spent = safe.spent_eur.figure
    for cost in safe.costs:
        if spent is None or cost.figure is None or not cost.figure.denominator:
            continue
        again = spent.value / cost.figure.denominator
        yield Recount(
            what=f"{speak(cost.figure.definition)}: {again:.2f} EUR, from what was spent",
            holds=math.isclose(again, cost.figure.value, rel_tol=1e-9),
        )


def _shares(safe: SafeImpact) -> Iterator[Recount]:
    for figure in every_figure(safe):
        if figure.numerator is not None and figure.denominator:
            again = figure.numerator / figure.denominator
            yield Recount(
                what=f"{speak(figure.definition)}: {again:.3f}, from its two counts",
                holds=math.isclose(again, figure.value, rel_tol=1e-9),
            )


def every_figure(part: object) -> Iterator[Figure]:
    """All figures in a record, in the order of its fields."""
    if isinstance(part, Figure):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from every_figure(one)
    elif is_dataclass(part) and not isinstance(part, type):
        for field in fields(part):
            yield from every_figure(getattr(part, field.name))


def figures_table(release: Release[SafeImpact]) -> bytes:
    """Every released figure, one a row, as CSV."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    for one in every_figure(release.payload):
        ends = one.interval
        row = (speak(one.definition), one.value, one.unit.value, ends and ends.low,
               ends and ends.high, ends and ends.level, one.numerator, one.denominator,
               one.data_hash)  # fmt: skip
        rows.writerow(["" if cell is None else csv_cells.safe(str(cell)) for cell in row])
    return out.getvalue().encode()


README_TEXT = """\
# {title}
{made_up}
An impact report that you can make again. It was released on {day}.

| file | what |
|---|---|
| `impact-en.pdf`, `impact-sq.pdf`, `.html` | the report, in English and Albanian |
| `plain-en.html`, `plain-sq.html` | the same in plain words |
| `slides-en/`, `slides-sq/` | one message a picture |
| `figures.csv` | every number of it, with its interval |
| `report.json` | the released counts and results: everything else follows from it |
| `plan.json` | the plan as sealed on {sealed}, without what must stay inside |
| `SHA256SUMS` | hashes of all of these: `sha256sum -c SHA256SUMS` |

## Make it again

    beforehand prove report FOLDER -o again.pdf --html again.html
    cmp again.pdf FOLDER/impact-en.pdf && cmp again.html FOLDER/impact-en.html

With beforehand {ours} and its typst {typst}; FOLDER is the one that holds this file. No clock and
no chance is in it: the bytes are the same.

## What that checks

- No file was changed since it was published (`SHA256SUMS`), and the report is the one with the
  id {id}.
- The report says what the released counts say: it is made from them, and nothing else.
- The effect's ratio follows from its four counts, each cost from what was spent, each share from
  its two counts. The command counts them again and says whether they agree.

## What it cannot check

- That the counts are true, or all there were. They come from helplines, partners and platforms.
- The p-value and the interval: they compare single places, whose counts are small and stay inside.
- Which places were held out, and that the lots were drawn by the sealed plan. Whoever may see the
  whole plan at the hub can hash it: it must give {plan}.
- The hashes of data are keyed with a secret of the hub, so that nobody finds a withheld count by
  trying. With the hub's consent an auditor can check them there.
"""


def _readme(release: Release[SafeImpact]) -> str:
    payload = release.payload
    made_up = "\n**Made up: no such campaign took place.**\n" if payload.made_up else ""
    return README_TEXT.format(
        title=payload.title,
        made_up=made_up,
        day=release.released_on.isoformat(),
        sealed=payload.sealed_on.isoformat(),
        ours=__version__,
        typst=version("typst"),
        id=release.id,
        plan=payload.plan_id,
    )

"""Claims: pin a figure with its sentence, say where it is used, count it again."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import click
import msgspec

from beforehand import ledger, understand
from beforehand.cli.answers import Rows, format_option, show
from beforehand.cli.asking import about, asks, narrowed, say
from beforehand.cli.who import shell
from beforehand.home import open_home
from beforehand.records.claims import ClaimCheck, LedgerLine
from beforehand.records.codec import from_json
from beforehand.records.figure import Figure, Recipe, RecipeParameter
from beforehand.refusals import ClaimsNoLongerHold

BROKEN = 3  # exit code: something published holds no longer


@click.group(name="claims")
def claims() -> None:
    """Sentences pinned to figures: where they are used, and whether they still hold."""


@claims.command(
    epilog="Example: beforehand understand claims pin --route AL:GB --field exploitation "
    '--code ForcedCriminality "46.6% were exploited through crime."'
)
@about
@click.argument("sentence")
@click.option("--field", help="Of a share, such as exploitation. Without it: people on the route.")
@click.option("--code", help="Of a share, such as ForcedCriminality.")
@click.option("--of", type=click.Choice(["everyone", "recorded"]), default="everyone")
@click.option("--definition", help="Of kinds of exploitation, such as ctdc.")
@click.option("--by", type=click.Choice(["partner", "partner_type"]), help="Of a comparison.")
@click.option("--group", help="Of a comparison, such as LawEnforcement. Without it: the pool.")
@click.option("--period", help="People first registered in it, such as '2023 Q1'.")
@click.option(
    "--figure",
    type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True),
    help="Any other figure: a file (or -) with one, as --format json prints it.",
)
@format_option
def pin(
    sentence: str,
    route: str,
    citizenship: str,
    source: str | None,
    form: str,
    **named: str | Path | None,
) -> None:
    """Pin SENTENCE to the figure that it states; refused where they disagree."""
    if (named["field"] is None) != (named["code"] is None):
        raise click.UsageError("Give --field and --code together, or neither.")
    base = understand.route_parameters(narrowed(understand.parse_route(route, citizenship)))
    figure = named.pop("figure")
    text = {name: None if value is None else str(value) for name, value in named.items()}
    recipe = _read(figure) if isinstance(figure, Path) else _recipe(base, text)
    line = ledger.pin(open_home(), asks(), recipe, sentence, source=source, today=_today())
    show(form, line, [])
    if form == "table" and line.claim is not None:
        say(f"Pinned as {line.id[: ledger.SHORT]}: {line.claim.sentence}")
        say(str(understand.holds_words(line.claim.figure)))


def _recipe(base: dict[str, RecipeParameter], named: dict[str, str | None]) -> Recipe:
    """The recipe of the figure that the options name."""
    if named["period"] is not None:
        period: dict[str, RecipeParameter] = {"of": "period", "period": named["period"]}
        return Recipe(function="understand.trend", parameters=base | period)
    asked: dict[str, RecipeParameter] = {"field": named["field"], "code": named["code"]}
    if named["by"] is not None:
        of = "group" if named["group"] else "pool"
        asked |= {"by": named["by"], "of": of, "group": named["group"] or ""}
        return Recipe(function="understand.compare", parameters=base | asked)
    counted: dict[str, RecipeParameter] = {"of": "people"}
    if named["field"]:
        counted = asked | {"of": named["of"]}
    if named["definition"]:
        counted |= {"definition": named["definition"]}
    return Recipe(function="understand.profile", parameters=base | counted)


def _read(path: Path) -> Recipe:
    data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    try:
        return from_json(Figure, data).recipe
    except msgspec.ValidationError as wrong:
        raise click.BadParameter(
            "not a figure as --format json prints it", param_hint="--figure"
        ) from wrong
    except msgspec.DecodeError as wrong:
        raise click.BadParameter("not JSON", param_hint="--figure") from wrong


@claims.command("list")
@format_option
def listing(form: str) -> None:
    """Every claim, as it was pinned; nothing is counted again."""
    lines = ledger.lines(open_home())
    rows = [(_short(one), _pinned(one), len(one.uses), _sentence(one)) for one in lines]
    show(form, lines, [Rows("", ("claim", "pinned", "uses", "sentence"), rows)])


@claims.command("show")
@click.argument("claim")
@format_option
def one(claim: str, form: str) -> None:
    """One claim: its sentence, figure, recipe, uses, and what it is now."""
    checked = ledger.check(open_home(), ledger.line(open_home(), claim), shell())
    show(form, checked, [] if form == "table" else [_table((checked,))])
    if form != "table":
        return
    line = checked.line
    say(_sentence(line))
    if line.claim is not None:
        figure = line.claim.figure
        say(f"Pinned on {line.claim.pinned_on} ({line.claim.pinned_by}): {figure.definition}")
        say(f"Then: {understand.holds_words(figure)} · data {figure.data_hash[:12]}")
        say(f"Source: {figure.source}")
    say(str(checked.says))
    for used in line.uses:
        say(f"Used: {used.place} ({used.used_on}): {used.sentence}")


@claims.command("check", epilog="Exit code 3 where a claim no longer holds.")
@click.argument("names", metavar="[CLAIM]...", nargs=-1)
@format_option
def check(names: tuple[str, ...], form: str) -> None:
    """Count claims again: all of them, or those named."""
    home = open_home()
    lines = [ledger.line(home, name) for name in names] if names else ledger.lines(home)
    checked = tuple(ledger.check(home, one, shell()) for one in lines)
    show(form, checked, [_table(checked)])
    broken = [one for one in checked if one.broken]
    if broken:
        raise ClaimsNoLongerHold(number=len(broken), claims="; ".join(_told(one) for one in broken))


@claims.command("use")
@click.argument("claim")
@click.argument("place")
def use(claim: str, place: str) -> None:
    """Write down that CLAIM is published at PLACE, such as "newsletter, March 2026"."""
    home = open_home()
    used = ledger.use(home, ledger.line(home, claim), place, today=_today())
    say(f"{used.place}: {used.sentence}")


@claims.command("retire")
@click.argument("claim")
@click.argument("reason")
def retire(claim: str, reason: str) -> None:
    """Say CLAIM no longer, for a REASON; what was published stays on its list."""
    home = open_home()
    line = ledger.line(home, claim)
    ended = ledger.retire(home, line, reason, today=_today())
    say(f"Retired on {ended.retired_on}: {ended.reason}")
    for used in line.uses:
        say(f"It still stands in: {used.place} ({used.used_on})")


def _table(checked: Sequence[ClaimCheck]) -> Rows:
    rows = [(_short(one.line), one.standing, _sentence(one.line), str(one.says)) for one in checked]
    return Rows("", ("claim", "standing", "sentence", "now"), rows)


def _told(checked: ClaimCheck) -> str:
    return f"{_short(checked.line)} {checked.says}"


def _short(line: LedgerLine) -> str:
    return line.id[: ledger.SHORT]


def _pinned(line: LedgerLine) -> str:
    return str(line.claim.pinned_on) if line.claim else ""


def _sentence(line: LedgerLine) -> str:
    """The sentence; where data under it were recalled, only if it was published."""
    if line.claim is not None:
        return line.claim.sentence
    return line.uses[0].sentence if line.uses else "(taken back; never published)"


def _today() -> date:
    return datetime.now(UTC).date()

"""``beforehand share link``: link afresh, look at doubtful pairs, decide on one, take it back."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime

import click

from beforehand import share, store
from beforehand.cli.answers import Rows, format_option, show
from beforehand.cli.who import shell
from beforehand.home import Home, open_home
from beforehand.records.linking import DoubtfulPair, Review, Verdict
from beforehand.refusals import UnknownRecord
from beforehand.words import words

#: A table shows so much of each row's id, and ``--decide`` takes that much where it is of one pair.
SHOWN = 8
_VERDICTS = click.Choice([one.value for one in Verdict])


@click.command(
    epilog="Example: beforehand share link --review, then: "
    "beforehand share link --decide 0123abcd-89ef4567 same"
)
@click.option("--review", is_flag=True, help="List the doubtful pairs, by coded attributes alone.")
@click.option(
    "--decide",
    type=(str, _VERDICTS),
    metavar="PAIR VERDICT",
    help="same, different, unsure; or undone, to take the last decision back.",
)
@format_option
def link(review: bool, decide: tuple[str, str] | None, form: str) -> None:
    """Link rows that are the same person, afresh; or review the pairs in doubt."""
    if review and decide:
        raise click.UsageError("Give --review or --decide, not both.")
    home = open_home()
    if decide:
        _decide(home, *decide, form)
    elif review:
        found = store.review_links(home, shell())
        show(form, found, _review_tables(found))
    else:
        _link(home, form)


def _link(home: Home, form: str) -> None:
    counts = share.link(home)
    lines = [
        (
            one.source_class,
            one.rows,
            one.people,
            _expected(one),
            one.doubtful,
        )
        for one in counts
    ]
    heads = ("class", "rows", "people", "expected people (95%)", "doubtful pairs")
    show(form, counts, [Rows("Linked", heads, lines)])


def _expected(one: store.Linked) -> str:
    """With those repeated rows that share no key, or an upper bound where they are not known."""
    if one.expected_people is None:
        return f"at most {one.people_at_most}"
    return f"{one.expected_people:.0f} ({one.people_from} to {one.people_to})"


def _decide(home: Home, said: str, verdict: str, form: str) -> None:
    pair = _whole(store.review_links(home, shell()), said)
    made = store.decide_link(
        home, shell(), pair, Verdict(verdict), by=getpass.getuser(), at=datetime.now(UTC)
    )
    line = (_short_id(pair), made.verdict, made.by, f"{made.at:%Y-%m-%d %H:%M}")
    show(form, made, [Rows("Decided", ("pair", "verdict", "by", "at"), [line])])


def _whole(found: Review, said: str) -> str:
    """The one pair of that id, long or short."""
    ids = {one.id for one in (*found.waiting, *found.decided)}
    like = [one for one in ids if said in {one, _short_id(one)}]
    if len(like) != 1:
        raise UnknownRecord(kind=words("pair of rows"), id=said)
    return like[0]


def _short_id(pair: str) -> str:
    return "-".join(side[:SHOWN] for side in pair.split("-"))


def _review_tables(found: Review) -> list[Rows]:
    heads = ("field", "one row", "the other")
    tables = [Rows(_title(one), heads, _lines(one)) for one in found.waiting]
    if found.left_out:
        tables.append(Rows("Not listed", ("doubtful pairs",), [(found.left_out,)]))
    decided = [
        (_short_id(one.id), one.verdict, one.decided_by, f"{one.decided_at:%Y-%m-%d %H:%M}")
        for one in found.decided
    ]
    tables.append(Rows("Decided", ("pair", "verdict", "by", "at"), decided))
    return tables


def _title(pair: DoubtfulPair) -> str:
    said = f" ({pair.verdict}, {pair.decided_by})" if pair.verdict else ""
    return f"{_short_id(pair.id)}: {pair.probability:.0%} likely one person{said}"


def _lines(pair: DoubtfulPair) -> list[tuple[str, str, str]]:
    """What the keys say, then every field that one of the two has."""
    keys = [
        ("keys: given name", pair.given_name, ""),
        ("keys: surname", pair.family_name, ""),
        ("keys: birth date", pair.birth_date, ""),
        ("partner", pair.left.partner, pair.right.partner),
    ]
    one, other = dict(pair.left.fields), dict(pair.right.fields)
    return keys + [(name, one.get(name, ""), other.get(name, "")) for name in one | other]

"""What the ad platforms allow: a table that anyone can edit, with source and date of each rule."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib.resources import files

from beforehand.campaign.tables import Row, read_table
from beforehand.records.channels import ChannelRule, Grade
from beforehand.words import words

_FILE = files("beforehand") / "data" / "platforms" / "channel_rules.csv"
ADULT = 18
STALE_MONTHS = 6
EVERYWHERE, EUROPEAN_UNION = "*", "EU"
_EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
EU_COUNTRIES = frozenset(_EU.split())

#: What a rule may be about, and what its ``value`` then is.
TOPICS = {
    "social issue": "",
    "ages": "youngest-oldest",
    "under 18": "",
    "employment": "themes that look like a job advert",
    "headline letters": "number",
    "text letters": "number",
    "declaration": "",
    "smallest place": "kind of place",
    "smallest radius km": "number",
    "gender": "",
}
_NUMBERS = {"headline letters", "text letters", "smallest radius km"}
PLATFORMS = ("Meta", "Facebook", "Instagram", "Google", "TikTok")
COLUMNS = ("platform", "country", "topic", "grade", "value", "says", "says_sq", "instead",
           "instead_sq", "source", "checked_on", "known")  # fmt: skip


def read_rules(data: bytes, *, file: str) -> tuple[ChannelRule, ...]:
    """Read a table of channel rules.

    Args:
        data: CSV with the columns ``COLUMNS``.
        file: Its name, for a refusal.

    Raises:
        BadTable: If it is no such table.
        BadCell: If a cell does not fit; names row and column.
    """
    return tuple(_rule(row) for row in read_table(data, file=file, needed=COLUMNS))


def _rule(row: Row) -> ChannelRule:
    topic = row.one_of("topic", tuple(TOPICS))
    return ChannelRule(
        platform=row.one_of("platform", PLATFORMS),
        country=_country(row),
        topic=topic,
        grade=Grade(row.one_of("grade", tuple(Grade))),
        value=_value(row, topic),
        says=row.text("says"),
        says_sq=row.text("says_sq"),
        instead=row.cells["instead"],
        instead_sq=row.cells["instead_sq"],
        source=row.text("source"),
        checked_on=row.day("checked_on"),
        known=row.one_of("known", ("read", "from memory")),
    )


def _country(row: Row) -> str:
    said = row.text("country").upper()
    if said in {EVERYWHERE, EUROPEAN_UNION} or (len(said) == 2 and said.isascii()):
        return said
    raise row.refuse(
        "country",
        words("“{cell}” is not a country", cell=row.cells["country"]),
        words("Write two letters such as AL, EU for the European Union, or * for everywhere."),
    )


def _value(row: Row, topic: str) -> str:
    if topic in _NUMBERS:
        return f"{row.number_in('value'):g}"
    if topic == "ages":
        lowest, _, highest = row.cells["value"].partition("-")
        if not (lowest.isdigit() and highest.isdigit() and int(lowest) <= int(highest)):
            raise row.refuse(
                "value",
                words("“{cell}” is not a range of ages", cell=row.cells["value"]),
                words("Write two ages such as 13-65."),
            )
    return row.cells["value"]


@cache
def own_rules() -> tuple[ChannelRule, ...]:
    """The rules that come with the programme."""
    return read_rules(rules_csv(), file="channel_rules.csv")


def rules_csv() -> bytes:
    """The table that comes with the programme, to copy and edit."""
    return _FILE.read_bytes()


def holding(rules: Iterable[ChannelRule], country: str) -> tuple[ChannelRule, ...]:
    """The rules that hold in a country: of each platform and topic those nearest to it.

    A rule for the country itself stands before one for the European Union, and that before one
    for everywhere.
    """
    order = {country: 0, EUROPEAN_UNION: 1, EVERYWHERE: 2}
    if country not in EU_COUNTRIES:
        del order[EUROPEAN_UNION]
    best: dict[tuple[str, str], int] = {}
    held = [rule for rule in rules if rule.country in order]
    for rule in held:
        key = rule.platform, rule.topic
        best[key] = min(best.get(key, 9), order[rule.country])
    return tuple(r for r in held if order[r.country] == best[r.platform, r.topic])


def ages(rules: Iterable[ChannelRule], platform: str) -> tuple[int, int]:
    """Youngest and oldest that a platform takes; 13 and 65 where no rule says."""
    for rule in rules:
        if rule.topic == "ages" and rule.platform == platform:
            lowest, _, highest = rule.value.partition("-")
            return int(lowest), int(highest)
    return 13, 65


def letters(rules: Iterable[ChannelRule], platform: str, field: str) -> int | None:
    """How many letters of a ``headline`` or ``text`` a platform takes; None where none says."""
    topic = f"{field} letters"
    found = (int(r.value) for r in rules if r.topic == topic and r.platform == platform)
    return next(found, None)


def months_since(day: date, today: date) -> int:
    """Whole months between two days."""
    return (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day)

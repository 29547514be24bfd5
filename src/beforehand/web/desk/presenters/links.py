"""What the page of doubtful links shows: codes in words, and which kinds of key agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beforehand import understand
from beforehand.records.linking import DoubtfulPair, Review, Verdict
from beforehand.web.desk.said import say

#: Levels of agreement of the keys (``store.linking.states``) in words.
NAMES = {
    "missing": gettext_lazy("not recorded on one side"),
    "none": gettext_lazy("no key agrees"),
    "initial": gettext_lazy("first letter agrees"),
    "head": gettext_lazy("beginning agrees"),
    "tail": gettext_lazy("end agrees"),
    "ends": gettext_lazy("beginning and end agree"),
    "last": gettext_lazy("last part agrees"),
    "sound": gettext_lazy("sounds alike"),
    "same": gettext_lazy("same"),
}
DATES = {
    "missing": gettext_lazy("not recorded on one side"),
    "none": gettext_lazy("no key agrees"),
    "y": gettext_lazy("year agrees"),
    "dy": gettext_lazy("day and year agree"),
    "my": gettext_lazy("month and year agree"),
    "dm": gettext_lazy("day and month agree"),
    "swap": gettext_lazy("day and month exchanged"),
    "date": gettext_lazy("same"),
}
VERDICTS = {
    Verdict.SAME: gettext_lazy("the same person"),
    Verdict.DIFFERENT: gettext_lazy("different people"),
    Verdict.UNSURE: gettext_lazy("not sure"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One coded field of the two rows; empty where it is not recorded."""

    label: str
    left: str
    right: str
    differs: bool  # both are recorded, and not as the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One pair."""

    id: str
    short_id: str
    percent: int
    made_up: bool
    left: str  # the partners
    right: str
    keys: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    verdict: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksPage:
    """The pairs in doubt, then what was decided."""

    waiting: tuple[Card, ...]
    decided: tuple[Card, ...]
    left_out: int


def page_of(found: Review) -> LinksPage:
    """The page of one review."""
    return LinksPage(
        waiting=tuple(_card(one) for one in found.waiting),
        decided=tuple(_card(one) for one in found.decided),
        left_out=found.left_out,
    )


def _card(pair: DoubtfulPair) -> Card:
    unnamed = _("not named")
    return Card(
        id=pair.id,
        short_id="-".join(side[:8] for side in pair.id.split("-")),
        percent=round(100 * pair.probability),
        made_up=pair.made_up,
        left=pair.left.partner or unnamed,
        right=pair.right.partner or unnamed,
        keys=_keys(pair),
        lines=_lines(pair),
        verdict=str(VERDICTS[pair.verdict]) if pair.verdict else "",
        by=pair.decided_by,
        at=pair.decided_at,
    )


def _keys(pair: DoubtfulPair) -> tuple[tuple[str, str], ...]:
    if not pair.birth_date:
        return ()
    return (
        (_("Given name"), str(NAMES[pair.given_name])),
        (_("Surname"), str(NAMES[pair.family_name])),
        (_("Birth date"), str(DATES[pair.birth_date])),
    )


def _lines(pair: DoubtfulPair) -> tuple[Line, ...]:
    one, other = dict(pair.left.fields), dict(pair.right.fields)
    return tuple(
        Line(
            label=say(understand.field_label(name)),
            left=_coded(name, one.get(name, "")),
            right=_coded(name, other.get(name, "")),
            differs=name in one and name in other and one[name] != other[name],
        )
        for name in one | other
    )


def _coded(name: str, said: str) -> str:
    """Codes in words; numbers as they are."""
    if not said or said == "-" or name == "consent_to_share":
        return said
    return ", ".join(say(understand.code_label(name, code)) for code in said.split(", "))

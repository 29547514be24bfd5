"""One partner's view of a route against everybody else's."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from beforehand.records.figure import Figure
from beforehand.records.picture import Basis
from beforehand.words import Words


class Seen(StrEnum):
    """How a partner's share of a code stands to the others'."""

    MORE = "more"
    LESS = "less"
    NOT_AT_ALL = "not at all"


@dataclass(frozen=True, slots=True, kw_only=True)
class WhomToAsk:
    """A partner, or kind of partner, that sees a code more often than the others do."""

    group: str
    label: Words
    named: bool  # a single partner whose name shows
    people: int  # with the code, seen by it


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewLine:
    """One code: what the partner records of it, and what the others do.

    Shares are of the people for whom each has the field recorded. ``differs`` is whether the
    difference is more than noise, at the view's false discovery rate over all of its codes.
    """

    field: str
    field_label: Words
    code: str
    label: Words
    own: Figure
    shrunk: Figure  # the partner's share drawn towards all partners'
    others: Figure | None  # None where it is withheld
    seen: Seen
    differs: bool
    p_value: float
    ask: tuple[WhomToAsk, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerView:
    """What a partner sees more of than the others, less of, and not at all."""

    basis: Basis
    partner: str
    own: Figure  # people whom the partner saw
    others: Figure | None  # people whom anybody else saw; None where it is withheld
    lines: tuple[ViewLine, ...]  # those that tell: differences beyond noise, and codes never seen
    compared: int  # codes that were weighed together
    false_discovery_rate: float
    too_few: bool  # the partner saw so few people that no difference can be told
    not_recorded: tuple[Words, ...]  # fields that the others record and the partner does not

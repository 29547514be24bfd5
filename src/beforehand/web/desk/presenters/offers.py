"""What a page offers to be taken along: each of its tables and charts, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from beforehand.records.picture import Basis
from beforehand.takeaway import Sheet
from beforehand.web.desk.said import say
from beforehand.words import words

TABLE = ("csv", "xlsx")
DRAWN = ("csv", "xlsx", "svg", "png")
Row = tuple[str | int | float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a sheet says of itself beside its numbers."""

    title: str
    definition: str
    command: str = ""  # that counts it again; empty where there is none


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One table or chart, made into a sheet when somebody takes it."""

    sheet: Callable[[], Sheet]
    kinds: tuple[str, ...] = TABLE


Offers = Mapping[str, Offer]


def sheet_on(
    basis: Basis, told: Told, columns: Sequence[str], rows: Sequence[Row], drawing: str = ""
) -> Sheet:
    """A sheet of an answer from the pool, with how it was counted."""
    first, last = basis.period
    source = "; ".join(dict.fromkeys(one.title for one in basis.submissions))
    licence = "; ".join(dict.fromkeys(one.licence for one in basis.submissions))
    period = first if first == last else f"{first}–{last}"
    counted = (_("Count it again"), told.command)
    how = (
        (_("What it is"), told.definition),
        (_("Whom it is about"), say(basis.reading)),
        (_("Period"), period),
        (_("Source"), source),
        (_("Licence"), licence),
        (_("Data"), basis.data_hash),
        *((counted,) if told.command else ()),
        (_("Small counts"), _("Empty cells and missing lines may be withheld for your role.")),
    )
    parts = (told.definition, f"{source}, {period}", f"{_('Data')} {basis.data_hash[:12]}")
    return Sheet(
        title=told.title,
        columns=tuple(columns),
        rows=tuple(rows),
        how=how,
        how_title=_("How counted"),
        made_up=made_up(basis.made_up),
        drawing=drawing,
        caption=". ".join((*parts, *(counted[1:] if told.command else ()))) + ".",
    )


def sheet_of_desk(
    told: Told, columns: Sequence[str], rows: Sequence[Row], *, is_made_up: bool, source: str,
    drawing: str = "",
) -> Sheet:  # fmt: skip
    """A sheet of what the desk itself has on record, such as its plans."""
    return Sheet(
        title=told.title,
        columns=tuple(columns),
        rows=tuple(rows),
        how=((_("What it is"), told.definition), (_("Source"), source)),
        how_title=_("How counted"),
        made_up=made_up(is_made_up),
        drawing=drawing,
        caption=f"{told.definition}. {source}.",
    )


def made_up(is_so: bool) -> str:
    """What a file of made-up data says; empty for real data."""
    return say(words("Made-up data: nobody in it exists.")) if is_so else ""

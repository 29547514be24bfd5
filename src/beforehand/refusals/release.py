"""Why the one door stays shut."""

from __future__ import annotations

from beforehand.refusals.base import Refusal


class MissingColumn(Refusal):
    """A named column is not in the file."""

    template = "{file} has no column {column}. Its columns are: {columns}."


class BadCount(Refusal):
    """A cell that should hold a number does not."""

    template = "{file}, line {line}: {column} is {value}, not {wanted}. Correct it there."


class UnfitTable(Refusal):
    """The counts do not make a table that the door can protect."""

    template = "The table cannot be released: {reason}. {mend}"


class NothingToRelease(Refusal):
    """Hardly anybody is in the table: with the small counts withheld nothing is left to show."""

    template = (
        "Nothing in this table can be shown: every count is under {threshold} or would give one "
        "away. Use coarser rows or columns, or a longer period."
    )


class SmallCountOnPage(Refusal):
    """A page quotes a count of so few people that they might be recognised."""

    template = (
        "A page cannot be published: it quotes a count of people under {threshold} ({definition}). "
        "Take it off the page, or quote a wider group."
    )


class MadeUpUnlabelled(Refusal):
    """A page quotes invented numbers without saying so."""

    template = (
        "A page cannot be published as real: it quotes a made-up number ({definition}). "
        "Take it off the page, or mark the page as made up."
    )


class PagesExpired(Refusal):
    """A contact on the pages is past its date."""

    template = (
        "The pages cannot be published: a contact on them ran out on {expired}. "
        "Check it again and give it a new date."
    )

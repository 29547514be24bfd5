"""Looks at one column again, for another field than the one that was guessed."""

from __future__ import annotations

from dataclasses import replace

from beforehand.share.partner.files import GivenFile
from beforehand.share.partner.reading import read_sheet
from beforehand.share.partner.showing import Proposal, plain
from beforehand.share.partner.showing.proposing import turned
from beforehand.share.partner.showing.survey import survey
from beforehand.share.partner.showing.values import Reading, guesses

Plain = dict[str, object]


def relooked(
    file: GivenFile, proposal: Proposal, column: str, target: str, language: str
) -> Plain:
    """The column as a proposal shows it, with a guess for each of its words."""
    sheet = read_sheet(file, sheet=proposal.sheet, header_row=proposal.header_row)
    guess = next(one for one in proposal.columns if one.column == column)
    counts = survey(sheet).columns[guess.position].counts
    reading = Reading(separators=proposal.separators, date_format=proposal.date_format)
    found = turned(replace(guess, target=target, code="", values=guesses(target, counts, reading)))
    shown = plain(replace(proposal, columns=(found,)), language)["columns"]
    if not isinstance(shown, list):
        raise TypeError(column)
    told: Plain = shown[0]
    return told

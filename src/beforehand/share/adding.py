"""Adds published tables and sealed files to the pool, and gives the receipt."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from beforehand import store
from beforehand.home import Home
from beforehand.records.cases import Receipt, Submission
from beforehand.share import nrm
from beforehand.share.partner.files import GivenFile, given
from beforehand.words import words


def receipt(submission: Submission, already_there: bool) -> Receipt:
    """What the giver holds: what, when, how to take it back."""
    return Receipt(
        submission=submission,
        already_there=already_there,
        take_back=words(
            "To take it back: beforehand share recall {id}. What was already published "
            "cannot be recalled.",
            id=submission.id,
        ),
    )


def add_table(
    home: Home, file: GivenFile | Path | str, reader: str | Path = "nrm", *, today: date
) -> Receipt:
    """Add a published table.

    Raises:
        UnreadableFile, FaultyRows: It is not what the reader reads; nothing was taken.
        EditionTaken, DatasetTaken: It does not fit beside what the pool holds.
    """
    del reader
    offer, coded = nrm.read(given(file))
    return receipt(*store.add(home, offer, coded, today=today))

"""Mapping by showing: a proposal for a sheet, the officer's answers, the mapping that is kept."""

from __future__ import annotations

from beforehand.share.partner.showing.keeping import Keeping, keepable
from beforehand.share.partner.showing.proposing import propose
from beforehand.share.partner.showing.recalling import as_last_time
from beforehand.share.partner.showing.record import (
    ColumnGuess,
    Example,
    Proposal,
    Question,
    Use,
    ValueGuess,
    plain,
)
from beforehand.share.partner.showing.remembering import (
    Fit,
    Kept,
    Unknown,
    fingerprint,
    fit,
    match,
    next_version,
    telling_words,
)
from beforehand.share.partner.showing.writing import Answers, mapping_of, to_yaml

__all__ = [
    "Answers",
    "ColumnGuess",
    "Example",
    "Fit",
    "Keeping",
    "Kept",
    "Proposal",
    "Question",
    "Unknown",
    "Use",
    "ValueGuess",
    "as_last_time",
    "fingerprint",
    "fit",
    "keepable",
    "mapping_of",
    "match",
    "next_version",
    "plain",
    "propose",
    "telling_words",
    "to_yaml",
]

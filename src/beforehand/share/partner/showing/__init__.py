"""Mapping by showing: a proposal for a sheet, the officer's answers, the mapping that is kept."""

from __future__ import annotations

from beforehand.share.partner.showing.proposing import propose
from beforehand.share.partner.showing.record import (
    ColumnGuess,
    Example,
    Proposal,
    Question,
    Use,
    ValueGuess,
    plain,
)
from beforehand.share.partner.showing.writing import Answers, mapping_of, to_yaml

__all__ = [
    "Answers",
    "ColumnGuess",
    "Example",
    "Proposal",
    "Question",
    "Use",
    "ValueGuess",
    "mapping_of",
    "plain",
    "propose",
    "to_yaml",
]

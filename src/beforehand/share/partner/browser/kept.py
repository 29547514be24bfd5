"""Mappings that were kept from earlier editions: which fits this sheet, and what has changed."""

from __future__ import annotations

from beforehand.refusals import Refusal
from beforehand.share.partner.files import GivenFile
from beforehand.share.partner.mapping import load_mapping
from beforehand.share.partner.reading import read_sheet
from beforehand.share.partner.sheet import Sheet
from beforehand.share.partner.showing import Fit, Proposal, as_last_time, keepable, match, propose
from beforehand.words import speak

Plain = dict[str, object]


def recognised(kept: list[dict[str, str]], file: GivenFile) -> Plain:
    """The kept mapping that fits best, and how; nothing where none has half of its columns here."""
    by_text = {one["text"]: one["id"] for one in kept if _usable(one["text"])}
    found = match(by_text, read_sheet(file)) if by_text else None
    return {} if found is None else {"id": by_text[found.text], **_plain(found)}


def _usable(text: str) -> bool:
    try:
        return load_mapping(GivenFile("kept mapping", text.encode())).kind == "case-level"
    except Refusal:  # of a version of the programme whose codes were others
        return False


def _plain(fit: Fit) -> Plain:
    return {
        "exact": fit.exact,
        "text": fit.text,
        "dataset": fit.mapping.dataset,
        "edition": fit.mapping.edition,
        "version": fit.mapping.version,
        "new_columns": list(fit.new_columns),
        "gone_columns": list(fit.gone_columns),
        "unknown": [
            {"column": one.column, "value": one.value, "rows": one.rows} for one in fit.unknown
        ],
    }


def proposed(sheet: Sheet, text: str) -> Proposal:
    """A proposal; where a kept mapping is named, with what it knows."""
    found = propose(sheet)
    return as_last_time(found, text, sheet) if text else found


def keeping(text: str, file: GivenFile, language: str) -> Plain:
    """What would be kept, what not, or why nothing can be; nothing of it is sent by this."""
    try:
        found = keepable(text, read_sheet(file))
    except Refusal as refusal:
        return {"text": "", "refused": speak(refusal.words, language)}
    left = [f"{field}: {word}" for field, word in found.words]
    return {"text": found.text, "left_out": [*left, *found.columns]}

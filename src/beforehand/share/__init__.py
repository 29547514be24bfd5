"""Share: partners' coded cases and published tables into the pool.

The names below are loaded when first used, so that ``beforehand.share.partner``, which also runs
in a browser, never loads Arrow or DuckDB.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from beforehand.share.adding import add_sealed, add_table, is_sealed
    from beforehand.share.agreement_file import agreement_from, load_agreement
    from beforehand.share.duplicates import Duplicates, likely_duplicates
    from beforehand.share.kept_mappings import HUB, keep_mapping
    from beforehand.share.partner import (
        READY,
        GivenFile,
        load_mapping,
        load_ready,
        mark_up,
        read_key,
        seal_file,
    )
    from beforehand.share.receipts import receipt, receipt_made_up, receipt_sections, receipt_text
    from beforehand.store import recall
    from beforehand.store import relink as link

__all__ = [
    "HUB",
    "READY",
    "Duplicates",
    "GivenFile",
    "add_sealed",
    "add_table",
    "agreement_from",
    "is_sealed",
    "keep_mapping",
    "likely_duplicates",
    "link",
    "load_agreement",
    "load_mapping",
    "load_ready",
    "mark_up",
    "read_key",
    "recall",
    "receipt",
    "receipt_made_up",
    "receipt_sections",
    "receipt_text",
    "seal_file",
]

_MODULES = {
    "add_sealed": "beforehand.share.adding",
    "add_table": "beforehand.share.adding",
    "agreement_from": "beforehand.share.agreement_file",
    "load_agreement": "beforehand.share.agreement_file",
    "is_sealed": "beforehand.share.adding",
    "HUB": "beforehand.share.kept_mappings",
    "keep_mapping": "beforehand.share.kept_mappings",
    "Duplicates": "beforehand.share.duplicates",
    "likely_duplicates": "beforehand.share.duplicates",
    "link": "beforehand.store",
    "recall": "beforehand.store",
    "receipt": "beforehand.share.receipts",
    "receipt_made_up": "beforehand.share.receipts",
    "receipt_sections": "beforehand.share.receipts",
    "receipt_text": "beforehand.share.receipts",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(name)
    module = importlib.import_module(_MODULES.get(name, "beforehand.share.partner"))
    return getattr(module, "relink" if name == "link" else name)

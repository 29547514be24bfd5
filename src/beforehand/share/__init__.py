"""Share: partners' coded cases and published tables into the pool.

The names below are loaded when first used, so that ``beforehand.share.partner``, which also runs
in a browser, never loads Arrow or DuckDB.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from beforehand.share.adding import add_table
    from beforehand.share.partner.files import GivenFile
    from beforehand.store import recall
    from beforehand.store import relink as link

__all__ = ["GivenFile", "add_table", "link", "recall"]

_HOMES = {
    "GivenFile": ("beforehand.share.partner.files", "GivenFile"),
    "add_table": ("beforehand.share.adding", "add_table"),
    "link": ("beforehand.store", "relink"),
    "recall": ("beforehand.store", "recall"),
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(name)
    module, attribute = _HOMES[name]
    return getattr(importlib.import_module(module), attribute)

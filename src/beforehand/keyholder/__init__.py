"""The keyholder: a partner, never the hub, whose key stands between the pool and a guessed name.

It runs ``beforehand serve keyholder``. Other partners blind their linkage values, it multiplies
them with its key, they take the blinding off again (RFC 9497). So whoever steals the hub cannot
try names, and the keyholder sees random points.
"""

from __future__ import annotations

from beforehand.keyholder.app import MOST_VALUES, Keyholder
from beforehand.keyholder.asking import Asking, read_pass, read_url
from beforehand.keyholder.book import VALUES_A_DAY, Admitted, Book

__all__ = [
    "MOST_VALUES",
    "VALUES_A_DAY",
    "Admitted",
    "Asking",
    "Book",
    "Keyholder",
    "read_pass",
    "read_url",
]

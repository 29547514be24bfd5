"""Where the keyholder's keys lie, and that it is not inside the hub."""

from __future__ import annotations

import os
from pathlib import Path

from beforehand.home import open_home
from beforehand.keyholder.book import Book
from beforehand.refusals import KeyholderInHub


def open_book(folder: str | Path | None = None) -> Book:
    """The folder named, or ``BEFOREHAND_KEYHOLDER``, or ``./keyholder``.

    Raises:
        KeyholderInHub: It lies inside the hub's own folder.
    """
    named = Path(folder or os.environ.get("BEFOREHAND_KEYHOLDER") or "keyholder").absolute()
    hub = open_home().root
    if named.resolve().is_relative_to(hub.resolve()):
        raise KeyholderInHub(folder=str(named), home=str(hub))
    return Book(named)

"""Keeps Django's migrations away from the drop, whose tables are made without Django."""

from __future__ import annotations


class DropRouter:
    """The desk's Django has a name for the drop and no tables in it."""

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool | None:
        """Never migrate the drop; no opinion on any other database."""
        del app_label, hints
        return False if db == "drop" else None

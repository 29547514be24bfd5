"""Where everything lies: ``BEFOREHAND_HOME``, its folders and the hub's own secret."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from beforehand import atomic


@dataclass(frozen=True, slots=True)
class Home:
    """The folder that holds pool, records, site and databases; each is made when first used."""

    root: Path

    @property
    def pool(self) -> Path:
        """Submissions, one folder each."""
        return self.root / "pool"

    @property
    def records(self) -> Path:
        """Plans, campaigns, releases and impacts as JSON, named by their hash."""
        return self.root / "records"

    @property
    def site(self) -> Path:
        """The published bundle that ``public`` serves."""
        return self.root / "site"

    @property
    def drop(self) -> Path:
        """Counts, sealed reports and answers: all that ``public`` reaches."""
        return self.root / "drop.sqlite3"

    @property
    def database(self) -> Path:
        """Decisions: partners, accounts, pages, audit."""
        return self.root / "db.sqlite3"

    @property
    def keys(self) -> Path:
        """The hub's secrets, readable by its own user alone."""
        return self.root / "keys"

    def secret(self, name: str) -> bytes:
        """Thirty-two secret bytes for one use, made at the first call."""
        path = self.keys / name
        if not path.exists():
            self.keys.mkdir(parents=True, exist_ok=True, mode=0o700)
            atomic.write_bytes(path, secrets.token_bytes(32), mode=0o600)
        return path.read_bytes()


def open_home(root: str | Path | None = None) -> Home:
    """The home named, or ``BEFOREHAND_HOME``, or ``./var``."""
    named = root or os.environ.get("BEFOREHAND_HOME") or "var"
    home = Home(Path(named).absolute())
    if not home.root.exists():
        _put_back(home.root)
    return home


def set_aside(root: Path) -> str:
    """How the name begins under which a restore sets aside the home that it replaces."""
    return f".{root.name}.replaced-"


def _put_back(root: Path) -> None:
    """A restore that was killed between its two renames left the home set aside."""
    if not root.parent.is_dir():
        return
    for path in root.parent.iterdir():
        if path.name.startswith(set_aside(root)):
            with suppress(OSError):  # the restore goes on after all, or another command was faster
                path.rename(root)
            return

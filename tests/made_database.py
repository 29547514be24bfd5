"""The desk's database as its migrations leave it: made once, since they take a quarter minute.

What was made is kept in ``.pytest_cache`` under a name that changes with whatever makes it, so
that a changed migration, model or library is migrated anew, from nothing.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
KEPT = ROOT / ".pytest_cache" / "desk"
MIGRATE = (sys.executable, "-m", "beforehand.web.manage", "migrate", "--verbosity", "0")

SHOWS = ("views", "presenters", "public")  # no table comes of these


def put(database: Path) -> None:
    """A migrated database at this path, its owner's alone."""
    database.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_migrated(), database)
    database.chmod(0o600)


@cache
def _migrated() -> Path:
    kept = KEPT / f"{_of_what()}.sqlite3"
    with _alone():
        if not kept.exists():
            for old in KEPT.glob("*.sqlite3"):
                old.unlink()
            _migrate(kept)
    return kept


def _migrate(kept: Path) -> None:
    home = kept.with_suffix(".home")
    shutil.rmtree(home, ignore_errors=True)
    ours = ("DJANGO_", "BEFOREHAND_")
    environ = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    environ |= {"BEFOREHAND_HOME": str(home)}
    subprocess.run(MIGRATE, env=environ, check=True)
    with contextlib.closing(sqlite3.connect(home / "db.sqlite3")) as made:
        made.execute("PRAGMA journal_mode = DELETE")  # one file, that can be copied
    (home / "db.sqlite3").rename(kept)
    shutil.rmtree(home)


def _of_what() -> str:
    """A hash of everything that a migrated database comes from."""
    said = hashlib.sha256(sys.version.encode())
    web = sorted((ROOT / "src" / "beforehand" / "web").rglob("*.py"))
    makes = [path for path in web if path.parent.name not in SHOWS]
    for path in (ROOT / "requirements.lock", Path(__file__), *makes):
        said.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return said.hexdigest()[:32]


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """One process migrates; the others wait for what it makes."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

"""Opens the rows of a ``CaseTable``: unlocked into memory, never onto a disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from beforehand import keyring, locked
from beforehand.records.cases import CaseTable

#: The name that a submission's rows are locked for.
ROWS = "cases"


@contextmanager
def readable(cases: CaseTable) -> Iterator[list[str]]:
    """Paths of plain Parquet that this process can read while the context is open.

    Raises:
        NoKey: A submission was recalled since the handle was made.
        DamagedSubmission: Its rows were changed on disk.
    """
    with unlocked(cases.files, cases.keys) as paths:
        yield paths


@contextmanager
def unlocked(files: Iterable[Path], keys: Path | None) -> Iterator[list[str]]:
    """The same for files of the pool; each lies in a folder named by its submission."""
    ring = keyring.load(keys) if keys else keyring.Keyring()
    with ExitStack() as open_files:
        yield [_opened(open_files, path, ring) for path in files]


def _opened(open_files: ExitStack, path: Path, ring: keyring.Keyring) -> str:
    if path.suffix == ".parquet":
        return str(path)
    key = ring.key(path.parent.name)
    memory, name = open_files.enter_context(locked.in_memory())
    with path.open("rb") as stored:
        for piece in locked.unlock(stored, key, ROWS):
            memory.write(piece)
    memory.flush()
    return name

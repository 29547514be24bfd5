"""What takes many seconds to make, made once a run: the workers of a run share it as files."""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

SHARED = "TESTS_SHARED"  # set by whoever starts the workers, and inherited by them


def share() -> None:
    """A folder of this run; who makes it takes it away when the workers have gone."""
    if SHARED not in os.environ:
        os.environ[SHARED] = tempfile.mkdtemp(prefix="tests-shared-")
        atexit.register(shutil.rmtree, os.environ[SHARED], ignore_errors=True)


def once(name: str, make: Callable[[Path], None]) -> Path:
    """The folder that ``make`` fills. Nobody writes into it afterwards: copy it.

    The first worker to ask makes it, and the others wait for that.
    """
    folder = Path(os.environ[SHARED]) / name
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        whole = folder.with_name(f"{name}.whole")
        if not whole.exists():
            shutil.rmtree(folder, ignore_errors=True)
            make(folder)
            whole.touch()
    return folder

"""Kills an administrator's command at every moment: ``python made_killing.py ACTION FOLDER``.

``FOLDER/0`` is how things stood; ``FOLDER/1``, ``FOLDER/2`` ... are copies in each of which the
action was ended with SIGKILL before its first, second ... writing, renaming or removing call,
until one gets to its end. Prints how many there are.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

WATCHED = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "shutil.rmtree"}
TODAY = date(2026, 3, 5)


def killed_everywhere(action: str, folder: Path) -> list[Path]:
    """The folders in which the action was killed, earlier moments first; in the last it ended."""
    ran = subprocess.run(
        [sys.executable, __file__, action, str(folder)],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return [folder / str(moment) for moment in range(1, int(ran.stdout) + 1)]


def backup(place: Path) -> None:
    """The hub of the place into an archive beside it, over the one that is there."""
    from beforehand import store
    from beforehand.home import open_home

    store.back_up(open_home(place / "hub"), place / "away" / "hub.backup", today=TODAY)


def restore(place: Path) -> None:
    """An older archive over the hub of the place, with the current keys."""
    from beforehand import store
    from beforehand.home import open_home

    away = place / "away"
    store.restore(open_home(place / "hub"), away / "hub.backup", away / "hub.keys", replace=True)


def _main(action: Callable[[Path], None], folder: Path) -> int:
    moment, done = 0, False
    while not done:
        moment += 1
        place = folder / str(moment)
        shutil.copytree(folder / "0", place, symlinks=True)
        child = os.fork()
        if not child:
            _kill_before(moment, place)
            action(place)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        done = os.WIFEXITED(status)
        assert not done or os.WEXITSTATUS(status) == 0, status
    return moment


def _kill_before(moment: int, place: Path) -> None:
    seen = 0

    def hook(event: str, args: tuple[Any, ...]) -> None:
        nonlocal seen
        reads = event == "open" and not args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if event in WATCHED and not reads and any(str(place) in str(one) for one in args):
            seen += 1
            if seen == moment:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


if __name__ == "__main__":
    import beforehand.store  # noqa: F401  before the forks, once

    actions = {"backup": backup, "restore": restore}
    sys.stdout.write(str(_main(actions[sys.argv[1]], Path(sys.argv[2]))))

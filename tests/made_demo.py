"""The demo as its own command loads it, from nothing, after it was killed: once a run."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from beforehand.cli.demo_loading import read_notes
from beforehand.home import Home
from made_once import once

COMMAND = (sys.executable, "-m", "beforehand", "demo", "--load-only", "--home")


def killed_and_loaded(folder: Path) -> tuple[Home, str]:
    """A home copied into the folder, and what the command printed while it loaded it whole.

    The keyholder's and the partner's folders are copied too, which lie beside it.
    """
    shutil.copytree(once("demo", _make), folder, symlinks=True, dirs_exist_ok=True)
    return Home(folder / "home"), (folder / "printed.txt").read_text("utf-8")


def load(home: Home) -> str:
    """What the command prints while it loads."""
    ran = subprocess.run([*COMMAND, str(home.root)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def _make(folder: Path) -> None:
    folder.mkdir()
    home = Home(folder / "home")
    _kill_while_planning(home)
    (folder / "printed.txt").write_text(load(home), "utf-8")


def _kill_while_planning(home: Home) -> None:
    """Start to load, and end the command at once when it says that it plans."""
    demo = subprocess.Popen([*COMMAND, str(home.root)], stdout=subprocess.PIPE)
    assert demo.stdout is not None
    said = next(line for line in demo.stdout if b"planning a campaign" in line)
    demo.kill()
    demo.communicate()
    assert said
    assert read_notes(home) is None

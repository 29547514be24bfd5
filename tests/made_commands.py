"""``beforehand`` as a shell runs it, in this process: starting Python anew costs seconds."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from beforehand.cli import main


@dataclass(frozen=True)
class Ran:
    """What a shell would see of a command."""

    returncode: int
    stdout: str
    stderr: str


def run(folder: Path, *words: str | Path, home: Path | None = None) -> Ran:
    """The command of these words, started in ``folder``, its home there or in ``home``."""
    said, complained = _stream(), _stream()
    code = 0
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.chdir(folder),
        _same_umask(),
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(complained),
    ):
        patch.setenv("BEFOREHAND_HOME", str(home or folder / "var"))
        patch.setenv("COLUMNS", "80")
        patch.setattr(sys, "argv", ["beforehand", *map(str, words)])
        try:
            main()
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else int(left.code is not None)
    return Ran(code, _text(said), _text(complained))


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def _text(stream: io.TextIOWrapper) -> str:
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode()


@contextlib.contextmanager
def _same_umask() -> Iterator[None]:
    """A command narrows the umask of its process: this one goes on."""
    before = os.umask(0o022)
    os.umask(before)
    try:
        yield
    finally:
        os.umask(before)

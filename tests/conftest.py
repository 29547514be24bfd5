"""What holds for all tests."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from typing import Protocol

import pytest

import made_once


class _Open(Protocol):
    def fileno(self) -> int: ...


def _as_if_flushed(file: int | _Open) -> None:
    """No test cuts the power, and a process that is killed loses nothing it has written."""
    os.fstat(file if isinstance(file, int) else file.fileno())


os.fsync = _as_if_flushed

#: A worker for each processor: more threads would only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

#: Never the ``./var`` of whoever runs the tests.
os.environ["BEFOREHAND_HOME"] = tempfile.mkdtemp(prefix="tests-home-")
atexit.register(shutil.rmtree, os.environ["BEFOREHAND_HOME"], ignore_errors=True)
made_once.share()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow files first, so that no processor waits at the end for the last of them."""
    slow = {one.path for one in items if one.get_closest_marker("slow")}
    items.sort(key=lambda one: one.path not in slow)

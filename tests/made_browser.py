"""Which Chromium the browser tests drive."""

from __future__ import annotations

import os
import shutil

import pytest
from playwright.sync_api import expect

#: Python starts in a page, on a machine that runs all tests at once.
expect.set_options(timeout=120_000)

NONE = "no Chromium: install one, or name one, e.g. CHROMIUM=/usr/bin/google-chrome make test"


def executable() -> str:
    """The browser that ``CHROMIUM`` names, or the one on the path; without one the test skips."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not found:
        pytest.skip(NONE)
    return found

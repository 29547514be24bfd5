"""What every journey through the demo shares: loading it takes a while, so it is loaded once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import made_demo
from journeys import demo_site
from journeys.sealing_site import chromium


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home into which the demo was loaded by its own command."""
    return made_demo.killed_and_loaded(tmp_path_factory.mktemp("demo"))[0].root


@pytest.fixture(scope="module")
def demo(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[demo_site.Demo]:
    """Both faces, started as the command starts them."""
    with demo_site.running(demo_home, tmp_path_factory.mktemp("said") / "said.txt") as world:
        yield world


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium, with a home of its own."""
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def staff(browser: Browser, demo: demo_site.Demo) -> demo_site.Staff:
    """The people of the desk."""
    return demo_site.Staff(browser, demo)

"""A running `public` has loaded neither the desk nor anything that reads cases."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from beforehand.home import Home
from made_site import published

FORBIDDEN = {
    "wagtail", "allauth", "django", "duckdb", "pyarrow", "numpy", "scipy", "openpyxl", "altair",
    "typst", "pyrage", "beforehand.store", "beforehand.share", "beforehand.understand",
    "beforehand.release", "beforehand.campaign", "beforehand.prove", "beforehand.stats",
    "beforehand.programme", "beforehand.web.desk", "beforehand.web.pages", "beforehand.web.reports",
    "beforehand.web.accounts", "beforehand.web.supporters",
}  # fmt: skip
RUN = """
import io, json, sys
from beforehand.web.wsgi_public import application
{also}
def ask(method, path, body=b""):
    environ = {{"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": "", "HTTP_HOST": "x",
        "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": "application/x-www-form-urlencoded"}}
    said = []
    list(application(environ, lambda status, headers: said.append(status)))
    return said[0][:3]
statuses = [ask("GET", "/"), ask("GET", "/sq/pune/"), ask("POST", "/sq/pune/form/", b"what=x"),
    ask("GET", "/nothing/")]
print(json.dumps([statuses, sorted(sys.modules)]))
"""


def loaded(home: Path, also: str = "") -> set[str]:
    """Forbidden modules in a process that has just served pages and sealed a report."""
    ran = subprocess.run(
        [sys.executable, "-c", RUN.format(also=also)],
        env=os.environ | {"BEFOREHAND_HOME": str(home)}, check=True, capture_output=True,
    )  # fmt: skip
    statuses, modules = json.loads(ran.stdout)
    assert statuses == ["302", "200", "303", "404"]
    return FORBIDDEN & set(modules)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    published(Home(tmp_path))
    return tmp_path


def test_public_has_loaded_nothing_of_the_desk(home: Path) -> None:
    assert loaded(home) == set()


@pytest.mark.parametrize("module", ["beforehand.web.accounts", "numpy", "django"])
def test_the_test_would_see_such_a_module(home: Path, module: str) -> None:
    assert module in loaded(home, f"import {module}")

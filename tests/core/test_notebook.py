"""The notebook's five lines are run as the page shows them; importing the package stays light."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import beforehand
from beforehand.refusals import UnknownCode
from made_pool import referrals

PAGE = Path(__file__).parent.parent.parent / "docs/how-to/notebook.md"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return referrals(tmp_path_factory.mktemp("home") / "var", date(2026, 1, 5)).root


def blocks() -> list[str]:
    return re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


def test_the_code_of_the_page_runs_and_five_lines_give_the_share(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home.parent)
    first, *rest = blocks()
    lines = [line for line in first.splitlines() if line.strip()]
    assert len(lines) <= 5
    known: dict[str, Any] = {}
    exec("\n".join(lines[:-1]), known)
    said = repr(eval(lines[-1], known))
    assert said.startswith("46.6% (45.4%–47.7%) · 3,566 of 7,659 · Home Office")
    for block in rest:
        exec(block, known)
    assert known["seen"].groups[0].figure.value == pytest.approx(0.869, abs=5e-4)


def test_what_is_shown_has_value_and_interval_as_html_too(home: Path) -> None:
    told = beforehand.open_pool(home).profile("AL:GB")
    html = told.share("gender", "Masculine")._repr_html_()
    assert "<strong>" in html
    assert "<svg" in html
    assert "7,659 people" not in html
    assert "7,659" in repr(told)
    assert "<table>" in told._repr_html_()


def test_a_code_that_nobody_has_is_refused_in_a_sentence(home: Path) -> None:
    with pytest.raises(UnknownCode, match="Wolf is not a code of gender"):
        beforehand.open_pool(home).profile("AL:GB").share("gender", "Wolf")


def test_importing_the_package_loads_neither_tables_nor_numbers() -> None:
    code = (
        "import sys, beforehand; "
        "print([m for m in ('pyarrow', 'duckdb', 'numpy', 'scipy', 'django') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_a_name_that_is_not_there_is_no_attribute() -> None:
    with pytest.raises(AttributeError):
        _ = beforehand.nothing

"""What the studies share: their options, a progress bar, and the page they write.

Import it before NumPy: small matrices are quickest on one thread, which NumPy reads as it loads.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import track

from beforehand import __version__

Item = TypeVar("Item")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
PAGES = Path(__file__).parents[2] / "docs" / "studies"


def quick(description: str | None) -> bool:
    """Read the command line: whether to do the small run, which prints and writes no page."""
    parser = argparse.ArgumentParser(description=(description or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="a small run; prints, writes no page")
    asked: bool = parser.parse_args().quick
    return asked


def watched(items: Sequence[Item], saying: str) -> Iterable[Item]:
    """The same items, with a progress bar where somebody watches."""
    console = Console(file=sys.stderr)
    return track(items, saying, console=console, disable=not console.is_terminal)


def table(head: Sequence[str], rows: Iterable[Sequence[str]], words: int = 1) -> str:
    """A Markdown table; the first ``words`` columns are text, the others are numbers."""
    rule = [*["---"] * words, *["--:"] * (len(head) - words)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *rows))


def share(found: float, error: float, digits: int = 3) -> str:
    """A share and its Monte-Carlo standard error."""
    return f"{found:.{digits}f} ± {error:.{digits}f}"


def publish(name: str, page: str, small: bool) -> None:
    """Print the page; after a full run, write it."""
    versions = (
        f"beforehand {__version__}, Python {platform.python_version()}, "
        f"NumPy {version('numpy')}, SciPy {version('scipy')}"
    )
    text = f"{page.strip()}\n\n*Made by `studies/{name}.py` with {versions}.*\n"
    print(text)
    if not small:
        PAGES.mkdir(parents=True, exist_ok=True)
        (PAGES / f"{name}.md").write_text(text, encoding="utf-8")

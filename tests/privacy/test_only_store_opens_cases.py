"""Nothing but the store names where cases lie, and nothing but two modules unlocks them."""

from __future__ import annotations

import ast
from pathlib import Path

import beforehand

ROOT = Path(beforehand.__file__).parent
#: Who opens a ``CaseTable``, which only ``store.open_cases`` makes.
OPENERS = {"unlocking.py", "understand/pool.py", "store/"}


def used(path: Path) -> set[str]:
    """Every name and attribute that a module uses or imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{one.name}" for one in node.names}
    return found


def outside_store() -> list[tuple[str, set[str]]]:
    paths = (path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.py"))
    return [(name, used(ROOT / name)) for name in sorted(paths) if not name.startswith("store/")]


def test_only_the_store_makes_a_case_table() -> None:
    makers = [name for name, names in outside_store() if "CaseTable" in called(ROOT / name)]
    assert makers == []


def called(path: Path) -> set[str]:
    return {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }


def test_only_the_reader_of_case_tables_unlocks_rows() -> None:
    for name, names in outside_store():
        if name in OPENERS:
            continue
        assert not names & {"readable", "unlocked"} & imported_from_unlocking(names), name


def imported_from_unlocking(names: set[str]) -> set[str]:
    start = "beforehand.unlocking."
    return {one.removeprefix(start) for one in names if one.startswith(start)}


def test_nobody_else_knows_the_pools_folders() -> None:
    for name, names in outside_store():
        assert not any(one.startswith("beforehand.store.layout") for one in names), name
        assert "beforehand.store.layout" not in names, name

"""Functions above 60 lines, modules above 400, more than six arguments: none may be."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
FUNCTION, MODULE, ARGUMENTS = 60, 400, 6


def faults(path: Path) -> Iterator[str]:
    text = path.read_text()
    lines = text.count("\n")
    if lines > MODULE:
        yield f"{path}: {lines} lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            size = (node.end_lineno or 0) - node.lineno + 1
            if size > FUNCTION:
                yield f"{path}:{node.lineno} {node.name}: {size} lines"
            names = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            given = [name for name in names if name.arg not in {"self", "cls"}]
            if len(given) > ARGUMENTS and not is_command(node):
                yield f"{path}:{node.lineno} {node.name}: {len(given)} arguments"


def is_command(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """A click command's arguments are its options, which the user counts, not the caller."""
    return any("option" in ast.unparse(mark) or "command" in ast.unparse(mark)
               for mark in node.decorator_list)  # fmt: skip


def main() -> int:
    found = [fault for path in sorted((ROOT / "src").rglob("*.py"))
             if "migrations" not in path.parts for fault in faults(path)]  # fmt: skip
    print("\n".join(found) if found else "sizes: nothing is too long")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

"""One door: nothing but ``beforehand.release`` makes a ``Release``, and writers take only those."""

from __future__ import annotations

import ast
from pathlib import Path

import beforehand

SOURCE = Path(beforehand.__file__).parent
DOOR = SOURCE / "release"
MODULES = sorted(SOURCE.rglob("*.py"))

#: Functions that turn something into bytes for the public, and what they must be given.
WRITERS = {
    ("reach", "write_bundle"): "Release[Pages]",
    ("prove", "render_pdf"): "Release[SafeImpact]",
    ("prove", "render_html"): "Release[SafeImpact]",
    ("prove", "render_page"): "Release[SafeImpact]",
    ("prove", "render_plain"): "Release[SafeImpact]",
    ("prove", "render_slides"): "Release[SafeImpact]",
    ("prove", "published"): "Release[SafeImpact]",
    ("cli", "as_rows"): "Release[SafeTable]",
    ("cli", "written"): "Release[SafeTable]",
}


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def makes_a_release(node: ast.AST) -> bool:
    """``Release(...)``, ``Release[...](...)``, ``release.Release(...)``, or ``replace`` of one."""
    if not isinstance(node, ast.Call):
        return False
    called = node.func.value if isinstance(node.func, ast.Subscript) else node.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    if name == "Release":
        return True
    changed = node.args[0] if node.args else None
    return name == "replace" and isinstance(changed, ast.Name) and "release" in changed.id.lower()


def offenders(paths) -> list[str]:
    return [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path in paths
        for node in ast.walk(tree_of(path))
        if makes_a_release(node)
    ]


def test_only_the_door_makes_a_release():
    assert offenders(path for path in MODULES if DOOR not in path.parents) == []


def test_the_door_itself_is_seen_by_this_test():
    assert len(offenders(DOOR.rglob("*.py"))) == 3


def test_every_way_to_make_one_is_seen():
    for code in (
        "Release(id='')",
        "Release[Pages](id='')",
        "records.release.Release(id='')",
        "replace(released, payload=other)",
    ):
        assert any(makes_a_release(node) for node in ast.walk(ast.parse(code))), code


def first_argument(function: ast.FunctionDef) -> list[str]:
    return [ast.unparse(arg.annotation) for arg in function.args.args if arg.annotation]


def functions(step: str, name: str) -> list[ast.FunctionDef]:
    return [
        node
        for path in sorted((SOURCE / step).rglob("*.py"))
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef) and node.name == name
    ]


def test_whatever_writes_for_the_public_takes_what_passed_the_door():
    for (step, name), wanted in WRITERS.items():
        found = functions(step, name)
        assert found, f"{step}.{name} is gone: name its successor here"
        for function in found:
            assert wanted in first_argument(function), f"{step}.{name} takes something else"


def test_every_renderer_of_the_proof_is_among_the_writers():
    rendering = {
        node.name
        for path in sorted((SOURCE / "prove").rglob("*.py"))
        for node in tree_of(path).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("render")
    }
    assert rendering == {
        name for step, name in WRITERS if step == "prove" and name.startswith("render")
    }


def test_steps_that_publish_do_not_read_counts_themselves():
    """The proof's presenter meets ``SafeImpact``; ``Impact`` is not even imported there."""
    for name in (
        "presenter",
        "tellings",
        "paper",
        "webpage",
        "sources",
        "view",
        "slides",
        "plainly",
        "published",
    ):
        imported = {
            alias.name
            for node in ast.walk(tree_of(SOURCE / "prove" / f"{name}.py"))
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        assert not imported & {"Impact", "Lift", "FunnelStep", "Results"}, name

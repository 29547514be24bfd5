"""What the person gets in hand: findings for the marked-up copy, and decisions to start from."""

from __future__ import annotations

from beforehand.share.partner.faults import Fault
from beforehand.share.partner.gate.decisions import Decisions
from beforehand.share.partner.gate.finding import Finding, Group
from beforehand.share.partner.gate.kinds import Kind
from beforehand.share.partner.gate.looking import Look
from beforehand.words import Words, words


def as_faults(found: Look) -> tuple[Fault, ...]:
    """Findings as the marked-up copy takes them, one a cell, whatever crosses first."""
    cells: dict[tuple[int, str], list[Finding]] = {}
    for one in found.findings:
        cells.setdefault((one.row, one.column), []).append(one)
    return tuple(
        Fault(
            file=found.file,
            sheet=found.sheet,
            row=row,
            column=column,
            value=some[0].text,
            problem=_joined(some),
        )
        for (row, column), some in cells.items()
    )


def _joined(some: list[Finding]) -> Words:
    """What is said of one cell, each reason once."""
    said: Words | None = None
    for one in {one.words.template + one.part: one for one in some}.values():
        more = (
            one.reason
            if one.kind is Kind.RARE
            else words('"{part}" {reason}', part=one.part, reason=one.reason)
        )
        said = more if said is None else words("{some}; {another}", some=said, another=more)
    return said or Words("")


def draft(found: Look, decided: Decisions) -> str:
    """A decisions file that takes the safest choice for each column and kind that waits.

    It holds no cell's text, so it may be kept and used for the next file.
    """
    lines = [
        "# Read each line against your sheet before you seal with it.",
        "# Each takes the safest choice; what else may be decided stands behind it.",
        "decisions:",
    ]
    kept = [one.plain() for one in decided.all]
    lines += [f"- {_flow(one)}" for one in kept]
    waiting = {(one.column, one.kind) for one in decided.undecided(found.findings)}
    asked = [one for one in found.groups if one.crosses and (one.column, one.kind) in waiting]
    lines += [_line(one) for one in asked]
    return "\n".join(lines if kept or asked else [*lines[:2], "decisions: []"]) + "\n"


def _line(one: Group) -> str:
    if not one.may:
        return (
            f"# {one.column}: {one.kind.value}. Mend it in the mapping; no decision lets it cross."
        )
    said: dict[str, object] = {"kind": one.kind.value}
    said |= {"column": one.column} if one.column else {}
    said["decide"] = one.may[0].value
    others = ", ".join(action.value for action in one.may[1:])
    return f"- {_flow(said)}  # {one.cells} cells" + (f"; or: {others}" if others else "")


def _flow(said: dict[str, object]) -> str:
    return "{" + ", ".join(f"{name}: {_quoted(value)}" for name, value in said.items()) + "}"


def _quoted(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(str(one) for one in value) + "]"
    text = str(value)
    plain = text.replace(" ", "").replace("-", "").isalnum() and not text[:1].isdecimal()
    return text if plain or isinstance(value, int) else '"' + text.replace('"', '\\"') + '"'

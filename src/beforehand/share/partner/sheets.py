"""Which sheet of a workbook is read, and what is said of those that are not."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from beforehand.share.partner.files import unreadable
from beforehand.words import Words, words


def choose(file: str, visible: Mapping[str, bool], wanted: str) -> tuple[str, tuple[Words, ...]]:
    """The sheet named, or the first visible one; and a warning for each other kind left.

    Raises:
        UnreadableFile: There is no such sheet, or none that is visible.
    """
    if wanted and wanted not in visible:
        raise unreadable(
            file,
            words("it has no sheet {sheet}", sheet=wanted),
            words("Its sheets are: {sheets}.", sheets=", ".join(visible)),
        )
    name = wanted or next((name for name, seen in visible.items() if seen), "")
    if not name:
        raise unreadable(
            file,
            words("all its sheets are hidden: {sheets}", sheets=", ".join(visible)),
            words("Unhide the sheet, or name it in the mapping."),
        )
    return name, _unread(name, visible)


def _unread(name: str, visible: Mapping[str, bool]) -> tuple[Words, ...]:
    said = []
    hidden = [other for other, seen in visible.items() if other != name and not seen]
    others = [other for other, seen in visible.items() if other != name and seen]
    if hidden:
        said.append(words("Hidden sheets were not read: {sheets}.", sheets=", ".join(hidden)))
    if others:
        said.append(
            words(
                "Only the sheet {name} was read, not: {sheets}.",
                name=name,
                sheets=", ".join(others),
            )
        )
    return tuple(said)


def hidden_rows(numbers: Collection[int]) -> tuple[Words, ...]:
    """The warning that hidden rows were not read."""
    if not numbers:
        return ()
    shown = ", ".join(str(number) for number in sorted(numbers)[:20])
    rows = shown if len(numbers) <= 20 else f"{shown}, ..."
    said = words(
        "{count} hidden rows were not read: {rows}. Unhide them to share them.",
        count=len(numbers),
        rows=rows,
    )
    return (said,)


def hidden_columns(count: int) -> tuple[Words, ...]:
    """The warning that hidden columns are read like any other."""
    if not count:
        return ()
    return (words("Hidden columns are read where the mapping names them."),)

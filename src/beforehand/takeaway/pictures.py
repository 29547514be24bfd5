"""A drawing as a picture of its own: with its title over it, and under it where it is from."""

from __future__ import annotations

import re
import textwrap

import typst

from beforehand.charts import PAPER, Palette
from beforehand.charts.svg import Canvas
from beforehand.takeaway.sheets import Sheet

EDGE, LINE = 16.0, 15.0
LETTER = 6.1  # width of a letter of the caption, about
TITLE_LETTER = 7.2
PIXELS_PER_INCH = 200
_VIEWBOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_PAGE = """#set page(width: auto, height: auto, margin: 0pt, fill: white)
#image(bytes(sys.inputs.drawing), format: "svg")
"""


def to_svg(sheet: Sheet, palette: Palette = PAPER) -> str:
    """The sheet's drawing with its title, caption and, of made-up data, the mark that says so.

    Args:
        sheet: With a drawing in explicit colours (``PAPER``).
        palette: The colours of title and caption.

    Returns:
        One SVG with a white ground, without script, link or foreign font.
    """
    width, height = _size(sheet.drawing)
    title = textwrap.wrap(sheet.title, max(20, int(width / TITLE_LETTER)))
    notes = [*([sheet.made_up] if sheet.made_up else []), sheet.caption]
    wrapped = [(at == 0 and bool(sheet.made_up), line)
               for at, note in enumerate(notes)
               for line in textwrap.wrap(note, max(24, int(width / LETTER)))]  # fmt: skip
    top = EDGE + LINE * len(title) + 10
    whole = (width + 2 * EDGE, top + height + 12 + LINE * len(wrapped) + EDGE)
    canvas = Canvas(whole, sheet.title, palette)
    canvas.ground()
    for at, line in enumerate(title):
        canvas.text("lab", (EDGE, EDGE + LINE * (at + 0.7)), line)
    canvas.within(sheet.drawing, (EDGE, top), (width, height))
    for at, (marked, line) in enumerate(wrapped):
        y = top + height + 12 + LINE * (at + 0.7)
        canvas.text("poolt" if marked else "tick", (EDGE, y), line)
    return canvas.svg()


def to_png(sheet: Sheet, palette: Palette = PAPER) -> bytes:
    """The same as pixels, set by Typst: 200 to an inch, offline, with the fonts it brings."""
    made = typst.compile(
        _PAGE.encode(),
        format="png",
        ppi=PIXELS_PER_INCH,
        ignore_system_fonts=True,
        sys_inputs={"drawing": to_svg(sheet, palette)},
    )
    return bytes(made)


def _size(drawing: str) -> tuple[float, float]:
    found = _VIEWBOX.search(drawing)
    if found is None:
        raise ValueError("a drawing of beforehand.charts has a viewBox")
    return float(found[1]), float(found[2])

"""A small SVG canvas: classes for the web, explicit colours for print, never a style attribute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from xml.sax.saxutils import escape, quoteattr

#: The charts' style for a web page, on the custom properties --ink, --soft, --line, --land,
#: --accent, --mark and --card. Classes act inside ``.chart`` alone.
STYLE = (files("beforehand.charts") / "charts.css").read_text(encoding="utf-8")

Attributes = dict[str, float | str]

HALOED = {"lab", "name", "val"}  # texts that may lie over a line
SHADES = 5  # classes of a choropleth, lightest first


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Explicit colours and a font, for PDF and mail, where no style sheet reaches."""

    ink: str = "#1d2226"
    soft: str = "#5d6468"
    line: str = "#dcd6ca"
    land: str = "#e9e4d9"
    accent: str = "#0c6a6b"
    mark: str = "#b4541a"
    card: str = "#ffffff"
    font: str = "Libertinus Serif"


#: The light palette on white paper.
PAPER = Palette()


def mix(one: str, other: str, part: float) -> str:
    """``part`` of the first colour and the rest of the other, as #rrggbb."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(part * a + (1 - part) * b):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def number(value: float) -> str:
    """A coordinate to one decimal, without a needless zero."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


class Canvas:
    """Elements in the order they are drawn; ``svg()`` closes it."""

    def __init__(self, size: tuple[float, float], label: str, palette: Palette | None) -> None:
        self.width, self.height = size
        self._label = label
        self._palette = palette
        self._parts: list[str] = []

    def draw(self, tag: str, css: str, **attributes: float | str) -> None:
        """Add an element of class ``css``; underscores in names become hyphens."""
        self._parts.append(f"<{tag}{self._attributes(css, attributes)}/>")

    def line(self, css: str, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Add a straight line."""
        self.draw("line", css, x1=start[0], y1=start[1], x2=end[0], y2=end[1])

    def dot(self, css: str, at: tuple[float, float], radius: float) -> None:
        """Add a circle."""
        self.draw("circle", css, cx=at[0], cy=at[1], r=radius)

    def text(self, css: str, at: tuple[float, float], said: str, anchor: str = "start") -> None:
        """Add a line of text; ``anchor`` is start, middle or end."""
        where: dict[str, float | str] = {"x": at[0], "y": at[1]}
        if anchor != "start":
            where["text_anchor"] = anchor
        if self._palette is not None and css in HALOED:
            # Printers stroke letter by letter, over the letter before: so the halo lies beneath.
            self._parts.append(
                f"<text{self._attributes(f'{css} halo', where)}>{escape(said)}</text>"
            )
        self._parts.append(f"<text{self._attributes(css, where)}>{escape(said)}</text>")

    def path(self, css: str, outline: str, title: str = "", **attributes: float | str) -> None:
        """Add a path, with a tooltip where ``title`` is given."""
        head = f"<path{self._attributes(css, {'d': outline} | attributes)}"
        said = f"><title>{escape(title)}</title></path>" if title and not self._palette else "/>"
        self._parts.append(head + said)

    def hatch(self, name: str) -> None:
        """Define the pattern of held-out places; paths of class ``hatch`` are filled with it."""
        stripe = self._attributes("stripe", {"d": "M-1 1L1-1M0 6L6 0M5 7L7 5"})
        land = self._attributes("land", {"width": 6, "height": 6})
        self._parts.append(
            f'<defs><pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse">'
            f"<rect{land}/><path{stripe}/></pattern></defs>"
        )

    def ground(self) -> None:
        """Lay white under everything: for a picture that stands alone."""
        self._parts.append(
            f'<rect width="{number(self.width)}" height="{number(self.height)}" fill="#ffffff"/>'
        )

    def within(self, drawing: str, at: tuple[float, float], size: tuple[float, float]) -> None:
        """Set another drawing of this module inside, at its own size."""
        head = f'<svg x="{number(at[0])}" y="{number(at[1])}" '
        plain = drawing.replace(f' width="{number(size[0])}" height="{number(size[1])}"', "", 1)
        placed = f'{head}width="{number(size[0])}" height="{number(size[1])}" overflow="visible" '
        self._parts.append(plain.replace("<svg ", placed, 1))

    def svg(self) -> str:
        """The whole drawing, named by its label."""
        size = f"0 0 {number(self.width)} {number(self.height)}"
        fixed = (
            f' width="{number(self.width)}" height="{number(self.height)}"' if self._palette else ""
        )
        head = f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="{size}"{fixed}'
        return f'{head} role="img" aria-label={quoteattr(self._label)}>{"".join(self._parts)}</svg>'

    def _attributes(self, css: str, attributes: Mapping[str, float | str]) -> str:
        given: Attributes = {} if self._palette else {"class": css}
        if self._palette is not None:
            given |= style(css, self._palette)
        given |= {name.replace("_", "-"): value for name, value in attributes.items()}
        return "".join(
            f" {name}={quoteattr(value if isinstance(value, str) else number(value))}"
            for name, value in given.items()
            if value != ""
        )


def style(css: str, palette: Palette) -> Attributes:
    """What ``charts.css`` says of these classes, as presentation attributes."""
    styles = _styles(palette)
    found: Attributes = {}
    for name in css.split():
        found |= styles[name]
    if "font-size" in found:
        found["font-family"] = palette.font
    return found


_ROUND: Attributes = {"stroke-linecap": "round"}


def _styles(p: Palette) -> dict[str, Attributes]:
    return _lines(p) | _texts(p) | _areas(p)


def _lines(p: Palette) -> dict[str, Attributes]:
    return {
        "base": {"stroke": p.line, "stroke-width": 2.0},
        "ci": {"stroke": p.accent, "stroke-width": 5.0, "stroke-opacity": "0.42", **_ROUND},
        "raw": {"stroke": p.soft, "stroke-width": 1.5},
        "leak": {"stroke": p.mark, "stroke-width": 2.0, **_ROUND},
        "grid": {"stroke": p.line, "stroke-width": 1.0},
        "pool": {"stroke": p.mark, "stroke-width": 2.0},
        "stripe": {"stroke": p.accent, "stroke-width": "1.6", "fill": "none"},
        "ribbon": {"fill": p.accent, "fill-opacity": "0.3"},
        "partial": {"fill": p.soft, "fill-opacity": "0.2"},
        "trace": {
            "fill": "none",
            "stroke": p.accent,
            "stroke-width": 2.5,
            "stroke-linejoin": "round",
        },
        "flow": {"fill": "none", "stroke": p.mark, "stroke-opacity": "0.55", **_ROUND},
    }


def _texts(p: Palette) -> dict[str, Attributes]:
    return {
        "poolt": {"fill": p.mark, "font-size": 13.0},
        "tick": {"fill": p.soft, "font-size": "11.5"},
        "lab": {"fill": p.ink, "font-size": "14.5", "font-weight": "600"},
        "name": {"fill": p.ink, "font-size": 13.0, "font-weight": "600"},
        "sub": {"fill": p.soft, "font-size": 12.0},
        "place": {"fill": p.ink, "font-size": 12.5},
        "next": {"fill": p.soft, "font-size": "11.5"},
        "over": {"paint-order": "stroke", "stroke": p.card, "stroke-width": 3.5},
        "halo": {"fill": p.card, "stroke": p.card, "stroke-width": 4.0},
        "val": {"fill": p.ink, "font-size": 15.0, "font-weight": "600"},
    }


def _areas(p: Palette) -> dict[str, Attributes]:
    shades: dict[str, Attributes] = {
        f"shade{step}": {"fill": mix(p.accent, p.land, step / SHADES)}
        for step in range(1, SHADES + 1)
    }
    return shades | {
        "dot": {"fill": p.accent},
        "ring": {"fill": p.card, "stroke": p.accent, "stroke-width": 2.0},
        "bar": {"fill": p.land},
        "on": {"fill": p.accent},
        "other": {"fill": mix(p.accent, p.land, 0.45)},
        "land": {"fill": p.land},
        "area": {"stroke": p.card, "stroke-width": "0.7", "stroke-linejoin": "round"},
        "blank": {"fill": p.land},
        "hatch": {},
        "mark": {"fill": p.mark},
        "end": {"fill": p.mark},
    }

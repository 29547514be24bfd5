"""Every number of the report opens to its count: where it comes from and how to count it again."""

from __future__ import annotations

from dataclasses import dataclass

from beforehand.charts import decimal, span, value
from beforehand.records.figure import Figure, Unit
from beforehand.records.release import SafeFigure
from beforehand.words import Words, speak, words

SHORT = 12  # characters of a hash that are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number as shown, and the key of its source; no key where it is withheld or missing."""

    text: str
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """Where one number comes from."""

    key: str
    text: str
    definition: str
    span: str
    letter: str  # of its data
    recipe: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataView:
    """Data that numbers were counted in."""

    letter: str
    source: str
    data_hash: str


class Numbers:
    """Numbers in the order in which they are shown, each with its source."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._sources: list[SourceView] = []
        self._data: dict[tuple[str, str], str] = {}

    def add(self, shown: SafeFigure | None) -> Number:
        """Show a figure and note its source; say so where it is withheld."""
        if shown is None:
            return Number(text="")
        if shown.figure is None:
            return Number(text=speak(words("withheld"), self._language))
        number = Number(
            text=speak(in_words(shown.figure), self._language), key=str(len(self._sources) + 1)
        )
        data = (shown.figure.source, shown.figure.data_hash)
        letter = self._data.setdefault(data, chr(ord("A") + len(self._data)))
        self._sources.append(_source(number, shown.figure, letter, self._language))
        return number

    def sources(self) -> tuple[SourceView, ...]:
        """All sources noted so far."""
        return tuple(self._sources)

    def data(self) -> tuple[DataView, ...]:
        """The data behind them, by letter."""
        return tuple(
            DataView(letter=letter, source=source, data_hash=data_hash)
            for (source, data_hash), letter in self._data.items()
        )


def in_words(figure: Figure) -> Words:
    """The value in its unit; small sums of money with cents."""
    if figure.unit is Unit.DIFFERENCE:
        sign = "−" if figure.value < 0 else "+"
        return words("{sign}{number} points", sign=sign, number=decimal(abs(100 * figure.value)))
    if figure.unit is Unit.EUR and figure.value < 100:
        return words("€{number}", number=decimal(figure.value, 2))
    return value(figure)


def _source(number: Number, figure: Figure, letter: str, language: str) -> SourceView:
    parameters = ", ".join(f"{name}={_short(v)}" for name, v in figure.recipe.parameters.items())
    return SourceView(
        key=number.key,
        text=number.text,
        definition=speak(figure.definition, language),
        span=speak(span(figure), language) if figure.interval else "",
        letter=letter,
        recipe=f"{figure.recipe.function}({parameters})",
    )


def _short(parameter: object) -> str:
    text = str(parameter)
    return text if len(text) <= 2 * SHORT else f"{text[:SHORT]}…"

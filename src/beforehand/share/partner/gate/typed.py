"""What the officer typed and what goes along with the rows: partner, dataset, edition, title."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Dictionary

from beforehand.share.partner.gate.finding import MARKED, TYPED, Finding
from beforehand.share.partner.gate.kinds import Action, Kind
from beforehand.share.partner.gate.scanning import scan
from beforehand.share.partner.mapping import Mapping

#: What a person may say is no identifier: an organisation's name is written large too. The rest
#: (a telephone number in a title) is mended in the mapping, or the usual words are taken.
_ARGUABLE = frozenset({Kind.NAME, Kind.CAPITAL, Kind.SMALL_PLACE, Kind.NO_CAPITALS, Kind.DATE})
USUAL_LICENCE = "Shared under agreement; not to be published"
_HAS_USUAL = frozenset({"title", "licence"})


def in_typed(mapping: Mapping, more: Dictionary[str, str]) -> Iterator[Finding]:
    """Findings in what was typed and crosses, then in the mapping's own words, which stay.

    Args:
        mapping: Partner, dataset, edition, title and licence cross as they are.
        more: Further parts that cross, such as ``group`` and ``published_by``.
    """
    said = {part: str(getattr(mapping, part, "")) for part in TYPED}
    marked = {part: str(mapping.sharing.get(part) or "") for part in MARKED}
    said = {part: text for part, text in (said | marked | dict(more)).items() if text}
    for part, text in said.items():
        yield from _findings(part, text, crosses=True)
    for name in mapping.columns:
        yield from _findings(f"column name {name}", name, crosses=False)
    for field, table in mapping.values.items():
        for word in table:
            yield from _findings(f"value words of {field}", word, crosses=False)


def _findings(part: str, text: str, *, crosses: bool) -> Iterator[Finding]:
    for span in scan(text) if text != USUAL_LICENCE else ():
        if not crosses and span.kind in _ARGUABLE:
            continue  # a heading or a value word alone in a cell begins a sentence
        may = [Action.USUAL_WORDS] if part in _HAS_USUAL else []
        if span.kind in _ARGUABLE:
            may.append(Action.NOT_AN_IDENTIFIER)
        yield Finding(
            row=0,
            column=part,
            typed=True,
            text=text,
            start=span.start,
            end=span.end,
            kind=span.kind,
            reason=span.reason,
            crosses=crosses,
            may=tuple(may) if crosses else (),
        )

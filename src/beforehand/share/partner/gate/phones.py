"""Which runs of digits could be telephone numbers: ``phonenumbers``, leniency POSSIBLE."""

from __future__ import annotations

from functools import lru_cache

#: Countries whose national numbers are tried; any other is seen by its + or 00.
REGIONS = ("AL", "XK", "GB")


def is_possible(digits: str, *, international: bool) -> bool:
    """Whether a country's plan has numbers of this beginning and length.

    Args:
        digits: The digits alone, without + or 00 where ``international``.
        international: Whether they begin with a country's code.
    """
    return _possible(digits[:4], len(digits), international)


@lru_cache(maxsize=50_000)
def _possible(head: str, length: int, international: bool) -> bool:
    """Lengths depend on the country and on how a number begins, so a filler stands for the rest."""
    number = head + "2" * (length - len(head))
    if international:
        return _parses(f"+{number}", None)
    return any(_parses(number, region) for region in REGIONS)


def _parses(number: str, region: str | None) -> bool:
    import phonenumbers  # loaded with the first number: it takes a browser a second

    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_possible_number(parsed)

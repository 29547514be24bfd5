"""Names that a person would take for one another, though a computer tells them apart."""

from __future__ import annotations

import unicodedata

#: Small letters of other scripts, and digits, that look like a Latin letter: those of the words
#: that organisations here call themselves, not all of Unicode's confusables.
_LOOKS = str.maketrans(
    {
        **dict(zip("авеёзікмнорстухѕјԛԝһԁ", "abee3ikmhopctyxsjqwhd", strict=True)),
        **dict(zip("αβεηικμνορτυχζ", "abehikmnoptyxz", strict=True)),
        **dict(zip("01l|", "oiii", strict=True)),
    }
)
#: The hub's own name among the members of a group; no partner may be called so.
HUB = "hub"


def plain(name: str) -> str:
    """The name in one form: no signs that cannot be seen, single spaces, composed letters."""
    seen = "".join(sign for sign in name if unicodedata.category(sign) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", seen).split())


def look(name: str) -> str:
    """What is left of a name for somebody who reads quickly; equal for names that look alike."""
    bare = unicodedata.normalize("NFKD", plain(name)).casefold().translate(_LOOKS)
    return "".join(sign for sign in bare if sign.isalnum())


def is_hub(name: str) -> bool:
    """Whether a reader would take the name for the hub's own."""
    return look(name) == HUB


def mistaken(name: str, others: set[str]) -> str:
    """The name that this one could be taken for; empty if there is none.

    Args:
        name: As it is written.
        others: Names that are known; the very same name is no mistake.
    """
    looks = look(name)
    for one in sorted(others - {name}):
        if look(one) == looks:
            return one
    return "" if plain(name) == name else plain(name)

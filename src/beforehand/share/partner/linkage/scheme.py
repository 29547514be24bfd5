"""composite-1: which parts of a person make which key. The order is the order of the matrix.

A key never holds one part alone: a surname by itself would show how common it is to whoever
holds the matrix. Changing anything here, or in how parts are made, needs a new scheme name, since
keys of two schemes never agree.
"""

from __future__ import annotations

from dataclasses import dataclass

SCHEME = "composite-1"


@dataclass(frozen=True, slots=True)
class Key:
    """One composite key.

    Attributes:
        given: Part of the given name: ``same`` (as written), ``sound``, ``head`` (first two
            sounds), ``tail`` (last two), ``initial``, or none.
        family: Part of the surname, likewise; ``last`` is the sound of the last of several.
        birth: Part of the birth date (``births.PARTS``), or none.
        sex: Whether sex is in it.
        citizenship: Whether citizenship is in it.
    """

    given: str
    family: str
    birth: str = ""
    sex: bool = False
    citizenship: bool = False

    @property
    def slots(self) -> tuple[str, ...]:
        """Names of the parts that are joined."""
        more = ("sex" if self.sex else "", "citizenship" if self.citizenship else "")
        names = (self.given and f"given-{self.given}", self.family and f"family-{self.family}")
        return tuple(part for part in (*names, self.birth, *more) if part)

    @property
    def name(self) -> str:
        """Such as ``given-sound+family-sound+date``; it goes into the key."""
        return "+".join(self.slots)


_WHOLE = (("same", "same"), ("sound", "sound"), ("sound", "last"))
_HALF = (("sound", "head"), ("sound", "tail"), ("head", "sound"), ("tail", "sound"))
_HALVES = (("head", "head"), ("tail", "tail"), ("head", "tail"), ("tail", "head"))


def _composite_1() -> tuple[Key, ...]:
    """With the whole date names may be half wrong; with less of the date, less of the name."""
    whole = [Key(given, family, "date") for given, family in (*_WHOLE, *_HALF, *_HALVES)]
    one_name = [
        Key("", "sound", "date"),
        Key("sound", "", "date", sex=True, citizenship=True),
        Key("initial", "initial", "date"),
    ]
    swapped = [Key(given, family, "swap") for given, family in (_WHOLE[1], *_HALF)]
    partly = [
        Key(given, family, birth)
        for birth in ("dm", "my", "dy")
        for given, family in (*_WHOLE, *_HALF)
    ]
    little = [Key("same", "same", "y"), Key("sound", "sound", "y", sex=True)]
    undated = [Key("same", "same", "", sex=True, citizenship=True)]
    return (*whole, *one_name, *swapped, *partly, *little, *undated)


KEYS = _composite_1()

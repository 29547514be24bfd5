"""Names in an uploaded table that no place has: offered as a choice, never guessed."""

from __future__ import annotations

from dataclasses import dataclass

from beforehand import gazetteer
from beforehand.refusals import Refusal, UnknownPlaces
from beforehand.web.desk.plan_request import MEANT


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubtful:
    """A name, and the places that it may mean."""

    field: str  # of the form, in which the choice comes back
    name: str
    nearest: str
    others: tuple[str, ...]


def doubtful(refusal: Refusal | None) -> tuple[Doubtful, ...]:
    """The names that a table was refused for; none where it was refused for something else.

    What was typed into the form itself is put right there.
    """
    if not isinstance(refusal, UnknownPlaces) or not isinstance(refusal.params["file"], str):
        return ()
    names = sorted(place.name for place in gazetteer.places(*refusal.where))
    return tuple(
        Doubtful(
            field=f"{MEANT}{name}",
            name=name,
            nearest=nearest,
            others=tuple(one for one in names if one != nearest),
        )
        for name, nearest in refusal.doubtful
    )

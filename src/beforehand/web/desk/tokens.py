"""Which figure a page's "pin as a claim" means, as it stands in an address."""

from __future__ import annotations

import base64
import binascii

import msgspec

from beforehand.records.codec import from_json, to_json
from beforehand.records.figure import Recipe
from beforehand.refusals import NoSuchFigure
from beforehand.words import words


def token_of(recipe: Recipe) -> str:
    """The recipe as it stands in an address: what to count, and in which source."""
    short = Recipe(
        function=recipe.function,
        parameters=recipe.parameters,
        submissions=recipe.submissions[:1],
    )
    return base64.urlsafe_b64encode(to_json(short)).decode().rstrip("=")


def recipe_of(token: str) -> Recipe:
    """The recipe that a token stands for. Whether its figure may be seen is asked apart.

    Raises:
        NoSuchFigure: If it stands for none.
    """
    try:
        return from_json(Recipe, base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    except (msgspec.DecodeError, binascii.Error, ValueError) as wrong:
        raise NoSuchFigure(figure=words("this address")) from wrong

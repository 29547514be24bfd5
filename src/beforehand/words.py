"""Sentences that a person sees: an English template with parameters, spoken in a language.

Pure standard library, since refusals are also raised at the partner and in a browser.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"
LANGUAGES = ("en", "sq")


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence to be spoken later: ``template`` is English and names its ``params``."""

    template: str
    params: Mapping[str, Words | str | int | float | None] = field(default_factory=dict)

    def __str__(self) -> str:
        return speak(self, "en")


Parameter = Words | str | int | float | None


def words(template: str, **params: Parameter) -> Words:
    """Mark a template for translation and hold its parameters."""
    return Words(template, params)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("beforehand", LOCALE, [language], fallback=True)


def speak(said: Words | str, language: str = "en") -> str:
    """The sentence in ``language``; a parameter that is itself ``Words`` is spoken too."""
    if isinstance(said, str):
        return said
    template = _catalogue(language).gettext(said.template) if said.template else ""
    spoken = {
        name: speak(value, language) if isinstance(value, Words) else value
        for name, value in said.params.items()
    }
    return template.format(**spoken) if spoken else template

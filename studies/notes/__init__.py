"""Made-up case notes in six languages: sentences, names and traps, each in two lots.

Nobody in them exists. The first lot may be looked at while the gate is made better; the second
(``held``) is not: its sentences and names are used for the published figures alone. In a sentence
``{N}`` is a full name, ``{G}`` a given name as the sentence needs it, ``{S}`` a family name; other
capitals are further identifiers, small letters are traps that identify nobody.
"""

from __future__ import annotations

from notes.albanian import ALBANIAN
from notes.arabic import ARABIC
from notes.english import ENGLISH
from notes.language import Language, Lot
from notes.polish import POLISH
from notes.romanian import ROMANIAN
from notes.vietnamese import VIETNAMESE

LANGUAGES = (ENGLISH, ALBANIAN, ROMANIAN, VIETNAMESE, POLISH, ARABIC)

__all__ = ["LANGUAGES", "Language", "Lot"]

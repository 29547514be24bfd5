"""The root of all refusals.

A refusal holds a code (its class name), a template and parameters, so that the command line can
print it and the web can translate it. ``str(refusal)`` is the plain English sentence.
"""

from __future__ import annotations

from typing import ClassVar

from beforehand.words import Parameter, Words, speak


class Refusal(Exception):
    """The programme says no, in one plain sentence: what is wrong, where, how to mend it."""

    template: ClassVar[str] = "The programme cannot do this."

    def __init__(self, **params: Parameter) -> None:
        super().__init__(self.template, params)
        self.params = params

    @property
    def code(self) -> str:
        """Stable name of the reason, such as ``TooFewCases``."""
        return type(self).__name__

    @property
    def words(self) -> Words:
        """The sentence, ready to be spoken in another language."""
        return Words(self.template, self.params)

    def __str__(self) -> str:
        return speak(self.words, "en")

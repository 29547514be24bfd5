"""YAML as people write it, read without tags or aliases: the one place that loads ruamel."""

from __future__ import annotations

from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent

#: What ruamel raises, and what its tags such as ``!!bool maybe`` let through.
_NOT_YAML = (
    YAMLError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    RecursionError,
)


class NotYaml(Exception):
    """The text is no YAML; ``line`` is where, counted from 1, or 0 where nobody knows."""

    def __init__(self, line: int = 0) -> None:
        super().__init__(line)
        self.line = line


class Aliased(NotYaml):
    """A part is repeated by an alias: a few aliases of aliases fill a computer."""


class NameTwice(NotYaml):
    """One name stands twice in one list."""


def load(text: bytes) -> object:
    """What the text holds: lists, dictionaries, strings, numbers, dates, yes or no.

    Raises:
        NotYaml: It is not YAML, or ``Aliased``, or ``NameTwice``.
    """
    try:
        if any(isinstance(event, AliasEvent) for event in YAML(typ="safe", pure=True).parse(text)):
            raise Aliased
        return YAML(typ="safe", pure=True).load(text)
    except DuplicateKeyError as wrong:
        raise NameTwice(_line(wrong)) from wrong
    except _NOT_YAML as wrong:
        raise NotYaml(_line(wrong)) from wrong


def _line(wrong: Exception) -> int:
    mark = wrong.problem_mark if isinstance(wrong, MarkedYAMLError) else None
    return mark.line + 1 if mark is not None else 0

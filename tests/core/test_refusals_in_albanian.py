"""What a refusal says is said in the reader's language, its reasons and mends too."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from beforehand import refusals
from beforehand.campaign import read_covariates
from beforehand.understand import country
from beforehand.words import speak

SOURCE = Path(refusals.__file__).parents[1]
SENTENCES = {"reason", "mend", "what", "who", "wanted"}


def _plain_english(call: ast.Call) -> list[str]:
    return [
        f"{given.arg} on line {given.value.lineno}"
        for given in call.keywords
        if isinstance(given.value, ast.JoinedStr)
        or (isinstance(given.value, ast.Constant) and given.arg in SENTENCES)
    ]


def _refusals_made(path: Path) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in refusals.__all__
    ]


def test_no_refusal_is_given_a_sentence_that_cannot_be_translated() -> None:
    found = {str(path.relative_to(SOURCE)): _refusals_made(path) for path in SOURCE.rglob("*.py")}
    assert sum(map(len, found.values())) > 100
    plain = [
        f"{name}: {one}"
        for name, calls in found.items()
        for call in calls
        for one in _plain_english(call)
    ]
    assert plain == []


def test_every_unknown_place_is_listed_in_the_readers_language() -> None:
    with pytest.raises(refusals.UnknownPlaces) as refused:
        read_covariates(
            b"place,x\nXyz,2\nDurr,3\n", file="a.csv", kind="municipality", country="AL"
        )
    assert "Xyz (nearest: Lezhë), Durr (nearest: Durrës)." in str(refused.value)
    said = speak(refused.value.words, "sq")
    assert "Xyz (më i afërti: Lezhë), Durr (më i afërti: Durrës)." in said


def test_a_country_that_few_routes_touch_is_named_in_albanian() -> None:
    assert (speak(country("CH"), "sq"), speak(country("CH"), "en")) == ("Zvicra", "Switzerland")

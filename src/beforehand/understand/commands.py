"""How a figure is counted again at the command line."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from urllib.parse import parse_qsl

from beforehand.records.cases import SourceClass
from beforehand.records.figure import Recipe, RecipeParameter

_WORDS = {
    "understand.profile": "profile",
    "understand.compare": "compare",
    "understand.routes": "routes",
    "understand.trend": "trend",
    "understand.own_view": "view",
    "understand.typology": "types",
    "understand.definitions": "definitions",
    "understand.ages": "ages",
    "understand.hotspots": "hotspots",
    "understand.signals": "signals",
    "understand.read_trend": "trend",
    "understand.since": "since",
    "understand.hidden": "hidden",
}

#: Options of each command, and the parameter of a recipe that each one says.
_ASKED = {
    "profile": {"--by": "field", "--definition": "definition"},
    "definitions": {"--by": "field", "--kind": "concept"},
    "hotspots": {"--end": "end", "--top": "top"},
    "signals": {"--at": "period"},
    "types": {"--seed": "seed"},
    "view": {"--partner": "partner"},
    "hidden": {
        "--method": "method",
        "--threshold": "threshold",
        "--interval": "interval",
        "--bootstrap": "replicates",
        "--level": "level",
        "--seed": "seed",
        "--by": "stratum",
    },
}


def command_of(recipe: Recipe, source: SourceClass) -> str:
    """The command that prints the answer in which the figure stands; '' if there is none.

    Args:
        recipe: Of a figure of ``understand``.
        source: The class of source that it was counted in.
    """
    word = _WORDS.get(recipe.function)
    if word is None or (word == "hidden" and "origin" not in recipe.parameters):
        return ""  # the latter rests on a table, not on the pool
    asked = {name: value for name, value in recipe.parameters.items() if value is not None}
    first = [str(asked[name]) for name in ("low", "high") if word == "ages"]
    last = ["--closely"] if recipe.function == "understand.read_trend" else []
    return shlex.join(
        ["beforehand", "understand", word, *first, *_options(word, asked, source), *last]
    )


def _options(word: str, asked: Mapping[str, RecipeParameter], source: SourceClass) -> list[str]:
    said = ["--route", f"{asked['origin']}:{asked['destination']}"]
    if asked["citizenship"] != "sole":
        said += ["--citizenship", str(asked["citizenship"])]
    said += ["--source", str(source)]
    for field, code in parse_qsl(str(asked.get("only", ""))):
        said += ["--where", f"{field}={code}"]
    if "where_field" in asked:
        said += ["--where", f"{asked['where_field']}={asked['where_code']}"]
    if asked.get("lists") == "partner_type":
        said += ["--lists", "partner-type"]
    for merged in str(asked.get("merged", "")).split("; "):
        said += ["--merge", merged] if merged else []
    if word == "compare":
        said += ["--by", str(asked["by"]), "--code", f"{asked['field']}={asked['code']}"]
    for option, name in _ASKED.get(word, {}).items():
        if name in asked:
            said += [option, str(asked[name])]
    return said

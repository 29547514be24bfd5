"""The worked page of people on no list runs as it stands, and says what comes out."""

import re
from pathlib import Path
from typing import Any

from beforehand.words import speak

PAGE = Path(__file__).parent.parent.parent / "docs/methods/hidden-population-worked.md"


def test_the_code_of_the_worked_page_runs_and_says_what_the_page_says(capsys):
    text = PAGE.read_text("utf-8")
    known: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
        exec(block, known)
    quoted = re.search(r"prints\n\n(.*?)\n\nWith two lists", text, re.DOTALL)
    said = " ".join(quoted[1].replace("> ", "").replace(">", "").split())
    assert said == " ".join(capsys.readouterr().out.split())
    lists, uk = known["lists"], known["uk"]
    told = " ".join(text.split())
    assert f"dependences: {', '.join(pair_of(lists, pair) for pair in uk.model)}." in told
    assert uk.low < 10_000 < 13_000 < uk.high
    assert {case.population: round(case.estimate or 0) for case in known["cases"]} == {
        "LA": 140,
        "NG": 351,
        "PF": 1367,
        "GO": 488,
        "GP": 0,
        "NCA": 133,
    }
    assert "without list PF the estimate would be 19,845" in speak(uk.warnings[0])


def pair_of(lists: Any, pair: int) -> str:
    """The two lists of a pair, in the order of the table."""
    return " and ".join(name for i, name in enumerate(lists.names) if pair >> i & 1)

"""Whether what somebody reads and what goes further from it rest on the same people of others.

An answer that others will read leaves out what goes no further. Beside the page, which counts it,
the two subtract to it, however few they are.
"""

from __future__ import annotations

from dataclasses import replace

from beforehand import store
from beforehand.home import Home
from beforehand.records.cases import CaseTable
from beforehand.records.people import Asker
from beforehand.refusals import GoesNoFurther, Refusal


def check_same_people(home: Home, asker: Asker, source: str | None) -> None:
    """Whether the asker, who takes an answer along, reads it over the same people.

    Raises:
        GoesNoFurther: If the page counts submissions of others that the answer leaves out.
        Refusal: As ``store.open_cases`` does.
    """
    if asker.sees_small_counts or not asker.hands_on:
        return
    handed = store.open_cases(home, asker, source)
    if differs(home, asker, handed):
        raise GoesNoFurther


def differs(home: Home, asker: Asker, handed: CaseTable) -> bool:
    """Whether the asker's pages rest on other people than these cases do.

    Args:
        home: The hub's home.
        asker: A role without small counts.
        handed: What answers, where others read it.
    """
    if handed.source_class.published:
        return False
    try:
        reads = replace(asker, hands_on=False)
        page = store.open_cases(home, reads, str(handed.source_class))
    except Refusal:
        return True
    return _ids(page) != _ids(handed)


def _ids(cases: CaseTable) -> set[str]:
    return {one.id for one in cases.submissions}

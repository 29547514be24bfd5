"""Every edition of a published table, so that a period can be read as each of them told it."""

from __future__ import annotations

from dataclasses import replace

from beforehand.home import Home
from beforehand.records.cases import CaseTable
from beforehand.records.people import Asker
from beforehand.store import asking, layout, state


def open_editions(home: Home, asker: Asker, source: str | None = None) -> tuple[CaseTable, ...]:
    """The editions of one source that stand, oldest first; the last one is what answers.

    Of partners' cases there is the present state alone: who may read an earlier one is not the
    same question as who may read this.

    Raises:
        Refusal: As ``open_cases`` does.
    """
    current = asking.open_cases(home, asker, source)
    if not current.source_class.published:
        return (current,)
    answering = {one.id for one in current.submissions}
    earlier = [
        one
        for one in state.standing(home)
        if one.source_class == current.source_class and one.id not in answering
    ]
    earlier.sort(key=lambda one: state.edition_order(one.edition))
    before = tuple(
        replace(
            current,
            files=(layout.cases(home, one.id),),
            submissions=(one,),
            data_hash=state.state_hash((one,)),
        )
        for one in earlier
    )
    return (*before, current)

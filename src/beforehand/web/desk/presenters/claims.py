"""What the ledger of claims shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beforehand import ledger, understand
from beforehand.records.claims import ClaimCheck, ClaimUse, Standing
from beforehand.web.desk.presenters.figures import How, how
from beforehand.web.desk.said import say

STANDINGS = {
    Standing.HOLDS: gettext_lazy("holds"),
    Standing.NEW_DATA: gettext_lazy("holds on new data"),
    Standing.MOVED: gettext_lazy("holds no longer"),
    Standing.REDEFINED: gettext_lazy("redefined"),
    Standing.TAKEN_BACK: gettext_lazy("data taken back"),
    Standing.GONE: gettext_lazy("cannot be counted"),
    Standing.RETIRED: gettext_lazy("retired"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCard:
    """One claim of the ledger, counted again."""

    id: str
    short_id: str
    sentence: str
    standing: str
    broken: bool
    retired: bool
    says: str
    then: str
    how: How | None
    made_up: bool
    pinned_on: date | None
    uses: tuple[ClaimUse, ...]


def claim_card(checked: ClaimCheck, *, compares: bool, all_counts: bool) -> ClaimCard:
    """A claim as the page shows it.

    Args:
        checked: The claim, counted again.
        compares: Whether this role may read then beside now.
        all_counts: Whether it may read how many are not recorded.
    """
    line, claim = checked.line, checked.line.claim
    silent = checked.standing in {Standing.TAKEN_BACK, Standing.RETIRED, Standing.GONE}
    figure = claim.figure if claim and compares else None
    if figure is not None and not all_counts:
        figure = replace(figure, unknown=0)
    return ClaimCard(
        id=line.id,
        short_id=line.id[: ledger.SHORT],
        sentence=claim.sentence if claim else _published(line.uses),
        standing=str(STANDINGS[checked.standing]),
        broken=checked.broken,
        retired=line.retired is not None,
        says=say(checked.says) if compares or silent else "",
        then=say(understand.holds_words(figure))
        if figure and checked.standing is not Standing.HOLDS
        else "",
        how=how(figure) if figure else None,
        made_up=claim.figure.made_up if claim else False,
        pinned_on=claim.pinned_on if claim else None,
        uses=line.uses,
    )


def _published(uses: tuple[ClaimUse, ...]) -> str:
    return uses[0].sentence if uses else _("A sentence that was never published; it is gone.")

"""Release: the one door to the public. Small counts stay behind, and whatever gives them back."""

from beforehand.release.counts import read_counts
from beforehand.release.cross import hidden_cells
from beforehand.release.impacts import impact
from beforehand.release.ledger import ledger_line
from beforehand.release.page_bundle import pages
from beforehand.release.plans import public_plan
from beforehand.release.small import THRESHOLD, hide_small, hide_small_each, is_small
from beforehand.release.stretches import Stage, hidden_stretches
from beforehand.release.tables import table

__all__ = [
    "THRESHOLD",
    "Stage",
    "hidden_cells",
    "hidden_stretches",
    "hide_small",
    "hide_small_each",
    "impact",
    "is_small",
    "ledger_line",
    "pages",
    "public_plan",
    "read_counts",
    "table",
]

"""The people on no list in a few seconds, as a page and a brief show them."""

from __future__ import annotations

from beforehand.records.cases import CaseTable
from beforehand.records.hidden import HiddenPopulation
from beforehand.records.picture import RouteFilter
from beforehand.refusals import BadLists, NoEstimate
from beforehand.understand.hidden_pool import ListsAsked, hidden

RESAMPLES = 1_000  # of the people seen; the command line makes more
#: Without those that take long: latent classes, and uncertain links drawn anew.
QUICK = ("stepwise", "aic", "bic", "bic-all", "bic-average", "dga", "independence")


def hidden_soon(cases: CaseTable, route: RouteFilter, *, deep: bool = False) -> HiddenPopulation:
    """How many people no partner saw, as a page and a brief show it.

    Args:
        cases: What the asker may see.
        route: Whose people.
        deep: Latent classes too, and uncertain links drawn anew: some ten seconds.

    Raises:
        Refusal: As ``hidden`` does.
    """
    from beforehand.stats.mse.estimates import Options

    asked = ListsAsked() if deep else ListsAsked(methods=QUICK, drawn=0)
    return hidden(cases, route, asked, Options(replicates=RESAMPLES))


def hidden_for_brief(cases: CaseTable, route: RouteFilter) -> HiddenPopulation | None:
    """The same; None where these cases do not say whom two partners share."""
    try:
        return None if cases.source_class.published else hidden_soon(cases, route)
    except (BadLists, NoEstimate):
        return None

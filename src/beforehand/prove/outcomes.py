"""What may be called an outcome: something counted alike with and without a campaign."""

from __future__ import annotations

import re

from beforehand.refusals import NotAnOutcome
from beforehand.words import Words, words

#: Whom nobody asked us to stop. We warn of exploitation; who leaves is not ours to count.
DEPARTURES = re.compile(
    r"\b(departure|emigra|immigra|outmigra|leav(e|ing) the country|left the country|"
    r"border cross|asylum|nisje|largim|emigr|azil|kalime? (të )?kufi)",
    re.IGNORECASE,
)
#: What exists only where there was a post.
DELIVERY = re.compile(
    r"\b(clicks?|taps?|downloads?|impressions?|likes?|followers?|reach(ed)?"
    r"|page views?|video views?"
    r"|(web|page|site|landing)[- ]?(page )?visits?|visits? to (the|our) (web|page|site)"
    r"|klik(im)?e?|shkarkim\w*|shikim\w*|vizita në (faqe|sajt)\w*)\b",
    re.IGNORECASE,
)


def check_outcome(outcome: str) -> None:
    """Let an outcome pass, or say why it is none.

    Raises:
        NotAnOutcome: If it counts departures, or delivery.
    """
    for pattern, reason in _REASONS:
        if pattern.search(outcome):
            raise NotAnOutcome(outcome=outcome, reason=reason)


_REASONS: tuple[tuple[re.Pattern[str], Words], ...] = (
    (
        DEPARTURES,
        words(
            "people leaving are never an outcome here, since a campaign warns of exploitation and "
            "does not deter migration"
        ),
    ),
    (
        DELIVERY,
        words("it exists only where there was a post, so it is delivery and stands in the funnel"),
    ),
)

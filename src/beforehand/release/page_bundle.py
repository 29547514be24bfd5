"""Rendered pages through the door: the numbers that they quote."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from beforehand.records.codec import digest
from beforehand.records.figure import Figure
from beforehand.records.reach import Pages
from beforehand.records.release import Release
from beforehand.refusals import MadeUpUnlabelled, PagesExpired, SmallCountOnPage
from beforehand.release.small import THRESHOLD, is_small
from beforehand.words import words


def pages(
    bundle: Pages, figures: Sequence[Figure], *, today: date, threshold: int = THRESHOLD
) -> Release[Pages]:
    """Let rendered pages out if every number that they quote may leave.

    Sign-offs, contacts and keys are checked where pages are written; here only numbers and dates.

    Args:
        bundle: All pages to be served, rendered.
        figures: Every figure that a page quotes.
        today: Day of the release.
        threshold: Smallest count of people that is shown.

    Returns:
        The pages, unchanged: a page is never mended here, it is let out or refused.

    Raises:
        SmallCountOnPage: If a quoted figure gives away a count under the threshold.
        MadeUpUnlabelled: If a quoted figure is made up and the pages do not say so.
        PagesExpired: If a contact on them is past its date.
    """
    if bundle.expires_on < today:
        raise PagesExpired(expired=bundle.expires_on.isoformat())
    for figure in figures:
        if is_small(figure, threshold):
            raise SmallCountOnPage(threshold=threshold, definition=figure.definition)
        if figure.made_up and not bundle.made_up:
            raise MadeUpUnlabelled(definition=figure.definition)
    return Release(
        id=digest(bundle),
        kind="pages",
        payload=bundle,
        threshold=threshold,
        account=(
            words("{pages} pages quote {figures} numbers, none of them a count of people under "
                  "{threshold}.", pages=len(bundle.pages), figures=len(figures),
                  threshold=threshold),
        ),
        released_on=today,
        made_up=bundle.made_up,
        data_hashes=tuple(dict.fromkeys(figure.data_hash for figure in figures)),
        cells=len(figures),
    )  # fmt: skip

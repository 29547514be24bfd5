"""Links to the survey: the same for warned and held-out places, which the file does not tell."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from beforehand.campaign.sheets import sheet
from beforehand.records.plan import Plan
from beforehand.records.survey import SURVEY_PATHS, SurveyForm

COLUMNS = ("place", "place_name", "wave", "language", "opens", "closes", "link")


def survey_links_csv(plan: Plan, base_url: str, forms: Iterable[SurveyForm]) -> bytes:
    """One row for each place where the survey is asked, wave and language.

    By name of place: an order by need or by lot would tell who was drawn.
    """
    names = {one.place.code: one.place.name for one in plan.places}
    start = base_url.rstrip("/")
    rows = (
        {
            "place": code,
            "place_name": names[code],
            "wave": form.wave.value,
            "language": language,
            "opens": form.opens_on.isoformat(),
            "closes": form.closes_on.isoformat(),
            "link": f"{start}/{quote(language)}/{quote(plan.campaign)}/{SURVEY_PATHS[form.wave]}"
            f"?p={quote(code)}",
        }
        for form in forms
        for code in sorted(form.places, key=lambda one: (names[one], one))
        for language in plan.audience.languages
    )
    return sheet(COLUMNS, rows)

"""Takes answers to the survey: fixed known values alone, each added to a count of its own."""

from __future__ import annotations

from typing import Final

from beforehand.records.survey import AGES, GENDERS, SURVEY_PATHS, SurveyForm
from beforehand.web.drop import Given

MOST_BYTES: Final = 1024
TOLD: Final = "ask/done/"
CLOSED: Final = "ask/retry/"


def given(form: dict[str, str], campaign: str, place: str, survey: SurveyForm) -> tuple[Given, ...]:
    """What one posted form adds to: as many counts as there are items.

    Args:
        form: The fields as posted; a field posted twice is no known value.
        campaign: The slug of the page.
        place: Of the tracked link; empty if the survey does not ask there.
        survey: The wave that the page belongs to.

    Raises:
        ValueError: If the place, a field or a value is not one of those that the survey knows.
    """
    known = dict.fromkeys(survey.items, survey.answers) | {"age": AGES, "gender": GENDERS}
    if not place or form.keys() != known.keys():
        raise ValueError("fields")
    if any(said not in known[name] for name, said in form.items()):
        raise ValueError("values")
    return tuple(
        Given(campaign, survey.wording, survey.wave, place, form["age"], form["gender"], item,
              form[item])
        for item in survey.items
    )  # fmt: skip


def beside(path: str, survey: SurveyForm, page: str) -> str:
    """The address of another page of the same survey."""
    return path.removesuffix(SURVEY_PATHS[survey.wave]) + page

"""A sentence is held against its figure, number by number."""

from __future__ import annotations

import pytest

from beforehand import understand
from beforehand.records.figure import Figure, Interval, Meaning, Recipe, Unit
from beforehand.refusals import SentenceDisagrees, SentenceWithoutItsNumber
from beforehand.words import words

SHARE = Figure(
    value=3566 / 7659,
    unit=Unit.SHARE,
    definition=words("Forced criminality among everyone, 18 to 34 or not"),
    source="A table of 2022",
    data_hash="f" * 64,
    recipe=Recipe(function="understand.profile"),
    numerator=3566,
    denominator=7659,
    interval=Interval(low=0.4544, high=0.4768, method="wilson", meaning=Meaning.PROCESS),
    unknown=758,
)
PEOPLE = Figure(
    value=7659.0,
    unit=Unit.PEOPLE,
    definition=words("People on the route"),
    source="A table",
    data_hash="f" * 64,
    recipe=Recipe(function="understand.profile"),
    numerator=7659,
    complete_count=True,
)


@pytest.mark.parametrize(
    "said",
    [
        "46.6% were exploited through crime.",
        "47 % were exploited through crime.",
        "46.56 per cent",
        "46,6 për qind u shfrytëzuan për krime.",
        "3,566 of the 7,659 people",
        "3 566 nga 7 659 persona",
        "46.6% (45.4% to 47.7%, at 95%) of 7,659; for 758 it is not recorded.",
        "Of those of 18 to 34 or not, from 2022 Q2 on, 46.6%.",
    ],
)
def test_a_sentence_that_states_the_figure_is_taken(said: str) -> None:
    understand.check_sentence(said, SHARE, ("2022 Q2", "2023 Q4"))


@pytest.mark.parametrize(
    "said",
    [
        "46.5% were exploited through crime.",
        "46.6% of the 7,660 people",
        "46.6% of men and 12% of women",
        "46.6% of 9 partners",
        "46.6% since 2019",
    ],
)
def test_a_sentence_with_a_number_that_nothing_backs_is_refused(said: str) -> None:
    with pytest.raises(SentenceDisagrees):
        understand.check_sentence(said, SHARE, ("2022 Q2", "2023 Q4"))


@pytest.mark.parametrize(
    "said", ["Nearly half were.", "45.4% at the lower end.", "3,566 people were.", "Of 7,659."]
)
def test_a_sentence_without_the_value_is_refused(said: str) -> None:
    with pytest.raises(SentenceWithoutItsNumber):
        understand.check_sentence(said, SHARE)


def test_a_share_is_no_number_of_people_and_people_are_no_share() -> None:
    assert understand.agrees("7,659 people", PEOPLE)
    assert understand.agrees("7.659 Menschen", PEOPLE)
    assert not understand.agrees("7,659% of people", PEOPLE)
    assert not understand.agrees("7,658 people", PEOPLE)
    assert not understand.agrees("46.6 people", SHARE)


def test_every_sentence_that_we_suggest_is_backed() -> None:
    for figure in (SHARE, PEOPLE):
        understand.check_sentence(str(understand.suggested(figure)), figure)

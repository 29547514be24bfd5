"""What may be said with an estimate of the unseen, and what may not."""

from __future__ import annotations

from beforehand.records.hidden import HiddenVerdict
from beforehand.understand.hidden_sentences import (
    may_not_say,
    may_say,
    rounded_ends,
    says_verdict,
    verdict_words,
)
from beforehand.understand.hidden_sheet import hidden_content
from beforehand.words import words
from made_hidden import figure, hidden

UK = {"total": figure(11418, 9173, 14426), "hidden": figure(8674, 6429, 11682)}
NONE = {
    "total": None,
    "hidden": None,
    "verdict": HiddenVerdict.NONE,
    "reason": words("no two lists share anybody"),
}


def test_the_range_is_said_to_two_digits_and_is_never_narrower_than_the_interval() -> None:
    assert rounded_ends(UK["total"]) == (9100, 15000)
    assert rounded_ends(figure(50, 41.6, 73.2)) == (41, 74)
    assert str(verdict_words(hidden(**UK))) == "9,100 to 15,000 people"
    said = str(may_say(hidden(**UK))[0])
    assert said.startswith("Between 9,100 and 15,000 people, seen and unseen, fit these lists")


def test_the_number_alone_a_least_and_a_share_may_not_be_said() -> None:
    said = [str(one) for one in may_not_say(hidden(**UK))]
    assert any("“There are 11,418 victims.”" in one for one in said)
    assert any("“At least 9,100 victims.”" in one for one in said)
    assert any("“76% of victims go unseen.”" in one for one in said)
    assert any("needs a test of both together" in one for one in said)
    assert not any("11,418" in str(one) for one in may_say(hidden(**UK)))


def test_without_an_estimate_no_number_of_the_unseen_is_said_anywhere() -> None:
    told = hidden(**NONE)
    assert "cannot tell" in str(verdict_words(told))
    assert "no two lists share anybody" in str(says_verdict(told))
    every = " ".join(map(str, (*may_say(told), *may_not_say(told), says_verdict(told))))
    assert "280" not in every
    assert "400" not in every
    assert "100 people" in every


def test_an_estimate_that_nothing_bounds_says_no_upper_end() -> None:
    told = hidden(total=figure(280, 120, None), verdict=HiddenVerdict.RANGE)
    assert str(verdict_words(told)) == "120 people or more"
    assert "nothing bounds it from above" in str(may_say(told)[0])


def test_a_range_only_is_said_and_drawn_as_the_interval_and_the_models_span_it() -> None:
    reach = figure(1000, 470, 3466).interval
    told = hidden(total=figure(1000, 470, 3180), verdict=HiddenVerdict.RANGE, reach=reach)
    assert str(verdict_words(told)) == "470 to 3,500 people"
    assert str(may_say(told)[0]).startswith("Between 470 and 3,500 people")
    bar = hidden_content(told, "en")["bar"]
    assert "3,500" in bar
    assert "3,466" not in bar, "in the brief no number is exact"
    assert "3,180" not in bar


def test_no_range_begins_under_the_people_seen() -> None:
    told = hidden(total=figure(103, 99.2, 110))
    assert str(verdict_words(told)) == "100 to 110 people"


def test_without_an_interval_no_range_is_said() -> None:
    told = hidden(total=figure(419))
    assert str(verdict_words(told)) == "419 people by one method; no interval was made"
    assert str(may_say(told)[0]).startswith("No interval was made")
    assert not any("lower end" in str(one) for one in may_not_say(told))


def test_the_brief_shows_warnings_but_none_that_may_tell_of_few_people() -> None:
    loud = words("without list {name} the estimate would be {other}", name="A", other="1,400")
    few = words("only {n} people are on two lists", n=6)
    assert hidden_content(hidden(warnings=(loud, few)), "en")["warnings"] == [str(loud)]


def test_how_many_are_on_two_lists_is_not_said_where_one_count_is_withheld() -> None:
    told = hidden()
    assert any("10 are on two lists or more" in str(one) for one in may_say(told))
    first, *rest = told.overlaps
    short = hidden(overlaps=(first, *rest[:-1], type(first)(lists=("B", "C"), people=None)))
    assert not any("two lists or more" in str(one) for one in may_say(short))


def test_made_up_data_come_first_among_what_may_not_be_said() -> None:
    assert "nobody in these data exists" in str(may_not_say(hidden(made_up=True))[0])
    assert not any("nobody" in str(one) for one in may_not_say(hidden()))

"""What an estimate becomes when lists are left out, merged, or play the population."""

from __future__ import annotations

import numpy as np
import pytest

from beforehand.stats.mse.consistency import Ground, internal_consistency, trajectory, within
from beforehand.stats.mse.influence import leave_one_out, merge_each_pair, merged, without
from beforehand.stats.mse.lists import Lists, lists_of
from beforehand.stats.mse.searches import INDEPENDENCE, estimator

PLAIN = estimator(INDEPENDENCE)


def by_hand() -> Lists:
    """Three lists; every pattern has a count of its own, so that none can hide in another."""
    return lists_of(
        ("A", "B", "C"),
        [
            ((1, 0, 0), 40),
            ((0, 1, 0), 30),
            ((0, 0, 1), 20),
            ((1, 1, 0), 8),
            ((1, 0, 1), 5),
            ((0, 1, 1), 4),
            ((1, 1, 1), 3),
        ],
    )


def rows(lists: Lists) -> dict[str, float]:
    """Counts by the names of the lists, joined."""
    return {
        "".join(lists.term(int(at))): float(lists.counts[at]) for at in np.flatnonzero(lists.counts)
    }


def test_people_only_on_the_list_left_out_vanish_and_the_others_keep_their_patterns() -> None:
    assert rows(without(by_hand(), 0)) == {"B": 38, "C": 25, "BC": 7}
    assert rows(without(by_hand(), 1)) == {"A": 48, "C": 24, "AC": 8}
    assert rows(without(by_hand(), 2)) == {"A": 45, "B": 34, "AB": 11}


def test_merged_lists_count_a_person_once() -> None:
    assert rows(merged(by_hand(), 0, 2)) == {"A + C": 65, "B": 30, "A + CB": 15}
    assert rows(merged(by_hand(), 0, 1)) == {"A + B": 78, "C": 20, "A + BC": 12}


def test_leaving_a_list_of_three_out_gives_the_two_list_estimate_of_the_rest() -> None:
    found = leave_one_out(by_hand(), PLAIN)
    assert [change.changed for change in found] == [("A",), ("B",), ("C",)]
    assert [change.seen for change in found] == [70, 80, 90]
    expected = [45 * 32 / 7, 56 * 32 / 8, 56 * 45 / 11]  # size times size over overlap
    assert [change.estimate for change in found] == pytest.approx(expected, rel=1e-6)


def test_every_pair_is_merged_and_estimated() -> None:
    found = merge_each_pair(by_hand(), PLAIN)
    assert [change.changed for change in found] == [("A", "B"), ("A", "C"), ("B", "C")]
    assert {change.seen for change in found} == {110}
    expected = [90 * 32 / 12, 80 * 45 / 15, 70 * 56 / 16]
    assert [change.estimate for change in found] == pytest.approx(expected, rel=1e-6)


def test_a_change_without_an_estimate_says_why() -> None:
    lists = lists_of(("A", "B", "C"), [((1, 1, 0), 5), ((0, 1, 0), 9), ((0, 0, 1), 7),
                                       ((1, 0, 0), 3), ((1, 0, 1), 2)])  # fmt: skip
    first = leave_one_out(lists, PLAIN)[0]
    assert first.estimate is None
    assert "share" in str(first.reason)
    pair = leave_one_out(lists_of(("A", "B"), [((1, 0), 5), ((0, 1), 4), ((1, 1), 2)]), PLAIN)
    assert [change.estimate for change in pair] == [None, None]


def test_among_the_people_on_a_list_those_on_no_other_are_the_unseen() -> None:
    assert rows(within(by_hand(), 0)) == {"B": 8, "C": 5, "BC": 3}
    case = internal_consistency(by_hand(), PLAIN)[0]
    assert (case.population, case.true, case.seen, case.shared) == ("A", 56, 16, 3)
    assert case.estimate == pytest.approx(11 * 8 / 3, rel=1e-6)
    assert case.log_error == pytest.approx(np.log(11 * 8 / 3 / 56), rel=1e-6)


def test_where_the_lists_are_independent_each_list_finds_its_own_size() -> None:
    at = np.arange(8)
    share = [0.5, 0.25, 0.2]
    counts = 2000.0 * np.prod([np.where(at >> i & 1, p, 1 - p) for i, p in enumerate(share)], 0)
    counts[0] = 0
    for case in internal_consistency(Lists(("A", "B", "C"), counts), PLAIN):
        assert case.log_error == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(
    ("patterns", "ground"),
    [
        ([((1, 1, 0), 5), ((1, 0, 1), 4)], Ground.NO_OVERLAP),
        ([((1, 1, 0), 5), ((1, 1, 1), 4)], Ground.NO_EXISTENCE),
    ],
)
def test_a_case_without_an_estimate_has_one_of_the_grounds_allowed(
    patterns: list[tuple[tuple[int, ...], int]], ground: Ground
) -> None:
    lists = lists_of(("A", "B", "C"), [*patterns, ((1, 0, 0), 9), ((0, 1, 0), 6), ((0, 0, 1), 7)])
    case = internal_consistency(lists, PLAIN)[0]
    assert (case.estimate, case.ground) == (None, ground)
    assert str(case.reason)
    assert np.isnan(case.log_error)


def test_a_list_with_nobody_of_the_population_is_left_out_of_its_case() -> None:
    lists = lists_of(
        ("A", "B", "C", "D"),
        [((1, 1, 0, 0), 6), ((1, 0, 1, 0), 4), ((1, 1, 1, 0), 2), ((0, 1, 0, 1), 9),
         ((1, 0, 0, 0), 5), ((0, 0, 0, 1), 5)],
    )  # fmt: skip
    assert within(lists, 0).names == ("B", "C")
    assert internal_consistency(lists, PLAIN)[0].estimate == pytest.approx(8 * 6 / 2, rel=1e-6)


def test_a_trajectory_adds_lists_largest_first_and_ends_at_the_whole_table() -> None:
    steps = trajectory(by_hand(), PLAIN)
    assert [step.names for step in steps] == [("A", "B"), ("A", "B", "C")]
    assert [step.seen for step in steps] == [90, 110]
    assert steps[0].estimate == pytest.approx(56 * 45 / 11, rel=1e-6)
    assert steps[-1].estimate == pytest.approx(float(PLAIN(by_hand().counts[None, :], 3)[0]))
    other = trajectory(by_hand(), PLAIN, order=(2, 1, 0))
    assert other[0].names == ("C", "B")
    assert other[0].estimate == pytest.approx(45 * 32 / 7, rel=1e-6)
    with pytest.raises(ValueError, match="once"):
        trajectory(by_hand(), PLAIN, order=(0, 1))

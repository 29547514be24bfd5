"""Versions are compared from our own counts, and a platform's comparison is refused."""

from __future__ import annotations

import json

import numpy as np
import pytest

import made_commands
from beforehand import prove
from beforehand.refusals import BadCount, NoVersionsToCompare, PlatformTest


def table(folder, head, rows):
    path = folder / "versions.csv"
    path.write_text("\n".join([head, *rows]) + "\n")
    return path


def by_day(folder, shares: dict[str, float], days: int = 10):
    rows = [f"2026-03-{day:02d},{name},100,{round(100 * share)}"
            for day in range(1, days + 1) for name, share in shares.items()]  # fmt: skip
    return table(folder, "day,version,visits,did", rows)


def compared(path, drawn="page"):
    return prove.read_creatives(path, drawn, rng=np.random.default_rng(1))


def test_a_version_that_works_better_is_named_with_both_shares(tmp_path):
    found = compared(by_day(tmp_path, {"debt": 0.4, "passport": 0.25}))
    [pair] = found.pairs
    assert pair.better == "debt"
    assert "40.0% against 25.0%" in str(pair.sentence)
    assert found.looks == 10
    assert found.versions[0].share.denominator == 1000


def test_versions_alike_read_we_cannot_tell(tmp_path):
    assert compared(by_day(tmp_path, {"a": 0.3, "b": 0.3})).pairs[0].better == ""


def test_three_versions_pay_for_three_comparisons(tmp_path):
    found = compared(by_day(tmp_path, {"a": 0.4, "b": 0.25, "c": 0.3}))
    assert len(found.pairs) == 3
    assert all(pair.p_adjusted >= pair.p for pair in found.pairs)
    assert found.pairs[0].p_adjusted > found.pairs[0].p


@pytest.mark.parametrize(
    "head",
    [
        "Ad name,Impressions,Results,day,version,visits,did",
        "Reporting starts,Ad set name,Link clicks,day,version,visits,did",
        "Amount spent (USD),day,version,visits,did",
        "stat_time_day,spend,impressions,ctr",
    ],
)
def test_a_platforms_own_comparison_is_refused_with_the_reason(tmp_path, head):
    path = table(tmp_path, head, ["1,2,3,2026-03-01,a,10,2"])
    with pytest.raises(PlatformTest, match="different people"):
        compared(path)


def test_more_done_than_visited_is_refused(tmp_path):
    path = table(tmp_path, "day,version,visits,did", ["2026-03-01,a,10,11"])
    with pytest.raises(BadCount, match="at most the visits"):
        compared(path)


def test_one_version_is_no_comparison(tmp_path):
    with pytest.raises(NoVersionsToCompare):
        compared(by_day(tmp_path, {"a": 0.3}))


def places(folder, apart: float):
    rng = np.random.default_rng(6)
    rows = []
    for place in range(20):
        share = rng.uniform(0.2, 0.4) + (apart if place % 2 else 0.0)
        rows.append(f"P{place},{'b' if place % 2 else 'a'},200,{round(200 * share)}")
    return table(folder, "place,version,visits,did", rows)


def test_by_place_the_places_are_drawn_again(tmp_path):
    assert compared(places(tmp_path, 0.15), "place").pairs[0].better == "b"
    assert compared(places(tmp_path, 0.0), "place").pairs[0].better == ""


def test_a_place_with_two_versions_was_not_drawn_for_one(tmp_path):
    path = table(tmp_path, "place,version,visits,did", ["P1,a,10,1", "P1,b,10,1"])
    with pytest.raises(NoVersionsToCompare, match="twice"):
        compared(path, "place")


def test_the_command_answers_in_its_documented_json(tmp_path):
    path = by_day(tmp_path, {"debt": 0.4, "passport": 0.25})
    ran = made_commands.run(tmp_path, "prove", "creatives", str(path), "--drawn", "page",
                            "--format", "json", home=tmp_path)  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    answer = json.loads(ran.stdout)
    assert answer["pairs"][0]["better"] == "debt"
    assert answer["versions"][0]["low"] < 0.4 < answer["versions"][0]["high"]

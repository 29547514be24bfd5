"""Wrong, odd and empty input: one sentence, nothing half done, and no number that means nothing."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

import made_commands
from beforehand import campaign, prove, store
from beforehand.home import Home
from beforehand.records.channels import MessageSignOff
from beforehand.records.impact import LiftRequest, Panel, Verdict
from beforehand.refusals import BadDesignFile, BadPlan, ImpossibleDesign
from made_campaign import a_plan

DAYS = tuple(date(2026, 1, 1) + timedelta(days=n) for n in range(12))
PLACES = ("A", "B", "C", "D", "E", "F", "G")


def a_small_panel(counts):
    return Panel(places=PLACES[: len(counts)], days=DAYS[: len(counts[0])],
                 values=tuple(map(tuple, counts)), data_hash="0" * 64, source="x.csv",
                 made_up=True)  # fmt: skip


def drawn(counts, before, treated=("A",), **more):
    panel = a_small_panel(counts)
    request = LiftRequest(treated=treated, start=panel.days[before], end=panel.days[-1], **more)
    return prove.lift(panel, request, rng=np.random.default_rng(1))


def some_counts(periods=10):
    return np.random.default_rng(3).integers(1, 9, (6, periods)).astype(float).tolist()


def test_an_augmented_control_needs_two_periods_before_and_no_more():
    found = drawn(some_counts(6), 2, method="augmented")
    assert np.isfinite(found.effect_per_unit)


def test_nothing_counted_anywhere_during_a_campaign_tells_nothing():
    counts = np.array(some_counts(12))
    counts[:, 10:] = 0
    found = drawn(counts.tolist(), 10, method="did", level=0.6)
    lots = prove.complete_lots(PLACES[:6], 1)
    designed = drawn(counts.tolist(), 10, method="randomisation", lots=lots, level=0.5)
    assert found.p < 0.4
    assert found.verdict is designed.verdict is Verdict.CANNOT_TELL


def test_nothing_counted_in_warned_places_is_not_an_effect_of_nothing():
    counts = some_counts()
    counts[0][6:] = [0.0] * 4
    found = drawn(counts, 6, method="randomisation", lots=prove.complete_lots(PLACES[:6], 1))
    assert found.lift < -0.8
    assert found.effect_total < -5


def test_a_rollout_that_began_everywhere_at_once_shows_nothing(tmp_path):
    listed = tmp_path / "waves.csv"
    listed.write_text("A:2026-01-07,B:2026-01-07\nA:2026-01-08,B:2026-01-08\n")
    schedules = prove.read_design(listed)
    with pytest.raises(ImpossibleDesign, match="two groups"):
        drawn(some_counts(), 6, ("A", "B"), method="randomisation", assignments=schedules)


def test_a_design_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "design.csv").write_bytes(b'A,B\nC,\x00\rD\x00,E\r\n"' + bytes(range(256)))
    with pytest.raises(BadDesignFile):
        prove.read_design(tmp_path / "design.csv")


def test_half_an_address_is_no_site():
    with pytest.raises(BadPlan, match="address of a site"):
        campaign.links(a_plan(), "http://[::1")


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "home")
    store.save(home, a_plan())
    return home


def run(tmp_path, *words):
    return made_commands.run(tmp_path, *words, home=tmp_path / "home")


def test_nobody_signs_off_without_a_name(tmp_path, home):
    one = a_plan().messages[0]
    said = run(tmp_path, "campaign", "sign-off", a_plan().id, "--version", one.version,
               "--language", one.language, "--role", "local-partner", "--by", "  ")  # fmt: skip
    assert said.returncode == 2
    assert not store.saved(home, MessageSignOff)


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("x")
    said = run(tmp_path, "campaign", "rules", "--copy", str(tmp_path / "file" / "out"))
    assert said.returncode == 3
    assert len(said.stderr.strip().splitlines()) == 1
    assert "cannot be written" in said.stderr


def test_a_wording_that_is_not_ours_and_a_seed_below_0_are_wrong_usage(tmp_path):
    for words in (("--wording", "../signs-1"), ("--seed", "-1")):
        assert run(tmp_path, "prove", "survey", "x.csv", "--treated", "A", *words).returncode == 2

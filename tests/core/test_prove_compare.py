"""Finished campaigns stand side by side, and one of them is the template of the next."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache

import click
from click.testing import CliRunner

import made_commands
from beforehand import prove, release, store
from beforehand.cli.like import like_option, template
from beforehand.home import open_home
from made_campaign import OVER, TREATED, a_panel, a_plan, results

PLAN = a_plan()


@cache
def released(factor: float, title: str):
    plan = replace(PLAN, title=title)
    report = prove.impact(plan, results(a_panel(1, dict.fromkeys(TREATED, factor)), plan))
    return release.impact(report, today=OVER)


def test_the_surest_gain_stands_first_and_what_cannot_be_told_is_kept():
    found = prove.compare([released(1.0, "no change"), released(3.0, "tripled")])
    assert [one.title for one in found] == ["tripled", "no change"]
    assert found[1].verdict.value == "we cannot tell"
    assert found[0].per_further is not None
    assert found[1].per_further is None


@click.command()
@like_option
@click.option("--title", default="plain")
@click.option("--ages", default="1-2")
@click.option("--budget", type=float, default=1.0)
def asking(**asked):
    click.echo(json.dumps(asked))


def test_what_is_not_asked_for_is_as_it_was_and_what_is_asked_goes_before(tmp_path, monkeypatch):
    monkeypatch.setenv("BEFOREHAND_HOME", str(tmp_path))
    store.save(open_home(), PLAN)
    ran = CliRunner().invoke(asking, ["--budget", "9", "--like", PLAN.id[:6]])
    assert json.loads(ran.output) == {"title": PLAN.title, "ages": "18-34", "budget": 9.0}
    assert json.loads(CliRunner().invoke(asking, []).output)["title"] == "plain"


def test_neither_the_seed_nor_the_places_are_taken_over(tmp_path, monkeypatch):
    monkeypatch.setenv("BEFOREHAND_HOME", str(tmp_path))
    store.save(open_home(), PLAN)
    assert not {"seed", "start", "end", "exempt", "history"} & set(template(PLAN.id))


def test_a_published_folder_is_a_template_too_and_is_compared(tmp_path):
    one = released(3.0, PLAN.title)
    for name, data in prove.published(one, release.public_plan(PLAN)).items():
        path = tmp_path / "given" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    assert template(str(tmp_path / "given"))["treated"] == 4
    ran = made_commands.run(tmp_path, "prove", "compare", str(tmp_path / "given"), "--format",
                            "json", home=tmp_path)  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    [line] = json.loads(ran.stdout)
    assert line["title"] == PLAN.title
    assert line["effect"]["value"] > 2

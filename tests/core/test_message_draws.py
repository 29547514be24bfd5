"""A plan that draws between message versions on our own page, and the pages made for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from beforehand import campaign, store
from beforehand.prove.changes import changes
from beforehand.records.plan import DesignKind, Plan, Window
from beforehand.records.reach import Event
from beforehand.refusals import BadPlan
from beforehand.words import speak
from made_campaign import a_plan
from made_desk import TODAY, client, example, people, undone

WINDOW = Window(start=TODAY - timedelta(days=3), end=TODAY + timedelta(days=24), history_days=28)
VERSIONS = ("debt-a", "contract-a")


def drawing(**changed: Any) -> Plan:
    """The example's plan, drawing between two of its versions."""
    draw = campaign.message_draw(VERSIONS, WINDOW, **changed)
    messages = campaign.example_messages()
    return replace(a_plan(), campaign="pune", window=WINDOW, messages=messages, draw=draw)


@pytest.fixture
def pages() -> Iterator[list[Any]]:
    with undone():
        yield example(people())


def test_looks_part_the_campaign_into_equal_stretches_and_the_last_is_at_its_end() -> None:
    looks = campaign.message_draw(VERSIONS, WINDOW, looks=4).looks
    assert [(day - WINDOW.start).days + 1 for day in looks] == [7, 14, 21, 28]
    assert campaign.message_draw(VERSIONS, WINDOW, looks=1).looks == (WINDOW.end,)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"versions": ("debt-a",)}, "fewer than two"),
        ({"versions": ("debt-a", "debt-a")}, "fewer than two"),
        ({"versions": ("debt-a", "nowhere")}, "nowhere"),
        ({"worked": Event.VISIT}, "visit is no tap"),
        ({"looks": (date(2020, 1, 1),)}, "not days of the campaign"),
        ({"looks": (WINDOW.end, WINDOW.end)}, "not days of the campaign"),
        ({"error": 0.5}, "out of range"),
    ],
)
def test_a_draw_that_means_nothing_is_refused(changed: dict[str, Any], said: str) -> None:
    draw = replace(campaign.message_draw(VERSIONS, WINDOW), **changed)
    with pytest.raises(BadPlan, match=said):
        campaign.plan(request(draw=draw), {}, today=TODAY)


def test_places_drawn_for_a_message_each_leave_no_draw_to_the_page() -> None:
    draw = campaign.message_draw(VERSIONS, WINDOW)
    with pytest.raises(BadPlan, match="drawn for a message each"):
        campaign.plan(request(draw=draw, design=DesignKind.ARMS), {}, today=TODAY)


def request(**changed: Any) -> campaign.PlanRequest:
    plan = a_plan()
    return campaign.PlanRequest(
        **{
            "route": plan.route, "campaign": "pune", "title": plan.title, "window": WINDOW,
            "budget_eur": 0.0, "audience": plan.audience, "sponsor": plan.sponsor, "seed": 1,
            "messages": campaign.example_messages(), "outcome": "contacts", "kind": "county",
        }
        | changed
    )  # fmt: skip


def test_the_draw_is_sealed_and_a_change_of_it_is_said() -> None:
    draw = campaign.message_draw(VERSIONS, WINDOW)
    with_it = campaign.plan(request(draw=draw), {}, today=TODAY)
    without = campaign.plan(request(), {}, today=TODAY)
    assert with_it.draw == draw
    assert with_it.id != without.id
    assert any("draws between messages" in str(one) for one in changes(without, with_it))
    assert "debt-a, contract-a" in speak(campaign.draw_words(draw))


def drawn(pages: list[Any], plan: Plan) -> dict[tuple[str, str], Any]:
    from beforehand.web.pages.rendering import Tracked, render_site

    tracked = Tracked(recipients=("age1qqq",), versions=VERSIONS, draws={"pune": plan})
    found = render_site(pages, tracked, TODAY)
    return {(page.path, page.version): page for page in found.drawn}


def test_each_version_is_the_landing_page_with_its_own_words_and_one_link_that_names_it(
    pages: list[Any],
) -> None:
    found = drawn(pages, drawing())
    assert set(found) == {(f"/{lang}/pune/", v) for lang in ("sq", "en") for v in VERSIONS}
    debt = found["/sq/pune/", "debt-a"]
    assert "Para se të paguash rrugën" in debt.body.decode()
    assert debt.body.decode().count("?m=debt-a") == 1
    assert 'href="/sq/pune/call/?m=debt-a"' in debt.body.decode()
    assert "contract-a" not in debt.body.decode()
    assert debt.draw.tap == "/sq/pune/call/"
    assert (debt.draw.opens_on, debt.draw.closes_on) == (WINDOW.start, WINDOW.end)


@pytest.mark.parametrize(("worked", "step"), [(Event.CHECKED, "next/"), (Event.REPORT, "form/")])
def test_the_link_that_is_counted_is_the_one_that_the_plan_names(
    pages: list[Any], worked: Event, step: str
) -> None:
    body = drawn(pages, drawing(worked=worked))["/en/pune/", "debt-a"].body.decode()
    assert f'href="/en/pune/{step}?m=debt-a"' in body
    assert body.count("?m=") == 1


def test_a_language_without_words_for_a_version_draws_none_and_the_desk_says_so(
    pages: list[Any], tmp_path: Any, settings_home: None
) -> None:
    from django.conf import settings

    english = next(page for page in pages if page.language == "en")
    english.versions = []
    english.save_revision()
    assert {path for path, _ in drawn(pages, drawing())} == {"/sq/pune/"}
    store.save(settings.HOME, drawing())
    from beforehand.web.accounts.models import User

    user = User.objects.get(email="campaigner@pages.example")
    said = client(user).get("/publish/").content.decode()
    assert "no words for debt-a, contract-a" in said


@pytest.fixture
def settings_home() -> Iterator[None]:
    """What is saved in the desk's home is taken away again."""
    from django.conf import settings

    before = set(settings.HOME.records.rglob("*.json"))
    yield
    for path in set(settings.HOME.records.rglob("*.json")) - before:
        path.unlink()


def test_whoever_agrees_to_a_page_can_read_every_version_first(pages: list[Any]) -> None:
    from beforehand.web.accounts.models import User

    signer = client(User.objects.get(email="adviser@pages.example"))
    english = next(page for page in pages if page.language == "en")
    assert f"/publish/preview/{english.pk}/contract-a/" in signer.get("/publish/").content.decode()
    shown = signer.get(f"/publish/preview/{english.pk}/contract-a/").content.decode()
    assert "Is this job offer real?" in shown
    assert signer.get(f"/publish/preview/{english.pk}/nowhere/").status_code == 404

"""The example campaign published, `public` and the desk running, for browser tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route

import made_desk
from beforehand import store
from beforehand.records.plan import Plan
from made_campaign import WINDOW, a_plan

PHONE = {"width": 320, "height": 640}
AGENT = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130 Mobile"
)
NEUTRAL = "https://www.google.com/"


@dataclass(frozen=True)
class World:
    """Where both faces are, and the accounts behind the desk."""

    public: str
    desk: str
    known: dict[str, Any]


@contextmanager
def published(plan: Plan | None = None) -> Iterator[World]:
    """Pages written, signed and published today, for a plan; taken away again afterwards."""
    made_desk.start_django()
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    from beforehand.web.pages.publication import publish
    from beforehand.web.public import open_public
    from beforehand.web.settings.public import PublicSettings

    _forget()
    known = made_desk.people()
    made_desk.example(known)
    before = set(_plans())
    store.save(settings.HOME, plan or _asking(datetime.now(UTC).date()))
    publish(settings.HOME, "pune", known["campaigner"], datetime.now(UTC).date())
    public = open_public(PublicSettings(home=settings.HOME))
    try:
        with (
            made_desk.serving(public) as visitors,
            made_desk.serving(get_wsgi_application()) as desk,
        ):
            yield World(visitors, desk, known)
    finally:
        _forget()
        for plan in set(_plans()) - before:
            plan.unlink()


def _asking(day: date) -> Plan:
    """A plan whose survey takes answers of the wave before the campaign on this day."""
    window = replace(WINDOW, start=day + timedelta(30), end=day + timedelta(60))
    return replace(a_plan(), campaign="pune", sealed_on=day - timedelta(1), window=window)


def _plans() -> Iterator[Path]:
    from django.conf import settings

    return (settings.HOME.records / "plan").glob("*.json")


def _forget() -> None:
    from beforehand.web.accounts.models import User
    from beforehand.web.pages.models import CampaignPage, Contact, SignOff
    from beforehand.web.reports.models import HandledReport

    HandledReport.objects.all().delete()
    SignOff.objects.all().delete()
    for page in CampaignPage.objects.all():
        page.delete()
    Contact.objects.all().delete()
    User.objects.filter(email__endswith="@pages.example").delete()


@contextmanager
def phone(browser: Browser, **options: Any) -> Iterator[Page]:
    """A phone of 320 px whose every request elsewhere is answered here and remembered."""
    context = browser.new_context(**{"viewport": PHONE, "user_agent": AGENT, **options})
    context.route("**/*", _elsewhere)
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


def _elsewhere(route: Route) -> None:
    if route.request.url.startswith("http://localhost:"):
        route.continue_()
    else:
        route.fulfill(body="<title>elsewhere</title>elsewhere", content_type="text/html")


def sign_in(context: BrowserContext, world: World, name: str) -> None:
    """Give the browser the session of an account."""
    cookie = made_desk.client(world.known[name]).cookies["desk"].value
    context.add_cookies([{"name": "desk", "value": cookie, "url": world.desk}])


def faults(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA and its own good practice, and sideways scroll."""
    found = [
        f"{one['id']}: {one['nodes'][0]['html'][:120]}"
        for one in Axe().run(page).response["violations"]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*found, "scrolls sideways"] if wide else found

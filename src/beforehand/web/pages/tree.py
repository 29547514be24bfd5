"""The page tree: one home a language beneath the root, campaign pages beneath it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from wagtail.models import Locale, Page, Site

from beforehand.web.pages.campaign_page import LanguageHome


def plant() -> dict[str, LanguageHome]:
    """Make what is missing of the tree; safe to call again.

    Returns:
        The home of each content language, by its code.
    """
    root = Page.objects.filter(depth=1).first() or Page.add_root(
        instance=Page(title="Root", slug="root", locale=_locale(settings.LANGUAGE_CODE))
    )
    homes = {code: _home(root, code, name) for code, name in settings.WAGTAIL_CONTENT_LANGUAGES}
    _point_site(homes[settings.LANGUAGE_CODE])
    return homes


def _locale(code: str) -> Locale:
    return Locale.objects.get_or_create(language_code=code)[0]


def _home(root: Page, code: str, name: str) -> LanguageHome:
    found: LanguageHome | None = LanguageHome.objects.filter(locale__language_code=code).first()
    if found:
        return found
    first = LanguageHome.objects.order_by("pk").first()
    home = LanguageHome(title=name, slug=f"in-{code}", locale=_locale(code))
    if first:
        home.translation_key = first.translation_key
    root.refresh_from_db()
    root.add_child(instance=home)
    return home


def _point_site(home: LanguageHome) -> None:
    welcome = Page.objects.filter(depth=2, slug="home").not_type(LanguageHome)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    if site.root_page_id == home.pk:
        return
    site.hostname, site.root_page = site.hostname or "localhost", home
    site.save()
    for page in welcome:  # the page that Wagtail puts there at installation
        page.delete()


def plant_after_migrate(**_: Any) -> None:
    """Signal receiver: the tree is there as soon as the tables are."""
    plant()

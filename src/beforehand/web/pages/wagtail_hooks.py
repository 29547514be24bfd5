"""What we change in the editor: contacts have a menu entry, publishing has another place."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from wagtail import hooks
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from beforehand.web.pages.campaign_page import CampaignPage
from beforehand.web.pages.contacts import Contact


class ContactViewSet(SnippetViewSet):  # type: ignore[misc] # Wagtail carries no types
    """Contacts in the editor's menu, with what tells whether they may be shown."""

    model = Contact
    icon = "mobile-alt"
    add_to_admin_menu = True
    list_display = ("name", "country", "number", "last_checked", "expires_on", "checked_by_person")
    list_filter = ("country", "emergency", "checked_by_person")
    search_fields = ("name", "number")


register_snippet(ContactViewSet)


@hooks.register("before_publish_page")  # type: ignore[untyped-decorator] # Wagtail
def publish_elsewhere(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Nothing is published from the editor, by an administrator either: sign-offs come first."""
    if not isinstance(page.specific, CampaignPage):
        return None
    messages.warning(request, gettext("The draft is kept. Pages are published here, once signed."))
    return redirect("pages:publish")

"""The publishing page: what is missing, sign-offs, preview, and the one button."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_GET, require_POST

from beforehand.records.people import Role
from beforehand.refusals import Refusal
from beforehand.web.accounts.models import User
from beforehand.web.accounts.roles import only
from beforehand.web.pages import publication
from beforehand.web.pages.campaign_page import CampaignPage, today
from beforehand.web.pages.presenters import campaign_cards
from beforehand.web.pages.rendering import preview as rendered
from beforehand.web.pages.signoffs import ROLES, sign
from beforehand.web.pages.standing import caseworker_keys, latest
from beforehand.web.pages.visitors import STEPS, SURVEY_STEPS
from beforehand.words import speak


def reader(request: HttpRequest) -> User:
    """The account that asks: a campaigner, a partner, or whoever signs off.

    Raises:
        PermissionDenied: For everybody else.
    """
    user = request.user
    allowed = isinstance(user, User) and (
        Role(user.role) in {Role.CAMPAIGNER, Role.PARTNER} or user.signs_for in ROLES
    )
    if not isinstance(user, User) or not allowed:
        raise PermissionDenied
    return user


@require_GET
def publish(request: HttpRequest) -> HttpResponse:
    """Every campaign and language: what it lacks and what the reader may do about it."""
    user = reader(request)
    keys = caseworker_keys()
    context = {
        "campaigns": campaign_cards(user, keys, today()),
        "keys": len(keys),
        "may_publish": Role(user.role) is Role.CAMPAIGNER,
    }
    return render(request, "pages/publish/publish.html", context)


@require_GET
def preview(request: HttpRequest, page: int, step: str) -> HttpResponse:
    """One step of the latest draft as a visitor would see it."""
    reader(request)
    draft = latest(get_object_or_404(CampaignPage, pk=page))
    if draft is None or step not in {*STEPS, *SURVEY_STEPS, *draft.page.said_by_version}:
        raise Http404
    shown = rendered(draft.page, step, today())
    response = HttpResponse(shown.body, content_type=shown.content_type)
    framed = shown.csp.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    response.headers["Content-Security-Policy"] = framed
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


@require_POST
def sign_off(request: HttpRequest, page: int) -> HttpResponse:
    """Consent to the draft that was shown, for the role that the account holds."""
    user = reader(request)
    found = get_object_or_404(CampaignPage, pk=page)
    if user.signs_for not in ROLES:
        raise PermissionDenied
    if request.POST.get("revision") != str(found.latest_revision_id):
        messages.warning(request, gettext("The page has changed since. Read it again, then sign."))
    else:
        sign(found, user)
        messages.success(request, gettext("Your agreement to this draft is recorded."))
    return redirect("pages:publish")


@require_POST
@only(Role.CAMPAIGNER)
def publish_campaign(request: HttpRequest, campaign: str) -> HttpResponse:
    """Publish every language of a campaign that may be."""
    user = reader(request)
    language = get_language() or "en"
    try:
        published = publication.publish(settings.HOME, campaign, user, today())
    except Refusal as refusal:
        messages.error(request, speak(refusal.words, language))
        return redirect("pages:publish")
    names = ", ".join(dict(settings.LANGUAGES)[page.language] for page in published)
    said = gettext("Published: {languages}. Visitors see it now.").format(languages=names)
    messages.success(request, said)
    return redirect("pages:publish")

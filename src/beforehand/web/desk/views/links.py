"""Pairs of rows that may be one person: looked at by coded attributes alone, and decided."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beforehand import store
from beforehand.records.linking import Verdict
from beforehand.records.people import Role
from beforehand.refusals import Refusal
from beforehand.web.accounts.roles import only
from beforehand.web.desk.presenters.links import page_of
from beforehand.web.desk.said import asker, refused, staff


@only(Role.ANALYST)
def listing(request: HttpRequest) -> HttpResponse:
    """The doubtful pairs that the analyst may see, and those decided."""
    return _listing(request)


def _listing(request: HttpRequest, refusal: str = "") -> HttpResponse:
    found = store.review_links(settings.HOME, asker(request))
    context = {"page": page_of(found), "refusal": refusal}
    return render(request, "desk/links.html", context, status=422 if refusal else 200)


@only(Role.ANALYST)
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Write down one decision, or take one back."""
    said = request.POST.get("verdict", "")
    if said not in set(Verdict):
        return _listing(request, _("Choose the same person, different people, or not sure."))
    user = staff(request)
    try:
        store.decide_link(
            settings.HOME,
            asker(request),
            request.POST.get("pair", ""),
            Verdict(said),
            by=str(user),
            at=timezone.now(),
        )
    except Refusal as wrong:
        return _listing(request, refused(wrong))
    undone = said == Verdict.UNDONE
    messages.success(request, _("Taken back.") if undone else _("Written down."))
    return redirect("desk:links")

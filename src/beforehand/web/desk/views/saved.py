"""Saved views: the address of a route's page under a name, for oneself or for one's role."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from beforehand.web.accounts.roles import only
from beforehand.web.desk.asked import READERS
from beforehand.web.desk.clock import today
from beforehand.web.desk.models import MOST_LETTERS, SavedView
from beforehand.web.desk.said import staff

MOST_VIEWS = 50
_PAGE = re.compile(
    r"/routes/[A-Z]{2}:[A-Z]{2}/(?:places/|types/|definitions/|hotspots/|closely/)?|/your-view/"
)
_REMOVED = "removed_view"  # in the session: what "Undo" puts back


@only(*READERS)
def save(request: HttpRequest) -> HttpResponse:
    """Keep the address that the form names; one of the same name is replaced."""
    name = request.POST.get("name", "").strip()[:MOST_LETTERS]
    address = request.POST.get("address", "")
    if request.method != "POST" or not name or not is_page(address):
        return redirect("desk:routes")
    mine = SavedView.objects.filter(owner=staff(request))
    if mine.exclude(name=name).count() >= MOST_VIEWS:
        messages.error(request, _("Remove a saved view first: you have as many as can be kept."))
        return redirect(address)
    SavedView.objects.update_or_create(
        owner=staff(request), name=name, defaults={"address": address, "made_on": today()}
    )
    messages.success(request, _("Saved. It is in the list of your views."))
    return redirect(address)


@only(*READERS)
def change(request: HttpRequest, view_id: int) -> HttpResponse:
    """Give one of one's own another name, and say whether colleagues of one's role see it."""
    mine = SavedView.objects.filter(owner=staff(request))
    name = request.POST.get("name", "").strip()[:MOST_LETTERS]
    if request.method == "POST" and name:
        if mine.filter(name=name).exclude(pk=view_id).exists():
            messages.error(request, _("Another of your views has this name. Choose another one."))
        else:
            mine.filter(pk=view_id).update(name=name, shared=bool(request.POST.get("shared")))
    return redirect("desk:routes")


@only(*READERS)
def remove(request: HttpRequest, view_id: int) -> HttpResponse:
    """Forget one of one's own, until undone; of others' nothing is said."""
    view = SavedView.objects.filter(owner=staff(request), pk=view_id).first()
    if request.method == "POST" and view:
        request.session[_REMOVED] = [view.name, view.address, view.shared]
        view.delete()
    return redirect("desk:routes")


@only(*READERS)
def undo(request: HttpRequest) -> HttpResponse:
    """Put back the view that was removed last."""
    if request.method == "POST" and _REMOVED in request.session:
        name, address, shared = request.session.pop(_REMOVED)
        SavedView.objects.get_or_create(
            owner=staff(request),
            name=name,
            defaults={"address": address, "made_on": today(), "shared": shared},
        )
    return redirect("desk:routes")


def listed(request: HttpRequest) -> dict[str, object]:
    """One's own views, those that colleagues of the role share, and what can be undone."""
    me = staff(request)
    others = SavedView.objects.filter(shared=True, owner__role=me.role, owner__partner=me.partner)
    removed = request.session.get(_REMOVED)
    return {
        "saved": SavedView.objects.filter(owner=me),
        "colleagues": others.filter(owner__is_active=True).exclude(owner=me),
        "removed": removed[0] if removed else "",
    }


def is_page(address: str) -> bool:
    """Whether it is the address of a route's page here, and of nothing else."""
    parts = urlsplit(address)
    plain = address.isprintable() and address.startswith("/routes/")  # urlsplit strips signs
    local = plain and not parts.scheme and not parts.netloc and not parts.fragment
    return local and len(address) <= 2000 and bool(_PAGE.fullmatch(parts.path))

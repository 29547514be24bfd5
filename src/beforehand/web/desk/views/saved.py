"""Saved views: the address of a route's page under a name, for oneself."""

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
_PAGE = re.compile(r"/routes/[A-Z]{2}:[A-Z]{2}/(?:places/|types/)?")


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
def remove(request: HttpRequest, view_id: int) -> HttpResponse:
    """Forget one of one's own; of others' nothing is said."""
    if request.method == "POST":
        SavedView.objects.filter(owner=staff(request), pk=view_id).delete()
    return redirect("desk:routes")


def is_page(address: str) -> bool:
    """Whether it is the address of a route's page here, and of nothing else."""
    parts = urlsplit(address)
    plain = address.isprintable() and address.startswith("/routes/")  # urlsplit strips signs
    local = plain and not parts.scheme and not parts.netloc and not parts.fragment
    return local and len(address) <= 2000 and bool(_PAGE.fullmatch(parts.path))

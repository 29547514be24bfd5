"""Agreements: who shares what with whom, for what, until when; sharing groups; what ends soon."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beforehand import store
from beforehand.records.agreements import Agreement, BarredPurpose, SharingGroup
from beforehand.records.people import Role
from beforehand.refusals import PurposeBarred, Refusal, UnknownRecord
from beforehand.web.accounts.roles import only
from beforehand.web.desk.agreement_form import agreement_of, forms_for
from beforehand.web.desk.clock import today
from beforehand.web.desk.presenters import agreements as shown
from beforehand.web.desk.presenters.agreement_words import BARRED
from beforehand.web.desk.said import asker, refused, staff

READERS = (Role.PARTNER, Role.ANALYST, Role.ADMINISTRATOR)
WRITERS = (Role.ANALYST, Role.ADMINISTRATOR)


@only(*READERS)
def listing(request: HttpRequest) -> HttpResponse:
    """Every agreement that the asker may read, what ends soon, and the sharing groups."""
    return _listing(request)


def _listing(request: HttpRequest, refusal: str = "") -> HttpResponse:
    who, home = asker(request), settings.HOME
    known = store.recorded_agreements(home, today())
    read = [one for one in known if store.may_read_agreement(who, one)]
    context = {
        "cards": [shown.card(one, today()) for one in read],
        "groups": [one for one in store.sharing_groups(home) if _is_in(request, one)],
        "barred": BARRED.values(),
        "writes": shown.may_write(who),
        "refusal": refusal,
    }
    return render(request, "desk/agreements.html", context, status=422 if refusal else 200)


def _is_in(request: HttpRequest, group: SharingGroup) -> bool:
    who = asker(request)
    return shown.may_write(who) or (bool(who.partner) and who.partner in group.members)


@only(*READERS)
def page(request: HttpRequest, name: str) -> HttpResponse:
    """One agreement, readable like the summary of a contract."""
    kept = _found(request, name)
    changes = [one for one in store.agreement_changes(settings.HOME) if one.of == name]
    context = {
        "page": shown.page(kept, changes, today()),
        "writes": shown.may_write(asker(request)),
    }
    return render(request, "desk/agreement.html", context)


def _found(request: HttpRequest, name: str) -> store.Kept:
    try:
        kept = store.agreement(settings.HOME, name, today())
    except UnknownRecord as wrong:
        raise Http404 from wrong
    if not store.may_read_agreement(asker(request), kept):
        raise Http404
    return kept


@only(*WRITERS)
def create(request: HttpRequest) -> HttpResponse:
    """Record an agreement."""
    return _record(request, None)


@only(*WRITERS)
def change(request: HttpRequest, name: str) -> HttpResponse:
    """Record a new version; the earlier ones stay."""
    return _record(request, _found(request, name).latest)


def _record(request: HttpRequest, before: Agreement | None) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form, parties = forms_for(posted, before)
    refusal = _barred(request)
    if posted is not None and not refusal and form.is_valid() and parties.is_valid():
        try:
            said = agreement_of(form, parties, before)
            kept = store.record_agreement(settings.HOME, said, by=_by(request), today=today())
        except Refusal as wrong:
            refusal = refused(wrong)
        else:
            messages.success(request, _("Recorded."))
            return redirect("desk:agreement", name=kept.id)
    context = {
        "form": form,
        "parties": parties,
        "before": before,
        "barred": BARRED.values(),
        "refusal": refusal,
    }
    status = 200 if posted is None else 422
    return render(request, "desk/agreement_form.html", context, status=status)


def _barred(request: HttpRequest) -> str:
    """A purpose that no agreement can allow is refused by its name, not as a slip of the pen."""
    for named in request.POST.getlist("purposes"):
        if named in set(BarredPurpose):
            return refused(PurposeBarred(purpose=named))
    return ""


@only(*WRITERS)
@require_POST
def end(request: HttpRequest, name: str) -> HttpResponse:
    """End an agreement today."""
    _found(request, name)
    because = " ".join(request.POST.get("because", "").split())[:200]
    if because:
        store.end_agreement(settings.HOME, name, because=because, by=_by(request), today=today())
        messages.success(request, _("Ended. Nothing new is made of what was given under it."))
    return redirect("desk:agreement", name=name)


@only(*WRITERS)
@require_POST
def group(request: HttpRequest) -> HttpResponse:
    """Make a sharing group, or say anew who is in it."""
    name = " ".join(request.POST.get("name", "").split())[:80]
    members = tuple(request.POST.get("members", "").splitlines())
    try:
        store.set_group(settings.HOME, name, members, by=_by(request), today=today())
    except Refusal as wrong:
        return _listing(request, refused(wrong))
    messages.success(request, _("Saved."))
    return redirect("desk:agreements")


def _by(request: HttpRequest) -> str:
    user = staff(request)
    return f"{user} ({user.role})"

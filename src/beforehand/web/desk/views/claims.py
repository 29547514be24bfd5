"""Claims: the ledger, a figure pinned with its sentence, where it is used, an end to it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from beforehand import ledger, understand
from beforehand.records.claims import LedgerLine
from beforehand.records.people import Role, shell
from beforehand.refusals import Refusal, UnknownRecord
from beforehand.web.accounts.roles import only
from beforehand.web.desk.clock import today
from beforehand.web.desk.pinning import figure_for, may_compare, may_read
from beforehand.web.desk.presenters.claims import ClaimCard, claim_card
from beforehand.web.desk.presenters.desk_files import claim_files
from beforehand.web.desk.presenters.figures import shown
from beforehand.web.desk.said import asker, refused, say
from beforehand.web.desk.tokens import recipe_of
from beforehand.web.desk.views.takes import page_or_file
from beforehand.words import words

READERS = (Role.PARTNER, Role.ANALYST, Role.CAMPAIGNER)
#: Who says in public what the pool shows, and so where it was said.
SPEAKERS = (Role.ANALYST, Role.CAMPAIGNER)


@only(*READERS)
def listing(request: HttpRequest) -> HttpResponse:
    """Every claim that the asker may read, counted again, broken ones first."""
    return _listing(request)


def _listing(request: HttpRequest, refusal: str = "") -> HttpResponse:
    read = [one for one in ledger.lines(settings.HOME) if _reads(request, one)]
    cards = [_card(request, one) for one in reversed(read)]
    cards.sort(key=lambda one: (not one.broken, one.retired))
    context = {
        "cards": cards,
        "broken": sum(one.broken for one in cards),
        "speaks": asker(request).role in SPEAKERS,
        "refusal": refusal,
    }
    page = page_or_file(request, "desk/claims.html", context, claim_files(cards))
    page.status_code = 422 if refusal else 200
    return page


def _reads(request: HttpRequest, line: LedgerLine) -> bool:
    return may_read(settings.HOME, asker(request), line)


def _card(request: HttpRequest, line: LedgerLine) -> ClaimCard:
    checked = ledger.check(settings.HOME, line, shell(today()))
    who = asker(request)
    return claim_card(checked, compares=may_compare(who, checked), all_counts=who.sees_small_counts)


@only(*READERS)
def pin(request: HttpRequest) -> HttpResponse:
    """The figure that a page's control named, and a sentence to pin to it."""
    token = request.POST.get("figure") or request.GET.get("figure", "")
    try:
        recipe = recipe_of(token)
        figure = figure_for(settings.HOME, asker(request), recipe)
    except Refusal as refusal:
        return _listing(request, refused(refusal))
    sentence = request.POST.get("sentence", say(understand.suggested(figure)))
    context = {
        "figure": shown(figure, say(figure.definition)),
        "token": token,
        "sentence": sentence,
    }
    if request.method == "POST":
        try:
            ledger.pin(settings.HOME, asker(request), recipe, sentence, source=None, today=today())
        except Refusal as refusal:
            context |= {"refusal": refused(refusal)}
            return render(request, "desk/claim_pin.html", context, status=422)
        messages.success(request, _("Pinned. It is counted again whenever this page is opened."))
        return redirect("desk:claims")
    return render(request, "desk/claim_pin.html", context)


@only(*SPEAKERS)
def use(request: HttpRequest, claim_id: str) -> HttpResponse:
    """Write down a place where the sentence was published."""
    return _changed(request, claim_id, "place")


@only(*SPEAKERS)
def retire(request: HttpRequest, claim_id: str) -> HttpResponse:
    """Say the claim no longer."""
    return _changed(request, claim_id, "reason")


def _changed(request: HttpRequest, claim_id: str, what: str) -> HttpResponse:
    if request.method != "POST":
        return redirect("desk:claims")
    said = request.POST.get(what, "").strip()
    if not said:
        return _listing(request, _("Write where it was published, or why it is retired."))
    try:
        line = ledger.line(settings.HOME, claim_id)
        if not _reads(request, line):
            raise UnknownRecord(kind=words("claim"), id=claim_id)
        change = ledger.use if what == "place" else ledger.retire
        change(settings.HOME, line, said, today=today())
    except Refusal as refusal:
        return _listing(request, refused(refusal))
    return redirect("desk:claims")

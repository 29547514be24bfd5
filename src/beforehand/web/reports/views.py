"""The inbox and the key behind it: for caseworkers alone, not for administrators either."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from beforehand import programme, reach
from beforehand.records.people import Role
from beforehand.refusals import UnknownReport, WeekNotTaken
from beforehand.web.accounts.middleware import STRICT
from beforehand.web.accounts.models import User
from beforehand.web.accounts.roles import only
from beforehand.web.drop import Drop, open_drop
from beforehand.web.reports.forms import KeyForm
from beforehand.web.reports.models import CaseworkerKey, HandledReport
from beforehand.web.reports.presenters import rows
from beforehand.web.reports.weeks import WeekForm, weeks
from beforehand.words import speak

#: What a report says is written as text; a mistake that wrote it as markup is refused.
TEXT_ALONE = f"{STRICT}; require-trusted-types-for 'script'"


def _drop() -> Drop:
    return open_drop(settings.HOME.drop)


def _caseworker(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _key(user: User) -> CaseworkerKey | None:
    return CaseworkerKey.objects.filter(user=user).first()


def _today() -> date:
    return timezone.localdate()


@require_GET
@only(Role.CASEWORKER)
def inbox(request: HttpRequest) -> HttpResponse:
    """Sealed reports by day and campaign; the browser opens them."""
    key = _key(_caseworker(request))
    if key is None:
        return redirect("reports:key")
    handled = set(HandledReport.objects.values_list("report", flat=True))
    drop = _drop()
    shown = rows(drop.sealed_reports(), handled)
    context = {
        "key": key,
        "rows": shown,
        "waiting": sum(not row.handled for row in shown),
        "weeks": weeks(settings.HOME, drop, {row.campaign for row in shown}, _today()),
    }
    response = render(request, "reports/inbox.html", context)
    response.headers["Content-Security-Policy"] = TEXT_ALONE
    return response


@require_POST
@only(Role.CASEWORKER)
def week(request: HttpRequest) -> HttpResponse:
    """Take one week's counts by place, once; what they rest on never leaves the browser."""
    form = WeekForm(request.POST)
    if not form.is_valid():
        return _said(_("This is not what our page sends. Reload it."))
    given = form.record(_caseworker(request), _today())
    total = reach.ended_weeks(_drop().visits(given.campaign), _today()).get(given.week, 0)
    try:
        programme.give_week(settings.HOME, given, total, _today())
    except WeekNotTaken as refusal:
        return _said(speak(refusal.words, (get_language() or "en").split("-")[0]))
    return HttpResponse(status=204)


def _said(why: str) -> HttpResponse:
    return HttpResponse(why, status=422, content_type="text/plain; charset=utf-8")


@require_GET
@only(Role.CASEWORKER)
def sealed(request: HttpRequest, report: str) -> HttpResponse:
    """One sealed report's bytes, to be opened in the browser and nowhere else."""
    del request
    try:
        data = _drop().sealed_bytes(report)
    except UnknownReport as refusal:
        raise Http404(str(refusal)) from None
    response = HttpResponse(data, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = 'attachment; filename="report.age"'
    response.headers["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "POST"])
@only(Role.CASEWORKER)
def key(request: HttpRequest) -> HttpResponse:
    """The caseworker's key: made in their browser, kept wrapped."""
    user = _caseworker(request)
    mine = _key(user)
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _may_replace(request, mine):
        CaseworkerKey.objects.update_or_create(
            user=user, defaults={**form.cleaned_data, "made_on": _today()}
        )
        messages.success(request, _("Your key is made. Publish the pages again so they use it."))
        return redirect("reports:inbox")
    response = render(request, "reports/key.html", {"key": mine, "form": form})
    response.headers["Content-Security-Policy"] = TEXT_ALONE
    return response


def _may_replace(request: HttpRequest, mine: CaseworkerKey | None) -> bool:
    return mine is None or request.POST.get("replace") == "yes"


@require_POST
@only(Role.CASEWORKER)
def handle(request: HttpRequest, report: str) -> HttpResponse:
    """Mark a report as dealt with, or take the mark back."""
    _exists(report)
    found, made = HandledReport.objects.get_or_create(
        report=report, defaults={"handled_by": _caseworker(request), "handled_on": _today()}
    )
    if not made:
        found.delete()
    return redirect("reports:inbox")


@require_POST
@only(Role.CASEWORKER)
def delete(request: HttpRequest, report: str) -> HttpResponse:
    """Shred a report; that one came in stays counted."""
    if request.POST.get("sure") != "yes":
        messages.warning(request, _("Nothing was deleted: tick the box to confirm."))
        return redirect("reports:inbox")
    _exists(report)
    _drop().delete_report(report)
    HandledReport.objects.filter(report=report).delete()
    messages.success(request, _("The report is gone for good."))
    return redirect("reports:inbox")


def _exists(report: str) -> None:
    if report not in {one.id for one in _drop().sealed_reports()}:
        raise Http404

"""Campaigns: plan one by lot, see who was drawn, take the files for the platforms."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from beforehand import campaign, programme, recalls, store
from beforehand.records.people import Role
from beforehand.records.plan import Campaign, Plan
from beforehand.refusals import Refusal
from beforehand.web.accounts.roles import only
from beforehand.web.desk.clock import today
from beforehand.web.desk.planning import PlanForm, defaults, request_of
from beforehand.web.desk.presenters.campaigns import cards, plan_page
from beforehand.web.desk.presenters.desk_files import plan_files
from beforehand.web.desk.presenters.running import report_weeks
from beforehand.web.desk.presenters.sources import source_options
from beforehand.web.desk.said import asker, refused
from beforehand.web.desk.views.takes import page_or_file

PLANNERS = (Role.ANALYST, Role.CAMPAIGNER)
FILES: dict[str, Callable[[Campaign], bytes]] = {
    "meta": campaign.meta_csv,
    "plain": campaign.plain_csv,
    "links": campaign.links_csv,
}


@only(*PLANNERS)
def listing(request: HttpRequest) -> HttpResponse:
    """Every sealed plan; a campaigner plans another one."""
    return _listing(request, _form(request))


@only(Role.CAMPAIGNER)
def plan(request: HttpRequest) -> HttpResponse:
    """Rank, draw, seal and keep a plan."""
    form = _form(request)
    if request.method != "POST" or not form.is_valid():
        return _listing(request, form, status=422 if form.is_bound else 200)
    asked = form.cleaned_data
    try:
        made = programme.plan_campaign(
            settings.HOME, asker(request), request_of(asked), asked["source"], today()
        )
    except Refusal as refusal:
        return _listing(request, form, refused(refusal), status=422)
    return redirect("desk:campaign", plan_id=made.id)


def _form(request: HttpRequest) -> PlanForm:
    options = source_options(store.source_classes(settings.HOME, asker(request)))
    first = options[-1][0] if options else ""
    posted = request.POST if request.method == "POST" else None
    return PlanForm(posted, sources=options, initial=defaults(today(), first), label_suffix="")


def _listing(
    request: HttpRequest, form: PlanForm, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "plans": cards(store.saved(settings.HOME, Plan)),
        "form": form,
        "may_plan": asker(request).role is Role.CAMPAIGNER,
        "open": form.is_bound or bool(refusal),
        "refusal": refusal,
    }
    return render(request, "desk/campaigns.html", context, status=status)


def find_plan(plan_id: str) -> Plan:
    """The saved plan with this seal.

    Raises:
        Http404: If there is none.
    """
    for one in store.saved(settings.HOME, Plan):
        if one.id == plan_id:
            return one
    raise Http404


@only(*PLANNERS)
def page(request: HttpRequest, plan_id: str) -> HttpResponse:
    """One plan: who was drawn, why, and what goes out."""
    found = find_plan(plan_id)
    gone = recalls.recalled_under(settings.HOME, found)
    shown = plan_page(found, asker(request), recalled=bool(gone))
    weeks = report_weeks(found, programme.weekly_reports(settings.HOME, found.campaign))
    context = {"page": shown, "recalled": gone, "weeks": weeks}
    return page_or_file(request, "desk/campaign.html", context, plan_files(found, shown))


@only(*PLANNERS)
def export(request: HttpRequest, plan_id: str, kind: str) -> HttpResponse:
    """A file for those who place the posts."""
    del request
    found = find_plan(plan_id)
    if kind not in FILES:
        raise Http404
    try:
        programme.check_not_stopped(settings.HOME, found)
    except Refusal as refusal:
        return HttpResponse(refused(refusal), status=409, content_type="text/plain; charset=utf-8")
    data = FILES[kind](campaign.links(found, settings.PUBLIC_URL))
    name = f"{found.campaign}-{kind}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type="text/csv; charset=utf-8", headers=headers)

"""Campaigns: plan one by lot, see who was drawn, take the files for the platforms."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from beforehand import campaign, programme, recalls, store
from beforehand.records.people import Role
from beforehand.records.plan import Campaign, Plan
from beforehand.refusals import Refusal
from beforehand.web.accounts.roles import only
from beforehand.web.desk.clock import today
from beforehand.web.desk.plan_request import (
    MEANT,
    changing,
    defaults,
    kept_uploads,
    request_of,
    said_in,
)
from beforehand.web.desk.planning import PlanForm
from beforehand.web.desk.presenters.campaigns import PlanPage, cards, plan_page
from beforehand.web.desk.presenters.designs import editions
from beforehand.web.desk.presenters.desk_files import plan_files
from beforehand.web.desk.presenters.doubtful import doubtful
from beforehand.web.desk.presenters.running import exported_page, report_weeks, running_page
from beforehand.web.desk.presenters.sources import source_options
from beforehand.web.desk.said import asker, language, refused
from beforehand.web.desk.views.takes import page_or_file
from beforehand.web.drop import open_drop

PLANNERS = (Role.ANALYST, Role.CAMPAIGNER)
FILES: dict[str, Callable[[Campaign], bytes]] = {
    "meta": campaign.meta_csv,
    "plain": campaign.plain_csv,
    "links": campaign.links_csv,
}


@only(*PLANNERS)
def listing(request: HttpRequest) -> HttpResponse:
    """Every sealed plan; a campaigner plans another one."""
    context = {
        "plans": cards(store.saved(settings.HOME, Plan)),
        "may_plan": asker(request).role is Role.CAMPAIGNER,
    }
    return render(request, "desk/campaigns.html", context)


@only(Role.CAMPAIGNER)
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Look at what a plan would be, or rank, draw, seal and keep it."""
    changed = _changed(request)
    form = _form(request, changed)
    if request.method != "POST" or not form.is_valid():
        return _planner(request, form, changed, status=422 if form.is_bound else 200)
    make = programme.draft_campaign if "look" in request.POST else programme.plan_campaign
    asked = form.cleaned_data
    try:
        wanted = request_of(asked, changed, said_in(form.data))
        made = make(settings.HOME, asker(request), wanted, asked["source"], today())
    except Refusal as refusal:
        return _planner(request, form, changed, refusal=refusal, status=422)
    if "look" in request.POST:
        return _planner(request, form, changed, looked=plan_page(made, asker(request), _against()))
    return redirect("desk:campaign", plan_id=made.id)


def _against() -> campaign.Against:
    return programme.against(settings.HOME, today(), language())


def _changed(request: HttpRequest) -> Plan | None:
    """The plan that is to be changed, if one is."""
    named = request.POST.get("replaces") or request.GET.get("replaces")
    return find_plan(named) if named else None


def _form(request: HttpRequest, changed: Plan | None) -> PlanForm:
    options = source_options(store.source_classes(settings.HOME, asker(request)))
    first = options[-1][0] if options else ""
    initial = defaults(today(), first) | (changing(changed) if changed else {})
    posted = kept_uploads(request.POST, request.FILES) if request.method == "POST" else None
    return PlanForm(posted, sources=options, initial=initial, label_suffix="")


def _planner(
    request: HttpRequest,
    form: PlanForm,
    changed: Plan | None,
    *,
    looked: PlanPage | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "changed": changed,
        "looked": looked,
        "refusal": refused(refusal) if refusal else "",
        "doubtful": doubtful(refusal),
        "said": [(f"{MEANT}{name}", name, place) for name, place in said_in(form.data).items()],
    }
    return render(request, "desk/campaign_plan.html", context, status=status)


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
    shown = plan_page(found, asker(request), _against(), recalled=bool(gone))
    before, after = editions(found, store.saved(settings.HOME, Plan))
    context = {
        "page": shown,
        "recalled": gone,
        "weeks": report_weeks(found, programme.weekly_reports(settings.HOME, found.campaign)),
        "running": running_page(_pace(found), asker(request)),
        "exported": exported_page(found, _against(), settings.PUBLIC_URL),
        "before": before,
        "after": after,
        "may_plan": asker(request).role is Role.CAMPAIGNER,
    }
    return page_or_file(request, "desk/campaign.html", context, plan_files(found, shown))


def _pace(plan: Plan) -> campaign.Pace:
    """How it goes today: delivery alone."""
    visits = open_drop(settings.HOME.drop).visits(plan.campaign)
    return campaign.pace(plan, programme.running(settings.HOME, plan, visits), today=today())


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

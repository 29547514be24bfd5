"""While a campaign runs: what is read back, and the stop that one person can pull."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beforehand import campaign, programme, store
from beforehand.records.people import Role
from beforehand.records.plan import Plan
from beforehand.records.running import Brake
from beforehand.refusals import Refusal
from beforehand.web.accounts.roles import only
from beforehand.web.desk.clock import today
from beforehand.web.desk.presenters.running import CAUSES
from beforehand.web.desk.said import language, refused, staff
from beforehand.web.desk.views.campaigns import find_plan

RUNNERS = (Role.ANALYST, Role.CAMPAIGNER)
MOST_BYTES, MOST_LETTERS = 5_000_000, 300
TYPES = {
    "csv": "text/csv",  # Google's is UTF-16: each file says its own encoding
    "json": "application/json",
    "ics": "text/calendar; charset=utf-8",
    "html": "text/html; charset=utf-8",
}


@only(*RUNNERS)
def take_file(request: HttpRequest, plan_id: str, name: str) -> HttpResponse:
    """One file for those who place the posts; none while the campaign is stopped."""
    del request
    found = find_plan(plan_id)
    against = programme.against(settings.HOME, today(), language())
    made = campaign.export(
        campaign.links(found, settings.PUBLIC_URL), campaign.ExportRequest(rules=against.rules)
    )
    if name not in made.files:
        raise Http404
    try:
        programme.check_not_stopped(settings.HOME, found)
    except Refusal as refusal:
        return HttpResponse(refused(refusal), status=409, content_type="text/plain; charset=utf-8")
    headers = {"Content-Disposition": f'attachment; filename="{found.campaign}-{name}"'}
    kind = TYPES.get(name.rpartition(".")[2], "application/octet-stream")
    return HttpResponse(made.files[name], content_type=kind, headers=headers)


@require_POST
@only(*RUNNERS)
def stop(request: HttpRequest, plan_id: str) -> HttpResponse:
    """Stop a campaign, or let it go on: one person is enough, with a reason that is kept."""
    found = find_plan(plan_id)
    reason = request.POST.get("reason", "").strip()[:MOST_LETTERS]
    cause = request.POST.get("cause", "other")
    if not reason or cause not in CAUSES:
        messages.error(request, _("Say why in a sentence: it is kept with the campaign."))
        return redirect("desk:campaign", plan_id=found.id)
    stops = request.POST.get("resume") != "yes"
    who = staff(request)
    store.save(
        settings.HOME,
        Brake(
            plan_id=found.id,
            stops=stops,
            who=who.name or who.email,
            at=timezone.now(),
            cause=cause,
            reason=reason,
        ),
    )
    messages.success(
        request,
        _("Stopped. No file is given out until somebody lets it go on; pause the posts there too.")
        if stops
        else _("It goes on. Start the posts on the platforms by hand."),
    )
    return redirect("desk:campaign", plan_id=found.id)


@require_POST
@only(*RUNNERS)
def read_back(request: HttpRequest, plan_id: str) -> HttpResponse:
    """A platform's report, as it was exported."""

    def read(data: bytes, plan: Plan, file: str) -> object:
        rate = request.POST.get("eur_rate", "").strip()
        asked = campaign.ReportRequest(eur_rate=float(rate) if _is_rate(rate) else None)
        return campaign.read_report(data, plan, file=file, now=timezone.now(), asked=asked)

    return _kept(request, plan_id, read)


@require_POST
@only(*RUNNERS)
def contacts(request: HttpRequest, plan_id: str) -> HttpResponse:
    """Contacts of helplines and partners by place and week."""

    def read(data: bytes, plan: Plan, file: str) -> object:
        return campaign.read_contacts(data, plan, file=file, now=timezone.now())

    return _kept(request, plan_id, read)


def _is_rate(said: str) -> bool:
    return said.replace(".", "", 1).isdigit() and float(said) > 0


def _kept(
    request: HttpRequest, plan_id: str, read: Callable[[bytes, Plan, str], object]
) -> HttpResponse:
    found = find_plan(plan_id)
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > MOST_BYTES:
        messages.error(request, _("Choose a file of at most 5 MB."))
        return redirect("desk:campaign", plan_id=found.id)
    try:
        store.save(settings.HOME, read(file.read(), found, file.name or "report.csv"))
    except Refusal as refusal:
        messages.error(request, refused(refusal))
    else:
        messages.success(request, _("Read. A later file of the same kind takes its place."))
    return redirect("desk:campaign", plan_id=found.id)

"""Proof: what a campaign changed, shown when it is over, and the report that may leave."""

from __future__ import annotations

import io
import zipfile

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beforehand import programme, prove, recalls, release, store
from beforehand.records.impact import Results
from beforehand.records.people import Role
from beforehand.records.plan import Plan
from beforehand.records.release import Release, SafeImpact
from beforehand.records.running import Served
from beforehand.refusals import Refusal, UnknownRecord
from beforehand.web.accounts.roles import only
from beforehand.web.desk.clock import today
from beforehand.web.desk.presenters.answered import survey_lines
from beforehand.web.desk.presenters.proof import cards, compared, proof_files, proof_page, trap
from beforehand.web.desk.said import language, refused, staff
from beforehand.web.desk.views.campaigns import find_plan
from beforehand.web.desk.views.takes import page_or_file
from beforehand.web.drop import open_drop

PROVERS = (Role.ANALYST, Role.CAMPAIGNER)


@only(*PROVERS)
def listing(request: HttpRequest) -> HttpResponse:
    """Campaigns and how far their proof is."""
    measured = frozenset(one.plan_id for one in store.saved(settings.HOME, Results))
    plans = cards(store.saved(settings.HOME, Plan), measured, today())
    return render(
        request,
        "desk/proofs.html",
        {
            "plans": plans,
            "trap": trap(),
            "compared": compared(programme.released_impacts(settings.HOME)),
        },
    )


@only(*PROVERS)
def page(request: HttpRequest, plan_id: str) -> HttpResponse:
    """One campaign's effect, or why none is shown yet."""
    plan = find_plan(plan_id)
    if today() <= plan.window.end:
        return _waiting(request, plan, running=True)
    try:
        report = programme.weigh_impact(settings.HOME, plan, today())
    except UnknownRecord:
        return _waiting(request, plan, running=False)
    except Refusal as refusal:
        return _waiting(request, plan, running=False, refusal=refused(refusal))
    released = programme.released_impact(settings.HOME, plan.id)
    shown = proof_page(plan, report, released.released_on if released else None)
    gone = recalls.recalled_under(settings.HOME, plan)
    context = {"page": shown, "recalled": gone, "held_out": _held_out(plan, report, released)}
    return page_or_file(request, "desk/proof.html", context, proof_files(report))


def _held_out(
    plan: Plan, made: Release[SafeImpact], kept: Release[SafeImpact] | None
) -> dict[str, object]:
    """How many are held out, who said that they have been served, and whether it was released."""
    return {
        "count": made.payload.held_out,
        "said": programme.said_served(settings.HOME, plan),
        "otherwise": kept is not None and kept.id != made.id,
    }


def _waiting(request: HttpRequest, plan: Plan, *, running: bool, refusal: str = "") -> HttpResponse:
    counts = open_drop(settings.HOME.drop).answers(plan.campaign)
    context = {
        "plan": plan,
        "running": running,
        "refusal": refusal,
        "survey": survey_lines(plan, counts),
    }
    return render(request, "desk/proof_waiting.html", context, status=422 if refusal else 200)


@only(*PROVERS)
@require_POST
def let_out(request: HttpRequest, plan_id: str) -> HttpResponse:
    """Release the report: through the door, with a line in the ledger."""
    plan = find_plan(plan_id)
    try:
        programme.impact_of(settings.HOME, plan, today())
    except Refusal as refusal:
        messages.error(request, refused(refusal))
    else:
        messages.success(request, _("Released. Its line is in the ledger; supporters may have it."))
    return redirect("desk:proof", plan_id=plan.id)


@only(*PROVERS)
@require_POST
def served(request: HttpRequest, plan_id: str) -> HttpResponse:
    """Keep that the held-out places have had the campaign too, or take it back."""
    plan, who = find_plan(plan_id), staff(request)
    said = Served(
        plan_id=plan.id,
        served=request.POST.get("not_yet") != "yes",
        who=who.name or who.email,
        at=timezone.now(),
    )
    try:
        programme.say_served(settings.HOME, said, plan, today())
    except Refusal as refusal:
        messages.error(request, refused(refusal))
    else:
        messages.success(request, _("Recorded. It holds for reports released from now on."))
    return redirect("desk:proof", plan_id=plan.id)


@only(*PROVERS)
def report(request: HttpRequest, plan_id: str) -> HttpResponse:
    """The released report as a PDF, in the reader's language or the one asked for."""
    released, spoken = _released(plan_id), _spoken(request)
    pdf = prove.render_pdf(released, spoken)
    headers = {"Content-Disposition": f'inline; filename="{plan_id[:8]}-{spoken}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@only(*PROVERS)
def plain(request: HttpRequest, plan_id: str) -> HttpResponse:
    """The released report in plain words, as a file to hand on."""
    released, spoken = _released(plan_id), _spoken(request)
    page = prove.render_plain(released, spoken)
    headers = {"Content-Disposition": f'attachment; filename="{plan_id[:8]}-{spoken}.html"'}
    return HttpResponse(page, content_type="text/html; charset=utf-8", headers=headers)


@only(*PROVERS)
def folder(request: HttpRequest, plan_id: str) -> HttpResponse:
    """The folder from which a funder makes the report again, pictures for slides in it."""
    del request
    files = prove.published(_released(plan_id), release.public_plan(find_plan(plan_id)))
    headers = {"Content-Disposition": f'attachment; filename="{plan_id[:8]}.zip"'}
    return HttpResponse(zipped(files), content_type="application/zip", headers=headers)


def zipped(files: dict[str, bytes]) -> bytes:
    """An archive that has the same bytes each time: no clock is in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _released(plan_id: str) -> Release[SafeImpact]:
    released = programme.released_impact(settings.HOME, find_plan(plan_id).id)
    if released is None:
        raise Http404
    return released


def _spoken(request: HttpRequest) -> str:
    asked = request.GET.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else language()

"""Released impact reports, to be sent to those who pay for the work."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from beforehand import programme, prove
from beforehand.records.people import Role
from beforehand.web.accounts.roles import only
from beforehand.web.supporters.presenters import report_cards

SENDERS = (Role.ANALYST, Role.CAMPAIGNER)


@only(*SENDERS)
def reports(request: HttpRequest) -> HttpResponse:
    """Every report that was released, the latest first."""
    cards = report_cards(programme.released_impacts(settings.HOME))
    return render(request, "supporters/reports.html", {"reports": cards})


@only(*SENDERS)
def report(request: HttpRequest, plan_id: str) -> HttpResponse:
    """The released report as a PDF, in English or in Albanian."""
    asked = request.GET.get("language", "en")
    language = asked if asked in dict(settings.LANGUAGES) else "en"
    released = programme.released_impact(settings.HOME, plan_id)
    if released is None:
        raise Http404
    name = f"{released.payload.campaign}-{language}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    pdf = prove.render_pdf(released, language)
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)

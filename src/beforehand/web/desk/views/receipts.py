"""The receipt of what was given, as plain text to keep or print."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language

from beforehand import share, store
from beforehand.records.people import Role
from beforehand.web.accounts.roles import only
from beforehand.web.desk.clock import today
from beforehand.web.desk.said import asker, staff


@only(Role.PARTNER, Role.ANALYST)
def receipt(request: HttpRequest, submission_id: str) -> HttpResponse:
    """The receipt of one submission: to its giver, and to the hub's analyst."""
    user = staff(request)
    for one in store.submissions(settings.HOME, asker(request)):
        theirs = user.role == Role.ANALYST or (user.partner and one.giver == user.partner)
        if one.id == submission_id and theirs:
            given = share.receipt(settings.HOME, one, already_there=False, today=today())
            text = share.receipt_text(given, (get_language() or "en")[:2])
            answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
            name = f"receipt-{one.id[:12]}.txt"
            answer["Content-Disposition"] = f'attachment; filename="{name}"'
            return answer
    raise Http404

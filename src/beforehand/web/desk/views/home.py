"""Home: today's tasks by role, and what the pool holds."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from beforehand import prove, store
from beforehand.web.accounts.changes import waiting
from beforehand.web.desk.presenters.agreements import reminders
from beforehand.web.desk.presenters.home import pool_cards, tasks
from beforehand.web.desk.said import asker, staff


def home(request: HttpRequest) -> HttpResponse:
    """Today's tasks by role."""
    user = staff(request)
    given = store.submissions(settings.HOME, asker(request))
    return render(
        request,
        "desk/home.html",
        {
            "tasks": tasks(user),
            "pool": pool_cards(given),
            "name": user.get_short_name(),
            "accounts_waiting": waiting(user),
            "reminders": reminders(store.agreements_due(settings.HOME, asker(request))),
        },
    )


def look(request: HttpRequest) -> HttpResponse:
    """The style that charts and the impact report bring along, as the core has it."""
    del request
    headers = {"Cache-Control": "private, max-age=300"}
    return HttpResponse(prove.STYLE, content_type="text/css; charset=utf-8", headers=headers)

"""Who was not seen: the estimate of the people on no partner's list, and whether it holds."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from beforehand import understand
from beforehand.refusals import BadLists, NoEstimate, Refusal
from beforehand.web.accounts.roles import only
from beforehand.web.desk.asked import READERS
from beforehand.web.desk.deeper import Asked, asked_of
from beforehand.web.desk.presenters.choices import holding
from beforehand.web.desk.presenters.hidden import hidden_page
from beforehand.web.desk.presenters.hidden_files import hidden_files
from beforehand.web.desk.presenters.routes import title
from beforehand.web.desk.presenters.sources import Choice, source_name
from beforehand.web.desk.reading import read_hidden
from beforehand.web.desk.said import refused, say
from beforehand.web.desk.views.routes import refuse
from beforehand.web.desk.views.takes import page_or_file


@only(*READERS)
def page(request: HttpRequest, route: str) -> HttpResponse:
    """The verdict first, then what it rests on and what would change it."""
    try:
        asked = asked_of(request, route, persons_first=True)
    except Refusal as refusal:
        return refuse(request, refusal)
    deep = bool(request.GET.get("deep"))
    frame = _frame(request, asked) | {"deeper_query": "" if deep else _deeper(request)}
    if asked.kind.published:
        said = _("A published table counts people; it does not say whom two lists share.")
        return _empty(request, frame, said, _elsewhere(asked))
    try:
        told = read_hidden(asked.cases, asked.route, deep=deep)
    except (BadLists, NoEstimate) as refusal:
        return _empty(request, frame, refused(refusal), ())
    except Refusal as refusal:
        return refuse(request, refusal)
    shown = frame | {"page": hidden_page(told, asked.kind)}
    offers = hidden_files(told, told.basis) if told.basis else {}
    return page_or_file(request, "desk/hidden.html", shown, offers)


def _frame(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    return {
        "title": title(asked.route),
        "route": str(asked.route),
        "query": request.GET.urlencode(),
        "source_name": source_name(asked.kind),
        "made_up": asked.cases.made_up,
        "counts": say(understand.says_counted(asked.kind)),
    }


def _deeper(request: HttpRequest) -> str:
    """The same page with what takes longer."""
    asked = request.GET.copy()
    asked["deep"] = "1"
    return asked.urlencode()


def _empty(
    request: HttpRequest, frame: dict[str, Any], said: str, elsewhere: tuple[Choice, ...]
) -> HttpResponse:
    """Why there is nothing to estimate from, and what it takes."""
    return render(request, "desk/hidden.html", frame | {"empty": said, "elsewhere": elsewhere})


def _elsewhere(asked: Asked) -> tuple[Choice, ...]:
    """Partners' cases that hold the route, to be read instead."""
    return tuple(
        Choice(label=source_name(kind), address=f"?source={kind}", here=False)
        for kind in holding(settings.HOME, asked.who, asked.route)
        if not kind.published
    )

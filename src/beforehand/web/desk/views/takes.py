"""Anything that a page shows, as a file: the same figures, the same veil."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from beforehand import charts, takeaway
from beforehand.records.people import Asker
from beforehand.refusals import Refusal
from beforehand.takeaway import Sheet
from beforehand.web.accounts.roles import only
from beforehand.web.desk.asked import READERS, read_asked
from beforehand.web.desk.presenters.offers import Offers
from beforehand.web.desk.presenters.pieces import sheet_of
from beforehand.web.desk.said import asker
from beforehand.web.desk.views.routes import refuse

KINDS: dict[str, tuple[str, Callable[[Sheet], bytes | str]]] = {
    "csv": ("text/csv; charset=utf-8", takeaway.to_csv),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        takeaway.to_xlsx,
    ),
    "svg": ("image/svg+xml; charset=utf-8", takeaway.to_svg),
    "png": ("image/png", takeaway.to_png),
}
_DRAWN = {"svg", "png"}


@only(*READERS)
def take(request: HttpRequest, route: str, what: str, kind: str) -> HttpResponse:
    """One piece of a route's page as CSV, XLSX, SVG or PNG, holding what the asker may see."""
    who = asker(request).handing_on()
    try:
        read = read_asked(request, route, who)
        found = sheet_of(read.shown, what, least_of(who))
    except Refusal as refusal:
        return refuse(request, refusal)
    return answer(found, f"{route.replace(':', '-')}-{what}", kind)


def page_or_file(
    request: HttpRequest, template: str, context: dict[str, Any], offers: Offers
) -> HttpResponse:
    """The page with links to its files; or, where the address says ``take=NAME.KIND``, the file."""
    name, _, kind = request.GET.get("take", "").rpartition(".")
    if name:
        offer = offers.get(name)
        found = offer.sheet() if offer and kind in offer.kinds else None
        return answer(found, f"{request.path.strip('/').replace('/', '-')}-{name}", kind)
    files = {
        what: [(kind.upper(), _taking(request, f"{what}.{kind}")) for kind in offer.kinds]
        for what, offer in offers.items()
    }
    return render(request, template, context | {"files": files})


def _taking(request: HttpRequest, what: str) -> str:
    asked = request.GET.copy()
    asked["take"] = what
    return f"?{asked.urlencode()}"


def who_reads(request: HttpRequest) -> Asker:
    """Whoever asks; where the address asks for a file, as somebody who hands it on."""
    who = asker(request)
    return who.handing_on() if request.GET.get("take") else who


def least_of(who: Asker) -> int:
    """The fewest people that a drawing may tell somebody of."""
    return 1 if who.sees_small_counts else charts.LEAST_PEOPLE


def answer(sheet: Sheet | None, name: str, kind: str) -> HttpResponse:
    """The file, or 404 where there is no such sheet, kind or drawing."""
    if sheet is None or kind not in KINDS or (kind in _DRAWN and not sheet.drawing):
        raise Http404
    content_type, written = KINDS[kind]
    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_") else "_"
                    for letter in name)  # fmt: skip
    headers = {"Content-Disposition": f'attachment; filename="{plain}.{kind}"'}
    return HttpResponse(written(sheet), content_type=content_type, headers=headers)

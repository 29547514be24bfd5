"""Contribute: a spreadsheet is sealed in its owner's browser; the sealed file alone comes here."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from beforehand import share, store
from beforehand.records.people import Role
from beforehand.refusals import Refusal, UnknownRecord
from beforehand.web.accounts.roles import only
from beforehand.web.desk.clock import today
from beforehand.web.desk.presenters.contribute import kept_of, owner_of, page_data, receipt_data
from beforehand.web.desk.reader import reader
from beforehand.web.desk.said import refused, staff

GIVERS = (Role.PARTNER, Role.ANALYST)
MOST_BYTES = 256_000  # of a mapping
A_YEAR_S = 31_536_000


@only(*GIVERS)
def page(request: HttpRequest) -> HttpResponse:
    """The page in which a spreadsheet is read, mapped, checked and sealed."""
    user = staff(request)
    kept = kept_of(user)[::-1]
    context = {"data": page_data(user), "kept": kept, "keyholder": settings.KEYHOLDER_URL}
    return render(request, "desk/contribute.html", context)


@only(*GIVERS)
def code(_request: HttpRequest, name: str) -> HttpResponse:
    """The partner's code as an archive, under its own hash."""
    if name != reader().name:
        raise Http404
    response = HttpResponse(reader().data, content_type="application/zip")
    response.headers["Cache-Control"] = f"private, max-age={A_YEAR_S}, immutable"
    return response


@only(*GIVERS)
def give(request: HttpRequest) -> HttpResponse:
    """Take a sealed file: the bytes are the body. Answers with a receipt or a plain refusal."""
    if request.method != "POST":
        return JsonResponse({"refused": _("Open the page Contribute.")}, status=405)
    most = settings.FILE_UPLOAD_MAX_MEMORY_SIZE
    if int(request.META.get("CONTENT_LENGTH") or 0) > most:
        said = _("The file is larger than %(most)s MB. Add it on the hub's own machine instead.")
        return JsonResponse({"refused": said % {"most": most // 2**20}}, status=413)
    user = staff(request)
    giver = user.partner if user.role == Role.PARTNER else None
    try:
        receipt = share.add_sealed(
            settings.HOME,
            request.body,
            giver=giver,
            today=today(),
            blinded_only=bool(settings.KEYHOLDER_URL),
        )
    except Refusal as refusal:
        return JsonResponse({"refused": refused(refusal)}, status=422)
    return JsonResponse(receipt_data(receipt))


@only(*GIVERS)
def keep(request: HttpRequest) -> HttpResponse:
    """Keep how the columns were matched, for the officers of the same organisation alone."""
    owner = owner_of(staff(request))
    if request.method != "POST" or owner is None:
        return JsonResponse({"refused": _("Open the page Contribute.")}, status=405)
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return JsonResponse({"refused": _("It is too long for a mapping.")}, status=413)
    try:
        text = request.body.decode()
        kept = share.keep_mapping(settings.HOME, owner, text, today=today())
    except UnicodeDecodeError:
        return JsonResponse({"refused": _("It is no mapping.")}, status=422)
    except Refusal as refusal:
        return JsonResponse({"refused": refused(refusal)}, status=422)
    return JsonResponse({"dataset": kept.dataset, "version": kept.version})


@only(*GIVERS)
def forget(request: HttpRequest, mapping_id: str) -> HttpResponse:
    """Delete a kept mapping of one's own organisation; of others' nothing is said."""
    owner = owner_of(staff(request))
    if request.method == "POST" and owner is not None:
        try:
            store.forget_mapping(settings.HOME, owner, mapping_id)
        except UnknownRecord as unknown:
            raise Http404 from unknown
        messages.success(request, _("Deleted. Its key is destroyed, so backups do not hold it."))
    return redirect("desk:contribute")

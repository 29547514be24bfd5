"""Cases: what was given, a sealed file in, a receipt, and recall."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from beforehand import recalls, share, store
from beforehand.records.cases import Receipt, Submission
from beforehand.records.people import Role
from beforehand.refusals import Refusal, UnknownSubmission
from beforehand.web.accounts.roles import only
from beforehand.web.desk.clock import today
from beforehand.web.desk.presenters.cases import buried, lines, receipt_of
from beforehand.web.desk.presenters.desk_files import submission_files
from beforehand.web.desk.presenters.recalled import recalled_line
from beforehand.web.desk.said import asker, refused, staff
from beforehand.web.desk.views.takes import page_or_file

GIVERS = (Role.PARTNER, Role.ANALYST)


@only(*GIVERS)
def listing(request: HttpRequest) -> HttpResponse:
    """Every submission that the asker may see, and the form to give one."""
    return _page(request)


def _page(request: HttpRequest, refusal: str = "", receipt: object = None) -> HttpResponse:
    given = store.submissions(settings.HOME, asker(request))
    shown = lines(given, may_recall=lambda one: _may_recall(request, one))
    context = {
        "lines": shown,
        "keyholder": settings.KEYHOLDER_URL,
        "buried": [
            recalled_line(recalls.touched(settings.HOME, stone))
            for stone in buried(store.tombstones(settings.HOME), asker(request))
        ],
        "refusal": refusal,
        "receipt": receipt,
    }
    page = page_or_file(request, "desk/cases.html", context, submission_files(shown))
    page.status_code = 422 if refusal else 200
    return page


@only(*GIVERS)
def give(request: HttpRequest) -> HttpResponse:
    """Take a sealed file or a published table; the answer is a receipt or a plain refusal."""
    if request.method != "POST":  # the language was changed on the answer
        return redirect("desk:cases")
    most = settings.FILE_UPLOAD_MAX_MEMORY_SIZE
    if int(request.META.get("CONTENT_LENGTH") or 0) > most:  # never kept on disk in the clear
        said = _("The file is larger than %(most)s MB. Add it on the hub's own machine instead.")
        return _page(request, said % {"most": most // 2**20})
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return _page(request, _("Choose a file first."))
    try:
        receipt = _take(request, file)
    except Refusal as refusal:
        return _page(request, refused(refusal))
    return _page(request, receipt=receipt_of(receipt))


def _take(request: HttpRequest, file: UploadedFile[bytes]) -> Receipt:
    """Sealed files from anybody; published tables from the hub's analyst alone."""
    user = staff(request)
    given = share.GivenFile(file.name or "file", file.read())
    if user.role == Role.ANALYST and request.POST.get("kind") == "nrm":
        return share.add_table(settings.HOME, given, "nrm", today=today())
    giver = user.partner if user.role == Role.PARTNER else None
    return share.add_sealed(
        settings.HOME, given, giver=giver, today=today(), blinded_only=bool(settings.KEYHOLDER_URL)
    )


@only(*GIVERS)
def recall(request: HttpRequest, submission_id: str) -> HttpResponse:
    """Take a submission out of every later answer."""
    if request.method != "POST":
        return redirect("desk:cases")
    for one in store.submissions(settings.HOME, asker(request)):
        if one.id == submission_id and _may_recall(request, one):
            recalls.recall(settings.HOME, submission_id, today=today())
            messages.success(
                request,
                _("Recalled. It is out of every later answer; what was published stays out there."),
            )
            return redirect("desk:cases")
    return _page(request, refused(UnknownSubmission(id=submission_id[:12])))


def _may_recall(request: HttpRequest, one: Submission) -> bool:
    user = staff(request)
    return user.role == Role.ANALYST or (bool(user.partner) and one.giver == user.partner)

"""Marks: how far a submission may be shared, changed by its giver or made stricter by the hub."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beforehand import store
from beforehand.records.agreements import Marking, Tlp
from beforehand.records.cases import Submission
from beforehand.records.people import Asker, Role
from beforehand.refusals import Refusal
from beforehand.web.accounts.roles import only
from beforehand.web.desk.presenters.agreement_words import MARKS
from beforehand.web.desk.said import asker, refused, staff

MARKERS = (Role.PARTNER, Role.ANALYST)


class MarkForm(forms.Form):
    """The whole mark of one submission."""

    tlp = forms.ChoiceField(
        label=gettext_lazy("Mark (Traffic Light Protocol 2.0)"), choices=list(MARKS.items())
    )
    group = forms.ChoiceField(label=gettext_lazy("Sharing group"), required=False)
    embargo_until = forms.DateField(
        label=gettext_lazy("First day on which others may use it"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    shows_name = forms.BooleanField(
        label=gettext_lazy("The partner's name shows in answers"), required=False
    )
    published_by = forms.CharField(
        label=gettext_lazy("Who publishes for the partner"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Only where an agreement says so; otherwise it stands unnamed."),
    )


@only(*MARKERS)
def mark(request: HttpRequest, submission_id: str) -> HttpResponse:
    """Show a submission's mark, and change it."""
    given = _found(request, submission_id)
    posted = request.POST if request.method == "POST" else None
    form = _form(posted, given, asker(request))
    refusal = ""
    if posted is not None and form.is_valid():
        try:
            _remark(request, given, form)
        except Refusal as wrong:
            refusal = refused(wrong)
        else:
            messages.success(request, _("Marked. It holds from now on; what was read was read."))
            return redirect("desk:cases")
    context = {"given": given, "form": form, "refusal": refusal}
    status = 200 if posted is None else 422
    return render(request, "desk/mark.html", context, status=status)


def _found(request: HttpRequest, submission_id: str) -> Submission:
    """A case-level submission that the asker may mark: their own, or any for the analyst."""
    who = asker(request)
    for one in store.submissions(settings.HOME, who):
        own = who.role is Role.ANALYST or one.giver == who.partner
        if one.id == submission_id and own and not one.source_class.published:
            return one
    raise Http404


def _form(posted: object, given: Submission, who: Asker) -> MarkForm:
    marking = given.marking
    initial = {
        "tlp": marking.tlp.value,
        "group": marking.group,
        "embargo_until": marking.embargo_until,
        "shows_name": marking.shows_name,
        "published_by": marking.published_by,
    }
    form = MarkForm(posted, initial=initial, label_suffix="")  # type: ignore[arg-type] # POST or None
    known = store.sharing_groups(settings.HOME)
    of_theirs = (one for one in known if who.role is Role.ANALYST or who.partner in one.members)
    names = {one.name for one in of_theirs} | {marking.group}
    choices = [
        ("", _("every partner of the hub")),
        *((name, name) for name in sorted(names - {""})),
    ]
    form.fields["group"].choices = choices  # type: ignore[attr-defined] # a ChoiceField
    return form


def _remark(request: HttpRequest, given: Submission, form: MarkForm) -> None:
    said = form.cleaned_data
    marking = Marking(
        group=said["group"],
        tlp=Tlp(said["tlp"]),
        embargo_until=said["embargo_until"],
        shows_name=said["shows_name"],
        published_by=" ".join(said["published_by"].split()),
    )
    user = staff(request)
    by = f"{user} ({user.role})"
    store.remark(settings.HOME, asker(request), given.id, marking, by=by)

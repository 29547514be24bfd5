"""People: an administrator asks for accounts and changes, another person confirms."""

from __future__ import annotations

from uuid import UUID

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from beforehand.records.people import Role
from beforehand.web.accounts.changes import (
    FIELDS,
    Asked,
    Overtaken,
    ask,
    ask_reset,
    confirm,
    may_settle,
    refuse,
)
from beforehand.web.accounts.models import AccountChange, User
from beforehand.web.accounts.roles import only
from beforehand.web.desk.presenters.accounts import change_lines
from beforehand.web.desk.presenters.desk_files import account_files
from beforehand.web.desk.said import staff
from beforehand.web.desk.views.takes import page_or_file


class PersonForm(forms.ModelForm[User]):
    """What an administrator asks for."""

    class Meta:
        model = User
        fields = FIELDS
        labels = {"is_active": gettext_lazy("May sign in")}
        help_texts = {
            "partner": gettext_lazy(
                "For whoever works for a partner: as it stands in the files that it seals."
            ),
            "is_active": gettext_lazy("Without this tick the account is closed."),
        }


@only(Role.ADMINISTRATOR)
def listing(request: HttpRequest) -> HttpResponse:
    """Every account, with its role and whether a second factor is set up."""
    ready = set(Authenticator.objects.values_list("user_id", flat=True))
    people = [(person, person.pk in ready) for person in User.objects.order_by("role", "email")]
    return render(request, "desk/people.html", {"people": people})


@only(Role.ADMINISTRATOR)
def create(request: HttpRequest) -> HttpResponse:
    """Ask for an account; its first password is shown once, half to each of two."""
    form = PersonForm(request.POST or None, label_suffix="", initial={"is_active": True})
    if request.method == "POST" and form.is_valid():
        return _told(request, ask(staff(request), None, form.cleaned_data))
    return render(request, "desk/person.html", {"form": form, "person": None})


@only(Role.ADMINISTRATOR)
def change(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Ask for another role, to close an account, or for a new password and second factor."""
    person = get_object_or_404(User, pk=person_id)
    if request.method == "POST" and "reset" in request.POST:
        return _told(request, ask_reset(staff(request), person))
    form = PersonForm(request.POST or None, label_suffix="", instance=person)
    if request.method == "POST" and form.is_valid():
        before = User.objects.get(pk=person_id)  # the form has written on the other one
        return _told(request, ask(staff(request), before, form.cleaned_data))
    return render(request, "desk/person.html", {"form": form, "person": person})


def _told(request: HttpRequest, asked: Asked) -> HttpResponse:
    """What came of asking: done, or waiting; with what is to be handed over."""
    waits = asked.change.state == AccountChange.State.WAITING
    if asked.password:
        half = 1 if waits else 0
        return _password(request, asked.change, asked.password, half)
    if waits:
        messages.info(request, _("Asked for. Another administrator or an analyst confirms it."))
    else:
        messages.success(request, _("Saved."))
    return redirect("desk:people")


def _password(request: HttpRequest, made: AccountChange, password: str, half: int) -> HttpResponse:
    context = {"about": made.about, "password": password, "half": half}
    return render(request, "desk/person_made.html", context)


@only(Role.ADMINISTRATOR, Role.ANALYST)
def changes(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, and every change there was. Nothing here is removed."""
    return _changes(request)


def _changes(request: HttpRequest, refusal: str = "") -> HttpResponse:
    lines = change_lines(AccountChange.objects.all(), staff(request))
    settled = [one for one in lines if not one.waits]
    context = {
        "waiting": [one for one in lines if one.waits],
        "settled": settled,
        "refusal": refusal,
    }
    page = page_or_file(request, "desk/account_changes.html", context, account_files(settled))
    page.status_code = 422 if refusal else page.status_code
    return page


@only(Role.ADMINISTRATOR, Role.ANALYST)
@require_POST
def settle(request: HttpRequest, change_id: int) -> HttpResponse:
    """Confirm what another person asked for, or refuse it; one's own can be taken back."""
    user, found = staff(request), get_object_or_404(AccountChange, pk=change_id)
    waits = found.state == AccountChange.State.WAITING
    if (
        "refuse" in request.POST
        and waits
        and (may_settle(user, found) or user.pk == found.asker_id)
    ):
        refuse(found, user)
        messages.success(request, _("Refused. Nothing was changed."))
        return redirect("desk:account_changes")
    if not may_settle(user, found):
        return _changes(request, _("Whoever asked for a change cannot confirm it."))
    try:
        half = confirm(found, user)
    except Overtaken:
        return _changes(request, _("The account has changed since. Refuse this, and ask anew."))
    if half:
        return _password(request, found, half, 2)
    messages.success(request, _("Confirmed."))
    return redirect("desk:account_changes")

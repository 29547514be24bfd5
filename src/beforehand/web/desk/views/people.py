"""People: an administrator makes accounts, changes roles, closes them."""

from __future__ import annotations

import secrets
from uuid import UUID

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beforehand.records.people import Role
from beforehand.web.accounts.models import User
from beforehand.web.accounts.roles import only


class PersonForm(forms.ModelForm[User]):
    """What an administrator sets."""

    class Meta:
        model = User
        fields = ("email", "name", "role", "partner", "signs_for", "is_active")
        labels = {"is_active": gettext_lazy("May sign in")}
        help_texts = {
            "partner": gettext_lazy("For partners: as it stands in the files that they seal."),
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
    """Make an account; its first password is shown once."""
    form = PersonForm(request.POST or None, label_suffix="", initial={"is_active": True})
    if request.method == "POST" and form.is_valid():
        person = form.save(commit=False)
        password = secrets.token_urlsafe(15)
        person.set_password(password)
        person.save()
        return render(request, "desk/person_made.html", {"person": person, "password": password})
    return render(request, "desk/person.html", {"form": form, "person": None})


@only(Role.ADMINISTRATOR)
def change(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Change a role, close an account, or give a new password and second factor."""
    person = get_object_or_404(User, pk=person_id)
    if request.method == "POST" and "reset" in request.POST:
        return _reset(request, person)
    form = PersonForm(request.POST or None, label_suffix="", instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("desk:people")
    return render(request, "desk/person.html", {"form": form, "person": person})


def _reset(request: HttpRequest, person: User) -> HttpResponse:
    """A new password, and the second factor to be set up again."""
    password = secrets.token_urlsafe(15)
    person.set_password(password)
    person.save()
    Authenticator.objects.filter(user=person).delete()
    return render(request, "desk/person_made.html", {"person": person, "password": password})

"""The form in which an agreement is recorded, and its way to and from the record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from beforehand import share
from beforehand.records import codec
from beforehand.records.agreements import Agreement
from beforehand.web.desk.presenters.agreement_words import (
    CONTROLLERS,
    DATA,
    MECHANISMS,
    PURPOSES,
)

EMPTY_ROWS = 2
MOST_PARTIES = 60


class AgreementForm(forms.Form):
    """What was agreed, its parties apart. What is left empty is missing, and is said to be."""

    id = forms.SlugField(
        label=_("Short name"), max_length=60, help_text=_("Such as coalition-2026. It stays.")
    )
    title = forms.CharField(label=_("What it is about"), max_length=200)
    starts = forms.DateField(
        label=_("From"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    ends = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    purposes = forms.MultipleChoiceField(
        label=_("For these purposes alone"),
        choices=list(PURPOSES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    shared = forms.MultipleChoiceField(
        label=_("What is shared"),
        choices=list(DATA.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    lawful_basis = forms.CharField(
        label=_("Lawful basis"),
        max_length=300,
        required=False,
        help_text=_("As your adviser named it, for each country."),
    )
    special_condition = forms.CharField(
        label=_("Condition for special categories and offences"), max_length=300, required=False
    )
    mechanism = forms.ChoiceField(
        label=_("Between countries"),
        choices=[("", _("all parties are in one country")), *MECHANISMS.items()],
        required=False,
    )
    transfer_reference = forms.CharField(
        label=_("Where the signed instrument lies"), max_length=200, required=False
    )
    assessed_on = forms.DateField(
        label=_("Transfer assessed on"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    impact_reference = forms.CharField(
        label=_("Impact assessment: where it lies"), max_length=200, required=False
    )
    impact_signed_by = forms.CharField(
        label=_("Impact assessment: signed by"), max_length=120, required=False
    )
    impact_signed_on = forms.DateField(
        label=_("Impact assessment: signed on"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    breach_contact = forms.CharField(
        label=_("Breach: who answers, and how"), max_length=200, required=False
    )
    breach_hours = forms.IntegerField(
        label=_("Breach: one side tells the others within hours"),
        min_value=0,
        max_value=72,
        required=False,
    )
    retention_months = forms.IntegerField(
        label=_("Kept for months"), min_value=0, max_value=600, required=False
    )
    made_up = forms.BooleanField(label=_("This agreement is made up"), required=False)


class PartyForm(forms.Form):
    """One side."""

    name = forms.CharField(
        label=_("Organisation"),
        max_length=80,
        required=False,
        help_text=_("As it stands in the files that it seals."),
    )
    role = forms.ChoiceField(label=_("Is"), choices=list(CONTROLLERS.items()), required=False)
    country = forms.CharField(label=_("Country, two letters"), max_length=2, required=False)
    hub = forms.BooleanField(label=_("Runs the hub"), required=False)
    gives = forms.BooleanField(label=_("Gives cases"), required=False)
    receives = forms.BooleanField(label=_("Reads answers from the others' cases"), required=False)
    contact = forms.CharField(label=_("Data protection contact"), max_length=120, required=False)
    signed_by = forms.CharField(label=_("Signed by"), max_length=120, required=False)
    signed_on = forms.DateField(
        label=_("Signed on"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


Parties = forms.formset_factory(PartyForm, extra=EMPTY_ROWS, max_num=MOST_PARTIES)


def forms_for(
    posted: QueryDict | None, before: Agreement | None
) -> tuple[AgreementForm, forms.BaseFormSet[PartyForm]]:
    """The form and its parties: as posted, or as the last version says."""
    plain = codec.to_plain(before) if before else {}
    form = AgreementForm(posted, initial=_flat(plain), label_suffix="")
    parties = Parties(
        posted, initial=plain.get("parties", []), prefix="party", form_kwargs={"label_suffix": ""}
    )
    if before:
        form.fields["id"].widget.attrs["readonly"] = True
    return form, parties


def _flat(plain: Mapping[str, Any]) -> dict[str, Any]:
    transfer, impact = plain.get("transfer") or {}, plain.get("impact") or {}
    breach = plain.get("breach") or {}
    return {
        **plain,
        "shared": plain.get("data", []),
        "mechanism": transfer.get("mechanism", ""),
        "transfer_reference": transfer.get("reference", ""),
        "assessed_on": transfer.get("assessed_on"),
        **{f"impact_{name}": value for name, value in impact.items()},
        **{f"breach_{name}": value for name, value in breach.items()},
    }


def agreement_of(
    form: AgreementForm, parties: forms.BaseFormSet[PartyForm], before: Agreement | None
) -> Agreement:
    """The agreement that the forms say; who publishes for whom stays as it was.

    Raises:
        PurposeBarred, BadAgreement: As ``share.agreement_from`` does.
    """
    said = form.cleaned_data
    plain: dict[str, Any] = {
        name: said[name]
        for name in ("title", "starts", "ends", "purposes", "lawful_basis", "made_up")
    }
    plain |= {
        "id": before.id if before else said["id"],
        "data": said["shared"],
        "special_condition": said["special_condition"],
        "parties": [_party(one.cleaned_data) for one in parties if one.cleaned_data.get("name")],
        "impact": {
            name: said[f"impact_{name}"] for name in ("reference", "signed_by", "signed_on")
        },
        "breach": {"contact": said["breach_contact"], "hours": said["breach_hours"] or 0},
        "retention_months": said["retention_months"] or 0,
        "publishes": codec.to_plain(before)["publishes"] if before else [],
    }
    if said["mechanism"]:
        plain["transfer"] = {
            "mechanism": said["mechanism"],
            "reference": said["transfer_reference"],
            "assessed_on": said["assessed_on"],
        }
    return share.agreement_from(plain)


def _party(said: Mapping[str, Any]) -> dict[str, Any]:
    name = " ".join(said["name"].split())
    return {**said, "name": name, "country": said["country"].upper()}

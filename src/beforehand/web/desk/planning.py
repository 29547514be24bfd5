"""The form that plans a campaign: short, with defaults that stand."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beforehand import campaign, understand
from beforehand.records.plan import Audience, Sponsor, Window

KINDS = (("municipality", _("municipalities")), ("county", _("counties")))
PLATFORMS = ("Facebook", "Instagram", "TikTok")
OUTCOME = "contacts with helplines and partners"
WAIT_WEEKS, RUN_WEEKS, HISTORY_DAYS = 4, 8, 182


class PlanForm(forms.Form):
    """What a campaigner decides; the lots decide the places."""

    title = forms.CharField(label=_("Title"), max_length=80)
    campaign = forms.SlugField(
        label=_("Short name"),
        max_length=30,
        help_text=_("It stands in the address, and so in the browser's history: keep it neutral."),
    )
    route = forms.CharField(label=_("Route"), max_length=5)
    source = forms.ChoiceField(
        label=_("Need is read from"),
        help_text=_("Only a source that records areas of origin can say where people come from."),
    )
    kind = forms.ChoiceField(label=_("Kind of places"), choices=KINDS)
    candidates = forms.IntegerField(
        label=_("Places that take part"), min_value=2, max_value=61, required=False
    )
    treated = forms.IntegerField(
        label=_("Places to warn"),
        min_value=1,
        max_value=60,
        required=False,
        help_text=_("Drawn by lot from those that take part; the others are held out."),
    )
    start = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    weeks = forms.IntegerField(label=_("Weeks"), min_value=1, max_value=52)
    budget_eur = forms.DecimalField(
        label=_("Budget in euro"), min_value=0, max_digits=9, decimal_places=2
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        min_value=0,
        max_value=2**53,
        help_text=_("It makes the draw, and is kept with the plan so that anyone can draw again."),
    )
    sponsor = forms.CharField(label=_("Sponsor"), max_length=120)
    charity_number = forms.CharField(label=_("Charity number"), max_length=60)
    local_partner = forms.CharField(label=_("Local partner"), max_length=120)

    def __init__(self, data: Any, *, sources: list[tuple[str, str]], **given: Any) -> None:
        super().__init__(data, **given)
        chosen = self.fields["source"]
        if isinstance(chosen, forms.ChoiceField):
            chosen.choices = sources


def defaults(today: date, source: str) -> dict[str, object]:
    """What stands in the form before anybody types."""
    return {
        "title": "Work abroad: check before you go",
        "campaign": "pune",
        "route": "AL:GB",
        "source": source,
        "kind": "municipality",
        "candidates": 32,
        "treated": 16,
        "start": today + timedelta(weeks=WAIT_WEEKS),
        "weeks": RUN_WEEKS,
        "budget_eur": 9600,
        "seed": secrets.randbelow(10**9),
        "sponsor": campaign.EXAMPLE_SPONSOR.name,
        "charity_number": campaign.EXAMPLE_SPONSOR.charity_number,
        "local_partner": campaign.EXAMPLE_SPONSOR.local_partner,
    }


def request_of(asked: dict[str, Any]) -> campaign.PlanRequest:
    """The cleaned form as the core's request.

    Raises:
        UnknownRoute: If the route is not one.
    """
    start: date = asked["start"]
    sponsor = Sponsor(
        name=asked["sponsor"],
        charity_number=asked["charity_number"],
        local_partner=asked["local_partner"],
    )
    return campaign.PlanRequest(
        route=understand.parse_route(asked["route"]),
        campaign=asked["campaign"],
        title=asked["title"],
        window=Window(
            start=start,
            end=start + timedelta(weeks=asked["weeks"]) - timedelta(days=1),
            history_days=HISTORY_DAYS,
        ),
        budget_eur=float(asked["budget_eur"]),
        audience=AUDIENCE,
        messages=campaign.example_messages(),
        sponsor=sponsor,
        seed=asked["seed"],
        outcome=OUTCOME,
        kind=asked["kind"],
        candidates=asked["candidates"],
        treated=asked["treated"],
        made_up=sponsor == campaign.EXAMPLE_SPONSOR,
    )


#: The first version speaks to those whom the pool shows most; the next lets it be chosen.
AUDIENCE = Audience(
    age_from=18,
    age_to=34,
    genders=("Masculine",),
    languages=("sq", "en"),
    platforms=PLATFORMS,
)

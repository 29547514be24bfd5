"""The form that plans a campaign: sections that open, with defaults that stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beforehand import campaign
from beforehand.records.plan import (
    Buffer,
    DesignKind,
)

KINDS = (("municipality", _("municipalities")), ("county", _("counties")))
PLATFORMS = ("Facebook", "Instagram", "TikTok")
AT_FIRST = ("Facebook", "Instagram")  # TikTok takes regions alone, and leaks into held-out places
GENDERS = {"men": ("Masculine",), "women": ("Feminine",), "all": ()}
OUTCOME = "contacts with helplines and partners"
WAIT_WEEKS, RUN_WEEKS, HISTORY_DAYS = 4, 16, 182
MOST_BYTES = 1_000_000  # of an uploaded table

DESIGNS = (
    (DesignKind.STEPPED.value, _("In waves: every place gets it, in an order drawn by lot")),
    (DesignKind.RERANDOMISED.value, _("By lot, among draws whose two groups are alike")),
    (DesignKind.MATCHED.value, _("By lot within pairs or triples of places alike")),
    (DesignKind.COMPLETE.value, _("By lot, any so many of the places")),
    (DesignKind.ARMS.value, _("Several messages: each place is drawn for one, or held out")),
    (DesignKind.PICKED.value, _("Picked by hand: exploratory, nothing can be proved by lot")),
)
#: Designs in which somebody says how many places are warned; the others say it themselves.
COUNTED = {DesignKind.COMPLETE, DesignKind.RERANDOMISED, DesignKind.ARMS}
BUFFERS = (
    (Buffer.NONE.value, _("nothing is done")),
    (Buffer.APART.value, _("no two neighbours take part")),
    (Buffer.CLUSTERS.value, _("neighbours are drawn together")),
)
WEIGHTS = {
    "weight_people": campaign.PEOPLE_ON_ROUTE,
    "weight_change": campaign.POPULATION_CHANGE,
    "weight_reach": campaign.REACH,
    "weight_provable": campaign.PROVABLE,
}
#: Uploaded tables. Between looking and sealing the page itself keeps them, not the server.
TABLES = ("commuting", "covariates", "history", "messages", "reach", "capacity")


def _weight(label: Any) -> forms.FloatField:
    return forms.FloatField(label=label, min_value=0, max_value=10, required=False)


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
    start = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    weeks = forms.IntegerField(label=_("Weeks"), min_value=1, max_value=52)
    budget_eur = forms.DecimalField(
        label=_("Budget in euro"), min_value=0, max_digits=9, decimal_places=2
    )

    design = forms.ChoiceField(
        label=_("Who gets it, and when"), choices=DESIGNS, widget=forms.RadioSelect
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
        help_text=_("Of those that take part; the others are held out. In waves, all are warned."),
    )
    waves = forms.IntegerField(
        label=_("Waves"), min_value=2, max_value=12, required=False, help_text=_("In waves alone.")
    )
    group = forms.IntegerField(
        label=_("Places in a group"),
        min_value=2,
        max_value=4,
        required=False,
        help_text=_("Pairs or triples alone: 2 or 3."),
    )
    buffer = forms.ChoiceField(
        label=_("So that it does not spill over a border"), choices=BUFFERS, required=False
    )
    apart_km = forms.FloatField(
        label=_("Nearer than this many km is a neighbour too"),
        min_value=0,
        max_value=200,
        required=False,
        help_text=_("People go to and fro between towns that share no border."),
    )
    commuting = forms.FileField(
        label=_("Who travels where daily (CSV)"),
        required=False,
        help_text=_(
            "Columns from, to and people: a row for each pair of places and way. Where more than "
            "2 in 100 of the smaller place's people cross, the two are neighbours too."
        ),
    )
    picked = forms.CharField(
        label=_("Places picked by hand"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, and only where they are picked by hand."),
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        min_value=0,
        max_value=2**53,
        help_text=_("It makes the draw, and is kept with the plan so that anyone can draw again."),
    )

    weight_people = _weight(_("People on the route"))
    weight_change = _weight(_("People who moved away"))
    weight_reach = _weight(_("People who can be reached"))
    weight_provable = _weight(_("What can be proved there"))
    covariates = forms.FileField(
        label=_("Your own reasons (CSV or GeoJSON)"),
        required=False,
        help_text=_("A column place (code or name), and one of numbers for each reason."),
    )
    history = forms.FileField(
        label=_("Outcome before launch (CSV)"),
        required=False,
        help_text=_(
            "Columns location, date and Y: contacts by place and day or week, for two campaign "
            "windows or more. Without it nobody knows what the plan can show."
        ),
    )

    reach = forms.FileField(
        label=_("What the platforms say that posts reach (CSV)"),
        required=False,
        help_text=_(
            "Columns place, spend_eur and reach, several rows a place. The budget then goes where "
            "it reaches most; without it, it follows the population."
        ),
    )
    capacity = forms.FileField(
        label=_("What local help can take a week (CSV)"),
        required=False,
        help_text=_(
            "Columns helpline, contacts_a_week, usual_a_week, contacts_per_1000 and source; places "
            "where it is not for all. The budget stops before help would be overrun."
        ),
    )
    messages = forms.FileField(
        label=_("Messages (CSV)"),
        required=False,
        help_text=_(
            "Columns version, language, theme, headline, text and call_to_action. Without it, "
            "the example drafts."
        ),
    )

    drawn = forms.CharField(
        label=_("Versions that our own page draws between"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "One a line, two or more; empty: none. Each visit is shown one of them, and which "
            "brings more people to local help is compared at four looks."
        ),
    )

    urgent = forms.CharField(
        label=_("Places that cannot wait"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line. They are warned from the first day and left out of the test."),
    )
    urgent_by = forms.CharField(label=_("Partner who asks"), max_length=120, required=False)
    urgent_why = forms.CharField(label=_("Why"), max_length=300, required=False)

    age_from = forms.IntegerField(label=_("Youngest"), min_value=13, max_value=65)
    age_to = forms.IntegerField(label=_("Oldest"), min_value=13, max_value=65)
    gender = forms.ChoiceField(
        label=_("Who"), choices=(("men", _("men")), ("women", _("women")), ("all", _("everyone")))
    )
    platforms = forms.MultipleChoiceField(
        label=_("Platforms"),
        choices=[(one, one) for one in PLATFORMS],
        widget=forms.CheckboxSelectMultiple,
    )
    sponsor = forms.CharField(label=_("Sponsor"), max_length=120)
    charity_number = forms.CharField(label=_("Charity number"), max_length=60)
    local_partner = forms.CharField(label=_("Local partner"), max_length=120)

    replaces = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, sources: list[tuple[str, str]], **given: Any) -> None:
        super().__init__(data, **given)
        for name in TABLES:
            for what in ("kept", "name"):
                hidden = forms.CharField(required=False, widget=forms.HiddenInput)
                self.fields[f"{name}_{what}"] = hidden
        chosen = self.fields["source"]
        if isinstance(chosen, forms.ChoiceField):
            chosen.choices = sources

    def clean(self) -> dict[str, Any]:
        """Who asks for urgent places, and why, is part of the plan."""
        asked = dict(super().clean() or {})
        if asked.get("urgent", "").strip() and not (
            asked.get("urgent_by", "").strip() and asked.get("urgent_why", "").strip()
        ):
            self.add_error("urgent_by", _("Say which partner asks, and why."))
        return asked

    def groups(self) -> Iterator[Section]:
        """The form's sections, the first ones open."""
        for at, (title, says, names) in enumerate(SECTIONS):
            fields = [self[name] for name in names]
            wrong = any(one.errors for one in fields)
            shown = [Shown(field=one, kept=self._kept(one.name)) for one in fields]
            yield Section(title=title, says=says, fields=shown, open=at < OPEN or wrong)

    def _kept(self, name: str) -> str:
        return str(self[f"{name}_name"].value() or "") if name in TABLES else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A field, and the name of the uploaded table that the page keeps for it."""

    field: forms.BoundField
    kept: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the form that opens."""

    title: Any
    says: Any
    fields: list[Shown]
    open: bool


OPEN = 2
SECTIONS: tuple[tuple[Any, Any, tuple[str, ...]], ...] = (
    (
        _("What, when, how much"),
        "",
        ("title", "campaign", "route", "source", "start", "weeks", "budget_eur"),
    ),
    (
        _("Who gets it, and when"),
        _("Drawn by lot before launch: nothing else shows later what the campaign caused."),
        ("design", "kind", "candidates", "treated", "waves", "group", "picked"),
    ),
    (
        _("Neighbours"),
        _("A place warned beside one held out tells it too, and the effect looks smaller."),
        ("buffer", "apart_km", "commuting"),
    ),
    (
        _("Which places come first"),
        _("Each reason is standardised, times its weight. How much the order rests on the weights "
          "is shown before anything is sealed."),
        ("weight_people", "weight_change", "weight_reach", "weight_provable", "covariates",
         "history"),
    ),
    (
        _("What posts reach, and what help can take"),
        _("Nobody is helped by a post that sends more people to a helpline than it can answer."),
        ("reach", "capacity"),
    ),
    (
        _("Urgent places"),
        _("Help stays open everywhere. A partner may ask that a place is warned at once."),
        ("urgent", "urgent_by", "urgent_why"),
    ),
    (
        _("Whom the posts are for, and what they say"),
        "",
        ("age_from", "age_to", "gender", "platforms", "messages", "drawn"),
    ),
    (
        _("Who stands behind it"),
        _("Named on every post and page."),
        ("sponsor", "charity_number", "local_partner", "seed"),
    ),
)  # fmt: skip

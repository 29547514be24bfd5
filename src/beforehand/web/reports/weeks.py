"""Weekly counts by place: what the inbox shows of them, and how they are taken from a browser."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from beforehand import gazetteer, programme, reach, release
from beforehand.home import Home
from beforehand.records.plan import Place
from beforehand.records.reach import PlaceReports, WeeklyReports
from beforehand.web.accounts.models import User
from beforehand.web.drop import Drop
from beforehand.words import speak

MOST_PLACES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWeek:
    """A week that is over and whose counts nobody gave yet."""

    campaign: str
    first: date
    last: date
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenWeek:
    """A week whose counts were given, and by whom."""

    campaign: str
    first: date
    last: date
    counts: tuple[tuple[str, int], ...]
    by: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Weeks:
    """Everything of the inbox's part on weekly counts.

    ``maps`` is read by the page's module: for each campaign ``up`` (a code to the next wider one)
    and ``names`` (a code to how it is said).
    """

    open: tuple[OpenWeek, ...]
    given: tuple[GivenWeek, ...]
    threshold: int
    maps: dict[str, dict[str, dict[str, str]]]


def weeks(home: Home, drop: Drop, campaigns: Iterable[str], today: date) -> Weeks:
    """What may be given of these campaigns, latest week first, and what was.

    A week with fewer reports than the threshold can never be given and is not listed.
    """
    slugs = sorted(set(campaigns))
    kept = [one for slug in slugs for one in programme.weekly_reports(home, slug)]
    done = {(one.campaign, one.week) for one in kept}
    came = ((slug, reach.ended_weeks(drop.visits(slug), today)) for slug in slugs)
    waiting = [
        _open(slug, first, total)
        for slug, totals in came
        for first, total in totals.items()
        if total >= release.THRESHOLD and (slug, first) not in done
    ]
    return Weeks(
        open=tuple(sorted(waiting, key=lambda one: one.first, reverse=True)),
        given=tuple(_given(one, home) for one in reversed(kept)),
        threshold=release.THRESHOLD,
        maps={slug: _maps(programme.tracked_places(home, slug)) for slug in slugs},
    )


def _open(slug: str, first: date, total: int) -> OpenWeek:
    return OpenWeek(campaign=slug, first=first, last=first + timedelta(days=6), total=total)


def _given(one: WeeklyReports, home: Home) -> GivenWeek:
    names = _maps(programme.tracked_places(home, one.campaign))["names"]
    giver = User.objects.filter(pk=one.given_by).first()
    return GivenWeek(
        campaign=one.campaign,
        first=one.week,
        last=one.week + timedelta(days=6),
        counts=tuple((names.get(each.place, each.place), each.reports) for each in one.counts),
        by=(giver.name or giver.email) if giver else _("an account that is gone"),
        on=one.given_on,
    )


def _maps(places: Mapping[str, Place]) -> dict[str, dict[str, str]]:
    up: dict[str, str] = {}
    names: dict[str, str] = {}
    for place in places.values():
        chain = reach.wider(place)
        up |= dict(pairwise(chain))
        names |= {code: _elsewhere(code) for code in chain[1:]}
    return {"up": up, "names": names | {code: one.name for code, one in places.items()}}


def _elsewhere(code: str) -> str:
    """How a county or country is said that stands for what is elsewhere in it."""
    spoken = (get_language() or "en").split("-")[0]
    country = Locale.parse(spoken).territories.get(code, code)
    return speak(gazetteer.elsewhere(code, country), spoken)


class WeekForm(forms.Form):
    """What the inbox posts: a campaign, a Monday, and pairs of code and number as JSON."""

    campaign = forms.SlugField(max_length=60)
    week = forms.DateField(input_formats=["%Y-%m-%d"])
    counts = forms.CharField(max_length=20_000)

    def clean_counts(self) -> tuple[PlaceReports, ...]:
        """Nothing but codes and whole numbers."""
        try:
            said = json.loads(self.cleaned_data["counts"])
        except ValueError:
            raise ValidationError(_("This is not what our page sends. Reload it.")) from None
        if not isinstance(said, list) or len(said) > MOST_PLACES or not all(map(_is_pair, said)):
            raise ValidationError(_("This is not what our page sends. Reload it."))
        return tuple(PlaceReports(place=code, reports=number) for code, number in said)

    def record(self, giver: User, today: date) -> WeeklyReports:
        """The cleaned form as the record that is kept, and nothing else of it."""
        return WeeklyReports(
            campaign=self.cleaned_data["campaign"],
            week=self.cleaned_data["week"],
            counts=self.cleaned_data["counts"],
            given_by=str(giver.pk),
            given_on=today,
        )


def _is_pair(said: object) -> bool:
    return (
        isinstance(said, list) and len(said) == 2 and type(said[0]) is str and type(said[1]) is int
    )

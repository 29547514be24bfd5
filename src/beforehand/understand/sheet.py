"""What stands on the brief's pages: words and drawings, ready for the template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from beforehand import charts
from beforehand.records.cases import SourceKind
from beforehand.records.figure import Share
from beforehand.records.picture import Brief, Comparison, FieldProfile
from beforehand.understand.briefs import field_of
from beforehand.understand.fields import country
from beforehand.understand.findings import (
    says_comparison,
    says_field,
    says_origins,
    says_profile,
    says_trend,
)
from beforehand.words import Words, speak, words

PAPER, LEAST = charts.PAPER, charts.LEAST_PEOPLE
#: The fields on the pages, by the question they answer.
_QUESTIONS: tuple[tuple[Words, tuple[str, ...]], ...] = (
    (words("Who they are"), ("gender", "age")),
    (
        words("How they were recruited"),
        ("recruitment_method", "recruitment_platform", "recruiter_relation"),
    ),
    (words("How they were controlled"), ("control", "relationship_to_trafficker")),
    (
        words("What they were used for"),
        ("exploitation", "criminal_activity", "industry", "sexual_exploitation_type"),
    ),
)
_HEADLINES = (
    ("exploitation", 2),
    ("gender", 1),
    ("recruitment_method", 1),
    ("criminal_activity", 1),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One brief in one language."""

    brief: Brief
    language: str
    today: date

    def said(self, what: Words) -> str:
        """The words in the sheet's language."""
        return speak(what, self.language)

    def content(self) -> dict[str, Any]:
        """Strings and SVG alone: the template decides nothing."""
        basis, (origin, destination) = self.brief.profile.basis, self._ends()
        return {
            "language": self.language,
            "title": self.said(
                words("{origin} to {destination}", origin=origin, destination=destination)
            ),
            "header": self.said(words("For partners; not for the public")),
            "kind": self.said(words("Route brief")),
            "made_up": self.said(_MADE_UP) if basis.made_up else "",
            "lede": self.said(self._lede()),
            "headlines": [self._headline(share) for share in self._headline_shares()],
            "partners": self._partners(),
            "where": self._where(),
            "trend": self._trend(),
            "questions": [
                {"title": self.said(title), "cards": cards}
                for title, names in _QUESTIONS
                if (cards := [self._field(f) for n in names if (f := self._named(n))])
            ],
            "unknowns_title": self.said(words("What we do not know")),
            "unknowns": [self.said(one) for one in self.brief.unknowns],
            "basis_title": self.said(words("How this was counted")),
            "basis": [self.said(one) for one in self._basis()],
            "sources_title": self.said(words("Sources")),
            "sources": self._sources(),
            "foot": self.said(
                words(
                    "Made {day} from data {hash}",
                    day=self.today.isoformat(),
                    hash=basis.data_hash[:12],
                )
            ),
        }

    def _ends(self) -> tuple[Words, Words]:
        route = self.brief.profile.basis.route
        return country(route.origin), country(route.destination)

    def _named(self, name: str) -> FieldProfile | None:
        return field_of(self.brief.profile, name)

    def _lede(self) -> Words:
        first = (self.brief.by_type or self.brief.by_partner)[:1]
        opening = says_profile(self.brief.profile)
        if not first:
            return opening
        return words("{first} {rest}", first=opening, rest=says_comparison(first[0]))

    def _headline_shares(self) -> list[Share]:
        shares = [
            share
            for name, most in _HEADLINES
            if (field := self._named(name))
            for share in field.of_everyone[:most]
        ]
        return [one for one in shares if (one.figure.numerator or 0) >= LEAST][:3]

    def _headline(self, share: Share) -> dict[str, str]:
        figure = share.figure
        counted = words(
            "{span} · {part} of {whole}",
            span=charts.span(figure),
            part=charts.count(figure.numerator or 0),
            whole=charts.count(figure.denominator or 0),
        )
        return {
            "value": self.said(charts.decimal(100 * figure.value)),
            "label": self.said(share.label),
            "bar": charts.interval_bar(figure, self.language, PAPER),
            "how": self.said(counted),
        }

    def _field(self, field: FieldProfile) -> dict[str, str]:
        drawing = charts.share_bars(field, least=LEAST, language=self.language, palette=PAPER)
        return _card(self.said(field.label), self.said(says_field(field)), drawing)

    def _partners(self) -> list[dict[str, str]]:
        kinds = [self._forest(one, shrunk=False) for one in self.brief.by_type[:1]]
        return kinds + [self._forest(one, shrunk=True) for one in self.brief.by_partner[:1]]

    def _forest(self, comparison: Comparison, *, shrunk: bool) -> dict[str, str]:
        drawing = charts.forest(
            comparison, shrunk=shrunk, least=LEAST, language=self.language, palette=PAPER
        )
        title = _BY_PARTNER if shrunk else _BY_TYPE
        small = sum(1 for one in comparison.groups if (one.figure.denominator or 0) < LEAST)
        note = words("{how} {small}", how=_DRAWN_IN if shrunk else _COUNTED, small=_few(small))
        card = _card(self.said(title), self.said(says_comparison(comparison)), drawing)
        return card | {"note": self.said(note).strip()}

    def _where(self) -> list[dict[str, str]]:
        route, basis = self.brief.route, self.brief.profile.basis
        ends = (
            charts.MapOf(kind=_AREAS.get(basis.route.origin, ""), country=basis.route.origin),
            charts.MapOf(
                kind=_AREAS.get(basis.route.destination, ""), country=basis.route.destination
            ),
        )
        if not all(end.kind for end in ends):
            return []
        if any(leg.origin_area for leg in route.origins):
            drawing = charts.flow_map(route, ends, language=self.language, palette=PAPER)
            return [_card(self.said(_FLOWS), self.said(says_origins(route)), drawing)]
        return self._responders(ends[1])

    def _responders(self, of: charts.MapOf) -> list[dict[str, str]]:
        legs = self.brief.route.responders
        by_area = {leg.exploitation_area: leg.people.value for leg in legs}
        number = {area: people for area, people in by_area.items() if area is not None}
        if not number:
            return []
        label = words("Where police referred them, by force area")
        drawing = charts.choropleth(of, number, label, language=self.language, palette=PAPER)
        placed, everyone = sum(number.values()), self.brief.profile.people.value
        said = words(
            "{placed} of {everyone} were referred by a police force with an area; areas under "
            "{least} people are left blank.",
            placed=charts.count(placed),
            everyone=charts.count(everyone),
            least=LEAST,
        )
        return [_card(self.said(words("Where police referred them")), self.said(said), drawing)]

    def _trend(self) -> list[dict[str, str]]:
        trend = self.brief.trend
        if not trend.points:
            return []
        drawing = charts.columns(trend, least=LEAST, language=self.language, palette=PAPER)
        return [_card(self.said(words("Over time")), self.said(says_trend(trend)), drawing)]

    def _basis(self) -> list[Words]:
        census = self.brief.profile.basis.source_class.kind is SourceKind.AGGREGATE
        return [
            self.brief.profile.basis.reading,
            _CENSUS if census else _CASES,
            words(
                "Shares are of everyone on the route, people for whom a field is not recorded "
                "included; where several may hold, they add to more than 100%. Counts under "
                "{least} are said as “under {least}”.",
                least=LEAST,
            ),
        ]

    def _sources(self) -> list[str]:
        return [
            f"{one.title} · {one.edition} · {one.licence} · {one.id[:12]}"
            for one in self.brief.profile.basis.submissions
        ]


def _card(title: str, say: str, drawing: str) -> dict[str, str]:
    return {"title": title, "say": say, "drawing": drawing, "note": ""}


def _few(groups: int) -> Words:
    if not groups:
        return Words("")
    return words("{groups} with under {least} people are not drawn.", groups=groups, least=LEAST)


#: The areas that a country's map is drawn by.
_AREAS = {"AL": "county", "GB": "police area"}

_MADE_UP = words("Made-up data: nobody in this brief exists.")
_BY_TYPE = words("Each kind of partner sees a part")
_BY_PARTNER = words("Partner by partner")
_FLOWS = words("Where from, where to")
_COUNTED = words(
    "Dots are shares as counted, bars their 95% intervals. A full dot differs from the others by "
    "more than noise; a ring does not."
)
_DRAWN_IN = words(
    "Dots are shares drawn towards the pool, so that small partners do not look extreme; bars are "
    "95% intervals. A full dot differs from the others by more than noise; a ring does not."
)
_CENSUS = words(
    "The source is a complete count of what it publishes. Intervals (Wilson, 95%) say how far "
    "another such period could differ, not how far the count may be wrong."
)
_CASES = words(
    "The source is what partners recorded of the people they met; rows of one person were linked "
    "and count once. Intervals (Wilson, 95%) say how far other people like them could differ."
)

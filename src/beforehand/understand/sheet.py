"""What stands on the brief's pages: words and drawings, ready for the template."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
    spread,
)
from beforehand.words import Words, speak, words

PAPER, LEAST = charts.PAPER, charts.LEAST_PEOPLE
#: The fields on the pages, by the question they answer.
_QUESTIONS: tuple[tuple[Words, tuple[str, ...]], ...] = (
    (words("Who they are"), ("gender", "age")),
    (
        words("Where from, where to"),
        ("origin_area", "transit_country", "arrival_area", "exploitation_area"),
    ),
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
#: Whose shares stand large at the top, best first: a field and the rank of its code.
_HEADLINES = (("exploitation", 0), ("recruitment_method", 0), ("exploitation", 1), ("gender", 0))
_MOST_HEADLINES = 3


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
            "telling": self._telling,
            "where": self._where(),
            "trend": self._trend(),
            "cards": [
                self._field(field) | {"over": self.said(question)}
                for question, names in _QUESTIONS
                for name in names
                if (field := self._named(name))
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
        said = [says_profile(self.brief.profile)]
        if self._telling:
            said.append(says_comparison(self._comparisons()[0]))
        elif any(leg.origin_area for leg in self.brief.route.origins):
            said.append(says_origins(self.brief.route))
        return words("{first} {rest}", first=said[0], rest=said[1] if said[1:] else "")

    @property
    def _telling(self) -> bool:
        """Whether some partners see something else than others, by more than noise."""
        return any(spread(one) > 0 for one in self._comparisons()[:1])

    def _comparisons(self) -> tuple[Comparison, ...]:
        return self.brief.by_type or self.brief.by_partner

    def _headline_shares(self) -> list[Share]:
        shares = [
            field.of_everyone[rank]
            for name, rank in _HEADLINES
            if (field := self._named(name)) and rank < len(field.of_everyone)
        ]
        enough = [one for one in shares if (one.figure.numerator or 0) >= LEAST]
        return enough[:2] + enough[-1:] if len(enough) > _MOST_HEADLINES else enough

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

    def _field(self, field: FieldProfile) -> dict[str, Any]:
        drawing = charts.share_bars(field, least=LEAST, language=self.language, palette=PAPER)
        return _card(self.said(field.label), self.said(says_field(field)), drawing)

    def _partners(self) -> list[dict[str, Any]]:
        kinds = [self._forest(one, shrunk=False) for one in self.brief.by_type[:2]]
        most = 1 if kinds or not self._telling else 2
        return kinds + [self._forest(one, shrunk=True) for one in self.brief.by_partner[:most]]

    def _forest(self, comparison: Comparison, *, shrunk: bool) -> dict[str, Any]:
        shown = _largest(comparison)
        drawing = charts.forest(
            shown, shrunk=shrunk, least=LEAST, language=self.language, palette=PAPER
        )
        title = words(
            "{code}: {who}", code=comparison.label, who=_BY_PARTNER if shrunk else _BY_TYPE
        )
        left_out = len(comparison.groups) - len(shown.groups)
        note = words("{how} {rest}", how=_DRAWN_IN if shrunk else _COUNTED, rest=_rest(left_out))
        say = words(
            "Share of the people each one saw. The line is everyone together: {pool}.",
            pool=charts.percent(comparison.pool.value),
        )
        card = _card(self.said(title), self.said(say), drawing)
        return card | {"note": self.said(note).strip()}

    def _where(self) -> list[dict[str, Any]]:
        route, basis = self.brief.route, self.brief.profile.basis
        if basis.route.origin not in charts.AREAS or basis.route.destination not in charts.AREAS:
            return []
        ends = charts.ends_of(route)
        if any(leg.origin_area for leg in route.origins):
            drawing = charts.flow_map(route, ends, language=self.language, palette=PAPER)
            card = _card(self.said(_FLOWS), self.said(says_origins(route)), drawing)
            return [card | {"wide": True, "note": self.said(_ARCS)}]
        return self._responders(ends[1])

    def _responders(self, of: charts.MapOf) -> list[dict[str, Any]]:
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

    def _trend(self) -> list[dict[str, Any]]:
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
        ids: dict[str, list[str]] = {}
        for one in self.brief.profile.basis.submissions:
            ids.setdefault(f"{one.title} · {one.edition} · {one.licence}", []).append(one.id[:12])
        return [f"{source} · {', '.join(given)}" for source, given in ids.items()]


def _card(title: str, say: str, drawing: str) -> dict[str, Any]:
    return {"title": title, "say": say, "drawing": drawing, "note": "", "over": "", "wide": False}


def _largest(comparison: Comparison) -> Comparison:
    """The groups that saw most people, at least 11, in the order they had."""
    enough = [one for one in comparison.groups if (one.figure.denominator or 0) >= LEAST]
    seen = sorted((one.figure.denominator or 0 for one in enough), reverse=True)
    smallest = seen[min(len(seen), _MOST_PARTNERS) - 1] if seen else 0
    kept = [one for one in enough if (one.figure.denominator or 0) >= smallest]
    return replace(comparison, groups=tuple(kept))


def _rest(groups: int) -> Words:
    if not groups:
        return Words("")
    return words("Partners who saw fewer people are not drawn: {groups}.", groups=groups)


_MOST_PARTNERS = 14

_MADE_UP = words("Made-up data: nobody in this brief exists.")
_BY_TYPE = words("each kind of partner sees a part")
_BY_PARTNER = words("partner by partner")
_FLOWS = words("Where from, where to")
_ARCS = words(
    "Darker areas: more people. An arc joins an area of origin to an area of exploitation; areas "
    "and arcs of under 11 people are not drawn."
)
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

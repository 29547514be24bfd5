"""Types of cases, described in words, and whom a campaign would speak to."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from beforehand import charts, understand
from beforehand.records.people import Asker
from beforehand.records.plan import Audience
from beforehand.records.types import CaseType, Typology
from beforehand.web.desk.presenters.figures import How, how_seen, svg
from beforehand.web.desk.said import language, say


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeCard:
    """One type."""

    title: str
    share: str
    span: str
    about: str
    bar: SafeString
    traits: tuple[str, ...]
    audience: str
    how: How


@dataclass(frozen=True, slots=True, kw_only=True)
class TypesPage:
    """The types of one route, or the sentence that says why there are none."""

    why: str
    cards: tuple[TypeCard, ...]
    withheld: bool
    fields: tuple[str, ...]
    tried: tuple[tuple[int, str], ...]
    source: str
    data_hash: str
    made_up: bool
    reading: str


def types_page(told: Typology, asker: Asker) -> TypesPage:
    """The page; a role without small counts sees the types only if all of them are large."""
    basis = told.basis
    withheld = not asker.sees_small_counts and not all(map(understand.large_enough, told.types))
    shown = () if withheld else told.types
    return TypesPage(
        why=say(told.why),
        cards=tuple(_card(one, told, asker) for one in shown),
        withheld=withheld,
        fields=tuple(say(one) for one in told.fields),
        tried=tuple((number, f"{bic:,.0f}") for number, bic in told.tried)
        if asker.sees_small_counts
        else (),
        source="; ".join(dict.fromkeys(one.title for one in basis.submissions)),
        data_hash=basis.data_hash,
        made_up=basis.made_up,
        reading=say(basis.reading),
    )


def _card(one: CaseType, told: Typology, asker: Asker) -> TypeCard:
    route = told.basis.route
    return TypeCard(
        title=say(understand.says_type(one.traits)),
        share=say(charts.percent(one.share.value, 0)),
        span=say(charts.span(one.share)),
        about=say(charts.people(one.people)) if asker.sees_small_counts else "",
        bar=svg(charts.interval_bar(one.share, language())),
        traits=tuple(
            _("%(what)s: %(within)s of this type, %(everyone)s of everybody")
            % {
                "what": say(trait.label),
                "within": say(charts.percent(trait.within, 0)),
                "everyone": say(charts.percent(trait.everyone, 0)),
            }
            for trait in one.traits
        ),
        audience=_audience(understand.audience_of(one, route.origin)),
        how=how_seen(one.share, told.basis.source_class, asker),
    )


def _audience(found: Audience) -> str:
    genders = _codes("gender", found.genders) or _("everybody")
    platforms = _codes("recruitment_platform", found.platforms)
    said = _("%(genders)s, %(low)s to %(high)s") % {
        "genders": genders,
        "low": found.age_from,
        "high": found.age_to,
    }
    return f"{said}; {platforms}" if platforms else said


def _codes(field: str, codes: tuple[str, ...]) -> str:
    return ", ".join(say(understand.code_label(field, code)) for code in codes)

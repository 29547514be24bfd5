"""What we do not know of a route: told as plainly as what we do."""

from __future__ import annotations

from collections.abc import Iterator

from beforehand import charts
from beforehand.charts import LEAST_PEOPLE
from beforehand.records.cases import Provenance, SourceClass, SourceKind
from beforehand.records.picture import Profile
from beforehand.understand.fields import field_label
from beforehand.understand.findings import listed
from beforehand.words import Words, words

#: A gap is told apart if the field is missing for at least this share of people.
WORTH_TELLING = 0.1

_QUESTIONS = {
    "origin_area": words("Where they came from: no area of origin is recorded."),
    "transit_country": words("Which way they took: no country of transit is recorded."),
    "arrival_area": words("Where they arrived: no area of arrival is recorded."),
    "recruitment_method": words("How they were recruited: not recorded in this source."),
    "control": words("How they were controlled: not recorded in this source."),
    "exploitation_area": words("Where they were exploited: no area is recorded."),
    "criminal_activity": words("Which crimes they were made to commit: not told apart."),
}


def unknowns(profile: Profile) -> tuple[Words, ...]:
    """Fields not recorded, gaps, contradictions, sources left out, and people nobody saw."""
    return (
        *_not_recorded(profile),
        *_gaps(profile),
        *_about_the_source(profile),
    )


def _not_recorded(profile: Profile) -> Iterator[Words]:
    missing = set(map(str, profile.not_recorded))
    for name, said in _QUESTIONS.items():
        if str(field_label(name)) in missing:
            yield said
    asked = {str(field_label(name)) for name in _QUESTIONS}
    rest = [said for said in profile.not_recorded if str(said) not in asked]
    if rest:
        yield words("Not recorded at all: {fields}.", fields=listed(rest))


def _gaps(profile: Profile) -> Iterator[Words]:
    least = max(WORTH_TELLING * profile.people.value, LEAST_PEOPLE)
    gaps = [
        words("{field} ({number})", field=field.label, number=charts.count(field.unknown))
        for field in profile.fields
        if field.unknown >= least
    ]
    if gaps:
        yield words("Not recorded, or not clearly, for many people: {fields}.", fields=listed(gaps))
    for field in profile.fields:
        if field.disagree:
            yield words(
                "{field}: partners contradict each other on {number}, who count as not recorded.",
                field=field.label,
                number=charts.people(field.disagree, LEAST_PEOPLE),
            )


def _about_the_source(profile: Profile) -> Iterator[Words]:
    if profile.basis.source_class.kind is SourceKind.CASE_LEVEL:
        yield words(
            "Whom the partners did not meet: their cases are not drawn at random, and the "
            "intervals speak only of people like those they met."
        )
    if profile.basis.source_class.kind is SourceKind.RECORDS:
        yield words(
            "How far the records were changed before they were published: small shares are the "
            "least sure, and their people may be among those of any other source."
        )
    yield words(
        "How many nobody saw: these are the people whom somebody saw. An estimate, where one is "
        "made, stands on a page of its own."
    )
    for other in profile.basis.left_out:
        yield words(
            "The pool also holds this route in {source}; the two are never added up.",
            source=source_label(other),
        )


def source_label(source: SourceClass) -> Words:
    """A source class in words."""
    if source.kind is SourceKind.RECORDS:
        if source.provenance is Provenance.REAL:
            return words("the published records {dataset}", dataset=source.dataset)
        return words("the made-up records {dataset}", dataset=source.dataset)
    if source.kind is SourceKind.AGGREGATE:
        if source.provenance is Provenance.REAL:
            return words("the published table {dataset}", dataset=source.dataset)
        return words("the made-up table {dataset}", dataset=source.dataset)
    if source.provenance is Provenance.REAL:
        return words("partners' own cases")
    return words("made-up cases")

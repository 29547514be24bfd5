"""One partner's view of a route against everybody else's, over all codes of all fields at once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from beforehand.charts import LEAST_PEOPLE
from beforehand.records.cases import CaseTable
from beforehand.records.figure import Figure, Interval, Meaning, RecipeParameter, Unit
from beforehand.records.picture import RouteFilter
from beforehand.records.views import PartnerView, Seen, ViewLine, WhomToAsk
from beforehand.refusals import EmptyPool
from beforehand.stats import against_the_rest, benjamini_hochberg, shrink_shares
from beforehand.understand.comparisons import FALSE_DISCOVERY, By
from beforehand.understand.fields import COMPARE_FIELDS, code_label, field_label, labelled
from beforehand.understand.figures import Evidence, Part, count, share
from beforehand.understand.narrowing import narrow
from beforehand.understand.pool import Pool, opened
from beforehand.understand.routing import stand_on
from beforehand.understand.tally import Answer, Tally, tally
from beforehand.vocabulary import PartnerType
from beforehand.words import Words, words

#: With fewer people of its own a partner is told that they are too few to say.
ENOUGH = LEAST_PEOPLE
MOST_TO_ASK = 3
#: Fields that say which partner, not what happened.
_NOT_TOLD = {"status_decided_by", "trafficking_status"}
VIEW_FIELDS = tuple(name for name in COMPARE_FIELDS if name not in _NOT_TOLD)

Groups = dict[str, Tally]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Code:
    """One code of one field, with the people of both sides for whom the field is recorded."""

    field: str
    code: str
    own: Tally
    others: Tally
    is_told: bool  # whether the others' count may be told

    @property
    def counts(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """People with the code and people recorded, of the partner and of the others.

        Where the others' count may not be told, it is the most that it can be.
        """
        recorded = _recorded(self.others)
        seen = self.others.by_code.get(self.code, 0) if self.is_told else LEAST_PEOPLE - 1
        own = self.own.by_code.get(self.code, 0), _recorded(self.own)
        return own, (min(seen, recorded), recorded)

    @property
    def p_value(self) -> float:
        """Fisher's exact test; against a count that may be smaller, of seeing more alone."""
        (x, n), (others_x, others_n) = self.counts
        if not self.is_told and x * others_n <= others_x * n:
            return 1.0
        return float(against_the_rest((x, others_x), (n, others_n))[0])


Told = frozenset[tuple[str, str]]


def own_view(
    cases: CaseTable, route: RouteFilter, partner: str, told: Told | None = None
) -> PartnerView:
    """What a partner sees more of than the others, less of, and not at all.

    Every code of every field that both record is tested (Fisher's exact test, the partner's people
    against those whom anybody else saw), and all of them together go through the
    Benjamini-Hochberg step, so that of the differences told one in twenty is noise, on average.
    Somebody whom both saw is on both sides, which makes the test a little too shy.

    Args:
        cases: Cases of one source class.
        route: Which route.
        partner: As it stands in the cases.
        told: The codes (field, code) of which the others' count may be told; None: all. Whatever
            the partner gives, nothing in the answer then depends on another count of theirs. Of
            a field without such a code nothing is said.

    Returns:
        Differences beyond noise, largest first, then codes that the partner never saw and the
        others did. A partner of fewer than eleven people is told of no difference at all.

    Raises:
        EmptyPool: If the partner, or everybody else, saw nobody on the route.

    Source:
        Benjamini and Hochberg (1995), JRSS B 57(1).
    """
    with opened(cases, route) as pool:
        basis, _, _ = stand_on(pool)
        others = sorted({str(row[0]) for row in pool.ask("responders", "partner")
                         if row[0] is not None} - {partner})  # fmt: skip
        by_partner = {name: _by(pool, "partner", name) for name in VIEW_FIELDS}
    if not others:
        raise EmptyPool(what=words("partners other than {partner}", partner=partner))
    mine = _side(cases, route, [partner])
    theirs = _side(cases, route, others)
    with opened(cases, _seen_by(route, others)) as pool:
        by_kind = {name: _by(pool, "partner_type", name) for name in VIEW_FIELDS}
    sides = _Sides(
        evidence=Evidence(cases=cases, route=route, function="understand.own_view"),
        partner=partner,
        by_partner=by_partner,
        by_kind=by_kind,
    )
    spoken = {name for name in VIEW_FIELDS if told is None or name in {field for field, _ in told}}
    codes = [one for one in _codes(mine, theirs, told) if one.field in spoken]
    people, few = mine["gender"].people, mine["gender"].people < ENOUGH
    return PartnerView(
        basis=basis,
        partner=partner,
        own=sides.people("own", people),
        others=sides.people("others", theirs["gender"].people),
        lines=_lines(sides, codes, few=few),
        compared=len(codes),
        false_discovery_rate=FALSE_DISCOVERY,
        too_few=few,
        not_recorded=tuple(field_label(name) for name in VIEW_FIELDS if name in spoken
                           and _recorded(theirs[name]) and not _recorded(mine[name])),
    )  # fmt: skip


def _lines(sides: _Sides, codes: list[_Code], *, few: bool) -> tuple[ViewLine, ...]:
    tests = [code.p_value for code in codes]
    flags = benjamini_hochberg(tests, FALSE_DISCOVERY)
    made = [
        sides.line(code, p, differs=bool(flag) and not few)
        for code, p, flag in zip(codes, tests, flags, strict=True)
    ]
    lines = [one for one in made if one.differs or one.seen is Seen.NOT_AT_ALL]
    return tuple(sorted(lines, key=_telling))


def _telling(line: ViewLine) -> tuple[bool, float, str, str]:
    others = line.others.value if line.others else 0.0
    return not line.differs, -abs(line.own.value - others), line.field, line.code


def _side(cases: CaseTable, route: RouteFilter, partners: list[str]) -> dict[str, Tally]:
    """People whom these partners saw, by field, each person once."""
    with opened(cases, _seen_by(route, partners)) as pool:
        stand_on(pool)
        return {name: tally(name, _answers(pool, name)) for name in VIEW_FIELDS}


def _seen_by(route: RouteFilter, partners: list[str]) -> RouteFilter:
    return narrow(route, [f"partner={name}" for name in partners])


def _answers(pool: Pool, field: str) -> list[Answer]:
    rows = pool.ask("shares", field=field, where_field="", where_code="")
    return [(codes, disagrees, int(people)) for codes, disagrees, people in rows]


def _by(pool: Pool, by: By, field: str) -> Groups:
    found: dict[str, list[Answer]] = defaultdict(list)
    for group, codes, disagrees, people in pool.ask("seen_codes", by, by=by, field=field):
        if group is not None:
            found[str(group)].append((codes, disagrees, int(people)))
    return {group: tally(field, answers) for group, answers in found.items()}


def _codes(mine: dict[str, Tally], theirs: dict[str, Tally], told: Told | None) -> list[_Code]:
    """Every code of every field that both record, as far as anything of it may be told."""
    found = []
    for name in VIEW_FIELDS:
        if not (_recorded(mine[name]) and _recorded(theirs[name])):
            continue
        known = {code for code in theirs[name].by_code if told is None or (name, code) in told}
        found += [
            _Code(
                field=name,
                code=code,
                own=mine[name],
                others=theirs[name],
                is_told=code in known or told is None,
            )
            for code in sorted({*mine[name].by_code, *known})
        ]
    return found


def _recorded(one: Tally) -> int:
    return one.people - one.unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sides:
    evidence: Evidence
    partner: str
    by_partner: dict[str, Groups]
    by_kind: dict[str, Groups]

    def line(self, code: _Code, p_value: float, *, differs: bool) -> ViewLine:
        (x, n), (others_x, others_n) = code.counts
        own, others = (
            self._share(code, "own", x, n),
            self._share(code, "others", others_x, others_n),
        )
        seen = Seen.MORE if own.value > others.value else Seen.LESS
        if x == 0 and others_x and code.is_told:
            seen = Seen.NOT_AT_ALL
        return ViewLine(
            field=code.field,
            field_label=field_label(code.field),
            code=code.code,
            label=code_label(code.field, code.code),
            own=own,
            shrunk=self._shrunk(code, own) if code.is_told else own,
            others=others if code.is_told else None,
            seen=seen,
            differs=differs,
            p_value=p_value,
            ask=() if seen is Seen.MORE else self._whom(code, others.value),
        )

    def people(self, of: str, people: int) -> Figure:
        said = {"own": words("People on the route seen by {partner}", partner=self.partner),
                "others": words("People on the route seen by anybody else")}  # fmt: skip
        return count(self.evidence, people, said[of], {"partner": self.partner, "of": of})

    def _asked(self, code: _Code, of: str) -> dict[str, RecipeParameter]:
        return {"partner": self.partner, "field": code.field, "code": code.code, "of": of}

    def _share(self, code: _Code, of: str, x: int, n: int) -> Figure:
        whom = Words(self.partner) if of == "own" else words("everybody else")
        definition = words(
            "{field}: {code}, of those seen by {whom} for whom it is recorded",
            field=field_label(code.field),
            code=code_label(code.field, code.code),
            whom=whom,
        )
        unknown = (code.own if of == "own" else code.others).unknown
        part = Part(numerator=x, denominator=n, unknown=unknown)
        return share(self.evidence, part, definition, self._asked(code, of))

    def _shrunk(self, code: _Code, own: Figure) -> Figure:
        groups = self.by_partner[code.field]
        told = sorted(name for name, one in groups.items() if _recorded(one))
        shrunk = shrink_shares(
            [groups[name].by_code.get(code.code, 0) for name in told],
            [_recorded(groups[name]) for name in told],
        )
        at = told.index(self.partner)
        counted = own.interval or Interval(low=0, high=1, method="", meaning=Meaning.MODEL)
        return Figure(
            value=float(shrunk.mean[at]),
            unit=Unit.SHARE,
            definition=words("{share}, drawn towards the pool", share=own.definition),
            source=own.source,
            data_hash=own.data_hash,
            recipe=self.evidence.recipe(self._asked(code, "shrunk")),
            denominator=own.denominator,
            # As in comparisons: of few partners the prior is too sure of itself, so it is widened.
            interval=Interval(
                low=min(float(shrunk.low[at]), counted.low or 0.0),
                high=max(float(shrunk.high[at]), 1.0 if counted.high is None else counted.high),
                method="beta-binomial",
                meaning=Meaning.MODEL,
            ),
            made_up=own.made_up,
        )

    def _whom(self, code: _Code, above: float) -> tuple[WhomToAsk, ...]:
        """Kinds of partner, then partners, that see it more than the others do, enough of them."""
        kinds = self._seers(self.by_kind[code.field], code.code, above, named=False)
        partners = self._seers(self.by_partner[code.field], code.code, above, named=True)
        return (*kinds[:MOST_TO_ASK], *partners[:MOST_TO_ASK])

    def _seers(self, groups: Groups, code: str, above: float, *, named: bool) -> list[WhomToAsk]:
        found = []
        for group, one in groups.items():
            x, n = one.by_code.get(code, 0), _recorded(one)
            if group != self.partner and x >= LEAST_PEOPLE and x / n >= above:
                label = Words(group) if named else labelled(PartnerType, group)
                found.append((x / n, WhomToAsk(group=group, label=label, named=named, people=x)))
        return [one for _, one in sorted(found, key=lambda one: (-one[0], one[1].group))]

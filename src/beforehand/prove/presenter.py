"""From what has passed the door to what is read: sentences, numbers in their place, charts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from beforehand.charts import PAPER, decimal, p_value, percent, span
from beforehand.prove.costs import PER
from beforehand.prove.sources import SHORT, Number, Numbers
from beforehand.prove.tellings import (
    FIXED,
    by_lot,
    claim,
    lede_words,
    period_words,
    sentence_case,
    trend_drawing,
    trend_words,
    verdict,
)
from beforehand.prove.view import CheckView, FactView, OutcomeView, ReportView, RowView
from beforehand.prove.worked import message_rows
from beforehand.records.figure import Figure
from beforehand.records.release import Release, SafeFigure, SafeImpact, SafeStep
from beforehand.words import Words, speak, words

LOCALE = {"en": "en_GB", "sq": "sq"}


def present(release: Release[SafeImpact], language: str) -> ReportView:
    """Prepare a released report.

    Args:
        release: The report as it passed the door.
        language: "en" or "sq".

    Returns:
        The view; its sources stand in the order in which their numbers are first shown.
    """
    safe = release.payload
    page = _Page(safe=safe, language=language, numbers=Numbers(language))
    verdicts = tuple(verdict(effect, page.numbers, language) for effect in safe.effects)
    outcomes, delivery_rows = tuple(page.outcomes()), tuple(page.delivery_rows())
    done, costs = tuple(page.done()), tuple(page.costs())
    return ReportView(
        language=language,
        said={name: speak(said, language) for name, said in FIXED.items()},
        title=safe.title,
        lede=page.lede(),
        made_up=safe.made_up,
        verdicts=verdicts,
        outcomes=outcomes,
        delivery_rows=delivery_rows,
        done=done,
        places=", ".join(sorted(safe.places_treated)),
        costs=costs,
        before_after=claim(safe, page.numbers, language),
        checks=tuple(page.checks()),
        messages=tuple(message_rows(safe.messages, page.numbers, language)),
        messages_say=tuple(speak(one, language) for one in safe.messages.says)
        if safe.messages
        else (),
        trend_web=trend_drawing(safe.trend, language),
        trend_paper=trend_drawing(safe.trend, language, PAPER),
        trend_says=page.say(trend_words(safe.trend)) if safe.trend else "",
        thanks=tuple(speak(Words(one), language) for one in safe.thanks),
        changed=tuple(page.changed()),
        learned=tuple(speak(Words(one), language) for one in safe.learned),
        unknowns=tuple(speak(said, language) for said in safe.unknowns),
        account=tuple(speak(said, language) for said in release.account),
        sources=page.numbers.sources(),
        data=page.numbers.data(),
        sponsor=page.sponsor(),
        seal=page.seal(release.released_on),
        plan_id=safe.plan_id,
        released_on=release.released_on.isoformat(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    safe: SafeImpact
    language: str
    numbers: Numbers

    def say(self, said: Words) -> str:
        return speak(said, self.language)

    def day(self, given: date) -> str:
        return format_date(given, format="long", locale=LOCALE[self.language])

    def lede(self) -> str:
        if not self.safe.held_out:
            everywhere = words(
                "For {period}, people in {treated} places saw our posts, one group of places after "
                "the other, in an order drawn by lot.",
                period=period_words(self.safe),
                treated=len(self.safe.places_treated),
            )
            found = (speak(said, self.language) for said in lede_words(self.safe.effects))
            return " ".join((self.say(everywhere), *found))
        drawn = words(
            "For {period}, people in {treated} places saw our posts; {held_out} other places, "
            "drawn by lot, did not."
        )
        picked = words(
            "For {period}, people in {treated} places that were picked by hand saw our posts; "
            "{held_out} other places did not."
        )
        first = self.say(
            words(
                (drawn if by_lot(self.safe) else picked).template,
                period=period_words(self.safe),
                treated=len(self.safe.places_treated),
                held_out=self.safe.held_out,
            )
        )
        found = (speak(said, self.language) for said in lede_words(self.safe.effects))
        return " ".join((first, *found))

    def outcomes(self) -> Iterator[OutcomeView]:
        names = dict.fromkeys(step.outcome for step in self.safe.outcome_counts)
        for name in names:
            title = name or (self.safe.effects[0].outcome if self.safe.effects else "")
            rows = tuple(self._outcome_rows(name))
            yield OutcomeView(title=sentence_case(self.say(Words(title))), rows=rows)

    def _outcome_rows(self, outcome: str) -> Iterator[RowView]:
        days = {"during": (self.safe.window[1] - self.safe.window[0]).days + 1}
        for step in self.safe.outcome_counts:
            if step.outcome == outcome:
                over = days.get(step.name, self.safe.history_days)
                yield RowView(
                    label=speak(step.label, self.language),
                    treated=self.numbers.add(step.treated),
                    held_out=self.numbers.add(step.held_out),
                    treated_note=self._a_week(step.treated, over),
                    held_out_note=self._a_week(step.held_out, over),
                )

    def checks(self) -> Iterator[CheckView]:
        for check in self.safe.checks:
            shown = check.ratio
            figure = shown.figure if shown else None
            between = span(figure) if figure else None
            yield CheckView(
                label=self.say(check.label),
                sentence=self.say(check.sentence),
                number=self.numbers.add(shown) if shown else Number(text=""),
                note=self.say(words("{span}, p {p}", span=between, p=p_value(check.p)))
                if between
                else self.say(words("p {p}", p=p_value(check.p))),
            )

    def changed(self) -> Iterator[str]:
        if self.safe.replaces:
            yield self.say(
                words(
                    "This plan replaces an earlier sealed one (hash {hash}…). Both are kept.",
                    hash=self.safe.replaces[:SHORT],
                )
            )
        for one in self.safe.changed:
            yield self.say(one)

    def _a_week(self, shown: SafeFigure | None, days: int) -> str:
        if shown is None or shown.figure is None or not days:
            return ""
        return self.say(words("{rate} a week", rate=decimal(7 * shown.figure.value / days)))

    def delivery_rows(self) -> Iterator[RowView]:
        before: SafeStep | None = None
        for step in self.safe.funnel:
            chained = step.name not in {"placeless", "reports"}
            yield RowView(
                label=speak(step.label, self.language),
                treated=self.numbers.add(step.treated),
                held_out=self.numbers.add(step.held_out),
                treated_note=self._of(step.treated, before.treated if before else None)
                if chained
                else "",
                held_out_note=self._of(step.held_out, before.held_out if before else None)
                if chained
                else "",
            )
            before = step

    def _of(self, shown: SafeFigure | None, whole: SafeFigure | None) -> str:
        """Share of the step before, where both counts are shown beside it."""
        if not shown or not shown.figure or not whole or not whole.figure:
            return ""
        if not whole.figure.value:
            return ""
        share = percent(shown.figure.value / whole.figure.value)
        return self.say(words("{share} of the step before", share=share))

    def done(self) -> Iterator[FactView]:
        safe, start, end = self.safe, *self.safe.window
        yield self._fact(words("When"), f"{self.day(start)} – {self.day(end)}")
        counted = {"treated": len(safe.places_treated), "held_out": safe.held_out}
        if by_lot(safe):
            places = words("{treated} warned, {held_out} held out by lot", **counted)
        else:
            places = words("{treated} warned, {held_out} not; picked by hand", **counted)
        yield self._fact(words("Places"), self.say(places))
        if safe.for_whom is not None:
            yield self._fact(words("For whom"), self.say(safe.for_whom))
        if safe.funnel:
            label = self.say(words("Spent on posts"))
            yield FactView(label=label, number=self.numbers.add(safe.spent_eur))
        yield self._fact(words("With"), safe.local_partner)

    def _fact(self, label: Words, text: str) -> FactView:
        return FactView(label=speak(label, self.language), number=Number(text=text))

    def costs(self) -> Iterator[FactView]:
        for cost in self.safe.costs:
            figure = cost.figure
            yield FactView(
                label=speak(PER[cost.name], self.language),
                number=self.numbers.add(cost),
                note=self._between(figure) if figure and figure.interval else "",
            )

    def _between(self, figure: Figure) -> str:
        return self.say(words("between €{span}", span=span(figure)))

    def sponsor(self) -> str:
        return self.say(
            words(
                "Paid for by {sponsor}, charity number {number}.",
                sponsor=self.safe.sponsor,
                number=self.safe.charity_number,
            )
        )

    def seal(self, released_on: date) -> str:
        hashed = {"day": self.day(self.safe.sealed_on), "hash": self.safe.plan_id[:SHORT]}
        if self.safe.sealed_on < self.safe.window[0]:
            sealed = self.say(words("Plan sealed {day}, before launch (hash {hash}…).", **hashed))
        else:
            sealed = self.say(
                words(
                    "Plan sealed {day}, after launch (hash {hash}…): read the test with care.",
                    **hashed,
                )
            )
        return sealed + " " + self.say(words("Report released {day}.", day=self.day(released_on)))

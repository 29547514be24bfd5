"""Stands where rows are sealed: nothing undecided goes through, and decisions only take away.

A decision can leave out a cell, a column, a field or a row. It can add nothing: what goes on is
always part of the record that was coded from the standard's lists. So free text never crosses,
whatever a person decides (``tests/privacy/test_gate_canaries.py``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from beforehand.refusals import UndecidedFindings
from beforehand.share.partner.checking import Layout, Record, coded_rows
from beforehand.share.partner.gate.cells import in_row, learn, places
from beforehand.share.partner.gate.decisions import Decisions
from beforehand.share.partner.gate.finding import Finding
from beforehand.share.partner.gate.kinds import Action, Kind
from beforehand.share.partner.gate.looking import Asked, registered_in
from beforehand.share.partner.gate.rare import Combinations, Rare, without
from beforehand.share.partner.gate.typed import USUAL_LICENCE, in_typed
from beforehand.share.partner.mapping import Mapping
from beforehand.share.partner.sheet import Row, Sheet

#: Findings of a refusal that are named; all are counted by ``share check``.
MOST_NAMED = 10_000


class Guard:
    """One sealing's watch. ``layout`` is what is left of the columns."""

    def __init__(
        self,
        sheet: Sheet,
        layout: Layout,
        mapping: Mapping,
        decisions: Decisions | None = None,
        asked: Asked | None = None,
    ) -> None:
        self._decisions = decisions or Decisions()
        self._asked = asked or Asked()
        self.undecided: list[Finding] = []
        self.held = 0  # rows that a person kept here
        self.blanked = 0  # cells that a person left out
        self.coarsened = 0  # rows of which a person left fields out
        self._small = learn(sheet)
        self.layout, gone = self._kept(sheet, layout, mapping)
        self.dropped = gone
        self.mapping = self._retyped(mapping)
        some = places(sheet, self.layout, mapping, all_columns=False)
        self._places = tuple(place for place in some if place.position not in self._never)
        self._registrations = registered_in(self._places)
        self._rare = self._rare_rows(sheet, mapping)
        self._row: tuple[int, list[Finding]] = (0, [])

    def _kept(
        self, sheet: Sheet, layout: Layout, mapping: Mapping
    ) -> tuple[Layout, tuple[str, ...]]:
        """The layout without the columns that a person left out; flags among them read as empty."""
        gone = tuple(
            place
            for place in places(sheet, layout, mapping, all_columns=False)
            if self._decisions.drops(place.name) and Action.DROP_COLUMN in place.may
        )
        self._never = frozenset(place.position for place in gone)
        names = tuple(place.name for place in gone)
        left = tuple(column for column in layout.columns if column.position not in self._never)
        return replace(layout, columns=left, dropped=(*layout.dropped, *names)), names

    def _retyped(self, mapping: Mapping) -> Mapping:
        """The mapping with the usual words where a person chose them; gathers what is undecided."""
        chosen: dict[str, str] = {}
        for found in in_typed(mapping, self._asked.typed):
            one = self._decisions.of(found)
            if one and one.action is Action.USUAL_WORDS:
                chosen[found.column] = usual(mapping, found.column)
            elif one is None:
                self._note(found)
        return replace(
            mapping,
            title=chosen.get("title", mapping.title),
            licence=chosen.get("licence", mapping.licence),
        )

    def _rare_rows(self, sheet: Sheet, mapping: Mapping) -> dict[int, Rare]:
        """Rare rows, where a decision on them needs the whole file first."""
        if not any(one.kind is Kind.RARE and not one.row for one in self._decisions.all):
            return {}
        combos = Combinations(self._asked.k)
        for row, record, _ in coded_rows(sheet, self.layout, dict(mapping.defaults)):
            if record.get("consent_to_share") is not False:
                combos.add(row.number, record)
        return combos.rare()

    def _note(self, found: Finding) -> None:
        if found.serious and len(self.undecided) < MOST_NAMED:
            self.undecided.append(found)

    def left_out(self, row: Row) -> frozenset[int]:
        """Positions of the row's cells that a person left out, before anything is coded."""
        found = list(in_row(row, self._places, self._small))
        self._row = (row.number, found)
        if not found:
            return self._never
        gone = {
            one.column for one in found
            if (decided := self._decisions.of(one)) and decided.action is Action.BLANK
        }  # fmt: skip
        self.blanked += len(gone)
        return self._never.union(place.position for place in self._places if place.name in gone)

    def decided(self, row: Row, record: Record) -> Record | None:
        """What of the record may go on, or None if the row stays here."""
        for column in self._registrations:
            column.add(record)
        findings = self._row[1] if self._row[0] == row.number else []
        for one in findings:
            decided = self._decisions.of(one)
            if decided is None:
                self._note(one)  # of what crosses, and is serious
            elif decided.action is Action.HOLD_ROW:
                self.held += 1
                return None
        return self._rarely(row.number, record)

    def _rarely(self, number: int, record: Record) -> Record | None:
        """The record after a decision on how rare it is."""
        rare = self._rare.get(number)
        decided = self._decisions.on_rare(number, by_row=rare is None)
        if decided is None:
            return record
        if decided.action is Action.HOLD_ROW:
            self.held += 1
            return None
        if decided.action is Action.COARSEN:
            self.coarsened += 1
            return without(record, decided.fields or (rare.leave_out if rare else ()))
        return record

    def finish(self) -> Iterator[Finding]:
        """Everything serious that nobody decided on, at the end of the file."""
        for column in self._registrations:
            for found in column.findings():
                if self._decisions.of(found) is None:
                    self._note(found)
        yield from self.undecided

    def refusal(self, file: str) -> UndecidedFindings | None:
        """The refusal to seal, if anything serious is undecided."""
        found = tuple(self.finish())
        if not found:
            return None
        refused = UndecidedFindings(file=file, count=len(found), first=found[0].words)
        refused.findings = found
        return refused


def usual(mapping: Mapping, part: str) -> str:
    """What a title or licence is when nobody wrote one."""
    if part == "title":
        return f"{mapping.partner}, {mapping.dataset} {mapping.edition}"
    return USUAL_LICENCE

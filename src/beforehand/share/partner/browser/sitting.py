"""One officer's way through one file: take it, match it, check it, seal it. In memory alone."""

from __future__ import annotations

import hashlib
import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from beforehand.refusals import BadMapping, Refusal
from beforehand.share import partner
from beforehand.share.partner import consent
from beforehand.share.partner.browser import choices, plainly
from beforehand.share.partner.browser.plainly import Plain
from beforehand.share.partner.files import GivenFile
from beforehand.share.partner.holding import HeldFile
from beforehand.share.partner.reading import read_sheet
from beforehand.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping as Dictionary

    from beforehand.share.partner import Checked, Mapping, Proposal, Sheet
    from beforehand.share.partner.browser.sealed import Asked
    from beforehand.share.partner.sealing import Coded

#: So many faults are shown in the page; the marked-up copy holds all.
SHOWN = 200
#: So many rows of the sheet are shown, to see that it is the right one.
TOP = 5
#: What ``warm`` loads while the officer looks for the file: what the next step needs comes first.
LATER = tuple(
    f"beforehand.share.partner.{name}"
    for name in ("showing", "checking", "yaml_text", "gate", "xlsx", "sealing")
) + ("phonenumbers",)


@dataclass(slots=True)
class Sitting:
    """What the page holds of one file. ``forget`` drops all of it but the key.

    Names of ``partner`` are loaded when first used, so that a browser has begun, and can take a
    file, before it has loaded what checks and seals.
    """

    language: str = "en"
    file: GivenFile | None = None
    secret: bytes = b""
    proposal: Proposal | None = None
    mapping: Mapping | None = None
    checked: Checked | None = None
    keyholder: bool = False  # whether the coalition has one
    asked: Asked | None = None  # of the keyholder, while its answer is awaited
    text: str = ""  # of the mapping
    before: str = ""  # the kept mapping that the proposal goes on from

    def begin(self, language: str, keyholder: bool = False) -> Plain:
        """Speak this language from now on, and say what can be chosen."""
        self.language, self.keyholder = language, keyholder
        return {
            "targets": choices.targets(language),
            "codes": choices.codes(language),
            "common": choices.common(language),
        }

    def warm(self, step: int) -> Plain:
        """Load one part of what later steps need; ``more`` is whether another is left."""
        importlib.import_module(LATER[step])
        return {"more": step + 1 < len(LATER)}

    def forget(self) -> Plain:
        """Drop the file and all that was made of it; the key stays until the page closes."""
        self.file = self.proposal = self.mapping = self.checked = self.asked = None
        self.text = self.before = ""
        return {}

    def take(self, name: str, data: bytes = b"") -> Plain:
        """Read the file once through.

        Raises:
            UnreadableFile: It is not a table.
        """
        self.forget()
        file = HeldFile(name, data)
        found = plainly.sheet(read_sheet(file), TOP, self.language)
        self.file = file
        return found

    def key(self, name: str, data: bytes = b"") -> Plain:
        """Hold the coalition's key; the mark shows two partners that they hold the same one.

        Raises:
            WeakKey: It could be guessed.
        """
        self.asked = None
        self.secret = partner.read_key(GivenFile(name, data))
        mark = hashlib.sha256(b"beforehand key mark" + self.secret).hexdigest()
        return {"mark": f"{mark[:4]} {mark[4:8]}"}

    def recognise(self, kept: list[dict[str, str]]) -> Plain:
        """Which kept mapping fits the sheet, and what is new; nothing where none does."""
        from beforehand.share.partner.browser.kept import recognised

        return recognised(kept, self._file())

    def propose(self, sheet: str = "", header_row: int | None = None, before: str = "") -> Plain:
        """A mapping for the sheet, each guess with its reason.

        Args:
            sheet: Of a workbook; the one most like a table if empty.
            header_row: Where it is known.
            before: The text of a kept mapping, which goes on as its next version.

        Raises:
            UnreadableFile: There is no such sheet or row.
        """
        from beforehand.share.partner.browser.kept import proposed

        read = read_sheet(self._file(), sheet=sheet, header_row=header_row)
        self.proposal, self.before = proposed(read, before), before
        return partner.plain(self.proposal, self.language)

    def relook(self, column: str, target: str) -> Plain:
        """The words of one column, matched to another field than the one that was guessed."""
        if self.proposal is None:
            raise self._nothing()
        from beforehand.share.partner.browser.relooking import relooked

        return relooked(self._file(), self.proposal, column, target, self.language)

    def settle(self, answers: dict[str, object]) -> Plain:
        """Make the mapping of what the officer confirmed or changed.

        Raises:
            BadMapping: A question is not answered, or an answer contradicts another.
        """
        if self.proposal is None:
            raise self._nothing()
        said = partner.Answers.from_plain(answers)
        if self.before:
            text = partner.next_version(self.before, _texts(said.parts), self.proposal, said)
        else:
            text = partner.to_yaml(self.proposal, said)
        return self.use("mapping.yaml", text)

    def use(self, name: str, text: str, edition: str = "") -> Plain:
        """Take a mapping's text, for a later edition where one is named.

        Raises:
            BadMapping: It contradicts itself, or does not fit the sheet.
        """
        self.asked = None
        parts = {"edition": edition} if edition else {}
        self.mapping = partner.load_mapping(GivenFile(name, text.encode()), parts)
        self.text = text
        return plainly.mapping(self.mapping, text)

    def keeping(self) -> Plain:
        """What of the mapping would be kept for next time, shown before anything is."""
        from beforehand.share.partner.browser.kept import keeping

        self._mapping()
        return keeping(self.text, self._file(), self.language)

    def check(self) -> Plain:
        """Every fault of the file under the mapping.

        Raises:
            BadMapping: It names a column that the sheet does not have once.
            ConsentUnsaid: It does not say who agreed to share.
        """
        sheet, mapping = self._sheet(), self._mapping()
        if unsaid := consent.asked(sheet.file, sheet.header, mapping):
            raise unsaid
        self.checked = partner.check(self._file(), mapping)
        return plainly.checked(self.checked, SHOWN, self.language)

    def findings(self) -> Plain:
        """What could name a person, in its cell, and what may be decided about it."""
        seen = partner.look(self._sheet(), self._mapping())
        return plainly.found(seen, SHOWN, self.language)

    def preview(self, decisions: list[Plain], marking: Plain) -> Plain:
        """What others will see, in words and as rows.

        Raises:
            BadDecisions: One of them says what is not known.
        """
        decided = partner.decisions_from(decisions)
        shown = partner.preview(self._sheet(), self._mapping(), partner.Seen.of(marking), decided)
        return shown.plain(self.language)

    def marked_up(self) -> tuple[Plain, bytes]:
        """A copy of the sheet with the faulty cells marked; it stays on this computer."""
        file, faults = self._file(), self.checked.faults if self.checked else ()
        stem = file.name.rpartition(".")[0] or file.name
        copy = partner.mark_up(file, self._mapping(), faults, self.language)
        return {"name": f"{stem}-faults.xlsx"}, copy

    def values(self, decisions: list[Plain]) -> tuple[Plain, bytes]:
        """What the keyholder is to be asked, 32 bytes each; nothing without key or names.

        Raises:
            BadMapping, FaultyRows, UndecidedFindings: See ``seal_file``.
        """
        from beforehand.share.partner.browser.sealed import Asked

        self.asked = None
        coded = self._coded(decisions)
        if not self.keyholder or not coded.names_people:
            return {"count": 0}, b""
        self.asked = Asked(coded, coded.values(self.secret), decisions)
        distinct = self.asked.values.distinct()
        return {"count": len(distinct)}, b"".join(distinct)

    def seal(
        self, decisions: list[Plain], marking: Plain, data: bytes = b""
    ) -> tuple[Plain, bytes]:
        """The sealed file; without the coalition's key, nothing in it can be linked.

        Args:
            decisions: On the gate's findings.
            marking: Who may see it.
            data: Where the coalition has a keyholder, what it made of ``values``, 16 bytes each.

        Raises:
            NotBlinded: There is a keyholder, and it was not asked about these rows.
            BadMapping, FaultyRows, UndecidedFindings: See ``seal_file``; nothing was sealed.
        """
        from beforehand.share.partner.browser.marks import marks
        from beforehand.share.partner.browser.sealed import unblinded

        held = dict(marks(self._mapping(), marking))
        if data and self.asked and self.asked.decisions == decisions:
            sealed = self.asked.sealed(data, held)
        else:
            coded = self._coded(decisions)
            sealed = unblinded(coded, self.secret, held, keyholder=self.keyholder)
        return plainly.report(sealed.report, sealed.data, self.language), sealed.data

    def _coded(self, decisions: list[Plain]) -> Coded:
        from beforehand.share.partner.browser.sealed import coded

        return coded(self._file(), self._mapping(), self.secret, decisions)

    def _sheet(self) -> Sheet:
        return partner.open_sheet(self._file(), self._mapping())

    def _file(self) -> GivenFile:
        if self.file is None:
            raise self._nothing()
        return self.file

    def _mapping(self) -> Mapping:
        if self.mapping is None:
            raise self._nothing()
        return self.mapping

    def _nothing(self) -> Refusal:
        return BadMapping(
            mapping="",
            reason=words("there is no file to use it on"),
            mend=words("Choose the file again."),
        )


def _texts(parts: Dictionary[str, str | list[str]]) -> dict[str, str]:
    return {name: value for name, value in parts.items() if isinstance(value, str)}

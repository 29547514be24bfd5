"""One officer's way through one file: take it, map it, check it, seal it. In memory alone."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from beforehand.refusals import BadMapping
from beforehand.share.partner.checking import Checked, check
from beforehand.share.partner.faults import Fault
from beforehand.share.partner.files import GivenFile
from beforehand.share.partner.mapping import Mapping, load_mapping
from beforehand.share.partner.reading import read_sheet
from beforehand.share.partner.sealing import Sealed, SealReport, seal_file
from beforehand.share.partner.tokens import read_key
from beforehand.words import speak, words

Plain = dict[str, object]
#: So many faults are shown in the page; the marked-up copy holds all.
SHOWN = 200
#: So many rows of the sheet are shown, to see that it is the right one.
TOP = 5


@dataclass(slots=True)
class Sitting:
    """What the page holds of one file. ``forget`` drops all of it."""

    language: str = "en"
    file: GivenFile | None = None
    secret: bytes = b""
    mapping: Mapping | None = None
    checked: Checked | None = None

    def begin(self, language: str) -> Plain:
        """Speak this language from now on."""
        self.language = language
        return {}

    def forget(self) -> Plain:
        """Drop the file and all that was made of it; the key stays until the page closes."""
        self.file = self.mapping = self.checked = None
        return {}

    def take(self, name: str, data: bytes = b"") -> Plain:
        """Read the file once through.

        Raises:
            UnreadableFile: It is not a table.
        """
        self.forget()
        file = GivenFile(name, data)
        sheet = read_sheet(file)
        rows = columns = 0
        top: list[list[str]] = []
        for row in sheet.rows():
            rows += 1
            columns = max(columns, len(row.cells))
            if len(top) < TOP:
                top.append(list(row.cells[: len(sheet.header)]))
        self.file = file
        return {
            "name": name,
            "sheet": sheet.name,
            "rows": rows,
            "header": list(sheet.header),
            "header_row": sheet.header_row,
            "top": top,
            "warnings": self._spoken(sheet.warnings),
        }

    def key(self, name: str, data: bytes = b"") -> Plain:
        """Hold the coalition's key; the mark shows two partners that they hold the same one.

        Raises:
            WeakKey: It could be guessed.
        """
        self.secret = read_key(GivenFile(name, data))
        mark = hashlib.sha256(b"beforehand key mark" + self.secret).hexdigest()
        return {"mark": f"{mark[:4]} {mark[4:8]}"}

    def map(self, name: str, text: str) -> Plain:
        """Take a mapping's text.

        Raises:
            BadMapping: It contradicts itself, or is of a published table.
        """
        self.mapping = load_mapping(GivenFile(name, text.encode()))
        return {
            "partner": self.mapping.partner,
            "dataset": self.mapping.dataset,
            "edition": self.mapping.edition,
            "kind": self.mapping.kind,
            "token": list(self.mapping.token),
            "columns": dict(self.mapping.columns),
        }

    def check(self) -> Plain:
        """Every fault of the file under the mapping.

        Raises:
            BadMapping: It names a column that the sheet does not have once.
        """
        file, mapping = self._ready()
        self.checked = check(file, mapping)
        faults = self.checked.faults
        return {
            "rows": self.checked.rows,
            "count": len(faults),
            "faults": [self._plain_fault(one) for one in faults[:SHOWN]],
            "dropped": list(self.checked.dropped),
            "warnings": self._spoken(self.checked.warnings),
        }

    def marked_up(self) -> tuple[Plain, bytes]:
        """A copy of the sheet with the faulty cells marked; it stays on this computer."""
        from beforehand.share.partner.marking import mark_up

        file, mapping = self._ready()
        faults = self.checked.faults if self.checked else ()
        stem = file.name.rpartition(".")[0] or file.name
        return {"name": f"{stem}-faults.xlsx"}, mark_up(file, mapping, faults, self.language)

    def seal(self) -> tuple[Plain, bytes]:
        """The sealed file.

        Raises:
            BadMapping, FaultyRows: See ``seal_file``; nothing was sealed.
        """
        file, mapping = self._ready()
        sealed: Sealed = seal_file(file, mapping, self.secret)
        return self._plain_report(sealed.report, sealed.data), sealed.data

    def _ready(self) -> tuple[GivenFile, Mapping]:
        if self.file is None or self.mapping is None:
            raise BadMapping(
                mapping="",
                reason=words("there is no file to use it on"),
                mend=words("Choose the file again."),
            )
        return self.file, self.mapping

    def _spoken(self, said: Sequence[object]) -> list[str]:
        return [speak(one, self.language) for one in said]  # type: ignore[arg-type]

    def _plain_fault(self, fault: Fault) -> Plain:
        return {
            "row": fault.row,
            "column": fault.column,
            "value": fault.value,
            "problem": speak(fault.problem, self.language),
            "nearest": fault.nearest,
        }

    def _plain_report(self, report: SealReport, data: bytes) -> Plain:
        return {
            "rows": report.rows,
            "without_consent": report.without_consent,
            "without_token": report.without_token,
            "fields": list(report.fields),
            "dropped": list(report.dropped),
            "bytes": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
        }

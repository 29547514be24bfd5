"""Seals what a sitting holds: rows are coded, a keyholder is asked by the page, the rest follows."""

from __future__ import annotations

from dataclasses import dataclass, replace

from beforehand.refusals import NotBlinded
from beforehand.share.partner.browser.plainly import Plain
from beforehand.share.partner.files import GivenFile
from beforehand.share.partner.gate import decisions_from
from beforehand.share.partner.linkage import Matrix, Values, matrix_of
from beforehand.share.partner.mapping import Mapping
from beforehand.share.partner.sealing import Coded, Sealed, code_file

#: Of each of the keyholder's outputs that the page hands back.
OUTPUT_BYTES = 16
Marks = dict[str, object]


@dataclass(frozen=True, slots=True)
class Asked:
    """Rows that are coded, and what the keyholder is asked about them."""

    coded: Coded
    values: Values
    decisions: list[Plain]

    def sealed(self, data: bytes, marks: Marks) -> Sealed:
        """With the keyholder's outputs, in the order of ``values.distinct()``."""
        outputs = [data[at : at + OUTPUT_BYTES] for at in range(0, len(data), OUTPUT_BYTES)]
        return self.coded.sealed(self.values.matrix(outputs), marks)


def coded(file: GivenFile, mapping: Mapping, secret: bytes, decisions: list[Plain]) -> Coded:
    """The rows that may go out; without the coalition's key nobody is named in them.

    Raises:
        BadMapping, FaultyRows, UndecidedFindings: See ``seal_file``.
    """
    if not secret:
        mapping = replace(mapping, token=(), linkage={})
    return code_file(file, mapping, decisions=decisions_from(decisions))


def unblinded(rows: Coded, secret: bytes, marks: Marks, *, keyholder: bool) -> Sealed:
    """Sealed without a keyholder.

    Raises:
        NotBlinded: The coalition has one, and there is something to blind.
    """
    if not rows.names_people:
        return rows.sealed(Matrix(), marks)
    if keyholder:
        raise NotBlinded
    return rows.sealed(matrix_of(rows.tally.people, secret), marks)

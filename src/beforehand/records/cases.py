"""The pooled case table: where it lies, and what of it may be counted together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from beforehand.records.agreements import UNMARKED, Marking, Purpose
from beforehand.words import Words, words


class SourceKind(StrEnum):
    """Published counts of people, one row a case, or published records that nobody can link.

    Records (CTDC) are cases that were made anonymous or synthetic before they were published:
    each counts as one, and their people may be among those of any other source.
    """

    AGGREGATE = "aggregate"
    CASE_LEVEL = "case-level"
    RECORDS = "records"


class Provenance(StrEnum):
    """Whether anything in it happened."""

    REAL = "real"
    MADE_UP = "made-up"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class SourceClass:
    """What may be counted together. One answer covers one class and never adds across two.

    Case-level sources of one provenance are one class, since linking tells their people apart;
    each published ``dataset`` is a class of its own, since nothing can.
    """

    provenance: Provenance
    kind: SourceKind
    dataset: str = ""  # published ones only: "nrm"

    @property
    def published(self) -> bool:
        """Whether anybody may read it already: counts or records, never linked."""
        return self.kind is not SourceKind.CASE_LEVEL

    def __str__(self) -> str:
        return ":".join(part for part in (self.provenance, self.kind, self.dataset) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What one partner gave once. ``id`` is a keyed hash of giver and canonical rows."""

    id: str
    giver: str  # the partner that gave it; a published table's publisher
    dataset: str  # "nrm", or the mapping's name
    edition: str  # a later edition of the same giver and dataset supersedes an earlier one
    source_class: SourceClass
    title: str  # attribution, as it must be quoted
    licence: str
    rows: int
    people: int  # sum of weights, before linking
    given_on: date
    sha256: str  # of the Parquet file before it was locked
    supersedes: tuple[str, ...] = ()
    partner_type: str = ""  # the giver's kind, for case-level submissions
    marking: Marking = UNMARKED
    declined: int = 0  # rows that stayed at the partner for lack of consent


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """What is left of a recalled submission."""

    id: str
    giver: str
    recalled_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """One agreement in force under which a partner gives: to which hub, for what, until when."""

    agreement: str  # its title
    hub: str
    purposes: tuple[Purpose, ...]
    until: date  # the last day
    receivers: tuple[str, ...] = ()  # other partners whom its mark lets be given answers
    publishers: tuple[str, ...] = ()  # who may publish for the giver


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a partner holds after giving: what, when, how to take it back."""

    submission: Submission
    already_there: bool  # adding twice is a no-op
    take_back: Words
    notes: tuple[Words, ...] = ()  # what of the file was left out, or could not be recorded
    file_sha256: str = ""  # of the file as it was handed in
    fields: tuple[str, ...] = ()  # of the case record, that any row has recorded
    covered: tuple[Covered, ...] = ()  # the agreements in force under which it was given


class Reason(StrEnum):
    """Why a submission does not answer somebody."""

    EMBARGO = "embargo"
    MARK = "mark"
    NO_AGREEMENT = "no agreement"
    ENDED = "ended"
    PURPOSE = "purpose"
    OWN = "own"


_REASONS: dict[Reason, Words] = {
    Reason.EMBARGO: words("the day from which it may be used has not come"),
    Reason.MARK: words("its mark does not allow this use"),
    Reason.NO_AGREEMENT: words("no agreement in force covers it"),
    Reason.ENDED: words("its agreement has ended"),
    Reason.PURPOSE: words("its agreement does not allow this purpose"),
    Reason.OWN: words("they are your own: nothing you give changes what is told of others"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBack:
    """Submissions that an answer leaves out for one reason; told with the answer.

    ``giver`` and ``ended_on`` are empty for those who may not know whose they are.
    """

    reason: Reason
    submissions: int
    giver: str = ""
    ended_on: date | None = None

    @property
    def said(self) -> Words:
        """The sentence under the answer."""
        if self.giver and self.ended_on:
            return words(
                "Left out: the agreement of {giver} ended on {day}.",
                giver=self.giver,
                day=self.ended_on.isoformat(),
            )
        return words(
            "Left out of this answer: {count} of the submissions, since {reason}.",
            count=self.submissions,
            reason=_REASONS[self.reason],
        )


#: What stands in answers for partners who chose that their name is not shown.
NOT_NAMED = "partners who are not named"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAs:
    """Under which partner and kind of partner a file's rows stand in answers; None: under none."""

    partner: str | None
    partner_type: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTable:
    """A lazy handle on the cases that the asker may see, all of one source class.

    Made by ``store.open_cases`` (``open_beside``): permissions act there alone. Nothing is read
    until a step opens ``files`` (Parquet in ``CASE_SCHEMA``, each locked under its submission's
    key; ``unlocking.readable`` opens them) and ``links`` (``LINK_SCHEMA``; None for aggregates).
    The handle holds no key: one that was recalled since does not open.
    """

    files: tuple[Path, ...]
    links: Path | None
    submissions: tuple[Submission, ...]
    source_class: SourceClass
    data_hash: str  # over the submission ids, in order
    kept_back: tuple[KeptBack, ...] = ()
    #: One for each file, in place of what its rows say; empty where every name may show.
    shown_as: tuple[ShownAs, ...] = ()
    keys: Path | None = None  # the folder of the keyring; None where the files are plain Parquet

    @property
    def made_up(self) -> bool:
        """Whether the people in it are invented."""
        return self.source_class.provenance is Provenance.MADE_UP

    @property
    def source(self) -> str:
        """The sources' titles, as they must be quoted."""
        return "; ".join(dict.fromkeys(s.title for s in self.submissions))

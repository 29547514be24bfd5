"""The receipt: what was given, as which file, to whom, until when, and how to take it back."""

from __future__ import annotations

import hashlib
import json
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from beforehand import store
from beforehand.home import Home
from beforehand.records.agreements import Agreement, Purpose, Standing, Tlp
from beforehand.records.cases import Covered, Provenance, Receipt, SourceKind, Submission
from beforehand.share.partner import GivenFile
from beforehand.vocabulary import FIELD
from beforehand.words import Words, speak, words

#: What the hub keeps of a file as it came, locked under the submission's key and gone with it.
SIDE = "handed"
_OF_THE_FILE = frozenset({"partner", "partner_type"})  # one for all rows
_WIDTH = 96
_CHUNK = 1 << 20
PURPOSES = {
    Purpose.ROUTE_ANALYSIS: words("To see who is targeted, where and how"),
    Purpose.CAMPAIGN_DESIGN: words("To decide where and whom to warn first, and with what"),
    Purpose.SERVICE_PLANNING: words("To see where help is missing"),
    Purpose.EVALUATION: words("To measure what a campaign changed"),
    Purpose.RESEARCH: words("For research"),
}


def receipt(
    home: Home,
    submission: Submission,
    already_there: bool,
    *,
    today: date,
    notes: tuple[Words, ...] = (),
) -> Receipt:
    """What the giver holds: what, as which file, to whom, until when, how to take it back.

    Args:
        home: The hub's home.
        submission: As it stands in the pool.
        already_there: Whether giving it changed nothing.
        today: The day for which agreements are read.
        notes: What of the file was left out.
    """
    handed = _handed(home, submission.id)
    return Receipt(
        submission=submission,
        already_there=already_there,
        take_back=words(
            "To take it back: beforehand share recall {id}. What was already published "
            "cannot be recalled.",
            id=submission.id,
        ),
        notes=notes,
        file_sha256=handed.sha256,
        fields=handed.fields,
        covered=_covered(home, submission, today),
    )


def note_fields(reader: pa.RecordBatchReader, seen: set[str]) -> pa.RecordBatchReader:
    """The same rows; ``seen`` gathers the fields that are recorded in any of them."""

    def batches() -> Iterator[pa.RecordBatch]:
        for batch in reader:
            seen.update(
                name
                for name in batch.schema.names
                if name in FIELD
                and name not in _OF_THE_FILE
                and batch.column(name).null_count < len(batch)
            )
            yield batch

    return pa.RecordBatchReader.from_batches(reader.schema, batches())


def keep_handed(home: Home, submission: Submission, file: GivenFile, fields: set[str]) -> None:
    """Keep the file's hash and fields with the submission, so that a receipt can be made again."""
    if not store.has_side(home, submission.id, SIDE):
        ordered = [name for name in FIELD if name in fields]
        said = {"sha256": sha256(file), "fields": ordered}
        store.write_side(home, submission.id, SIDE, json.dumps(said).encode())


def sha256(file: GivenFile) -> str:
    """The hash of the file as it was handed in."""
    digest = hashlib.sha256()
    with file.open() as data:
        while piece := data.read(_CHUNK):
            digest.update(piece)
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class _Handed:
    """The file as it came."""

    sha256: str = ""
    fields: tuple[str, ...] = ()


def _handed(home: Home, submission_id: str) -> _Handed:
    if not store.has_side(home, submission_id, SIDE):
        return _Handed()
    said = json.loads(store.read_side(home, submission_id, SIDE))
    return _Handed(sha256=said["sha256"], fields=tuple(said["fields"]))


def _covered(home: Home, given: Submission, today: date) -> tuple[Covered, ...]:
    """The agreements in force under which the giver gives, by their last day."""
    found = [
        Covered(
            agreement=kept.agreement.title,
            hub=next((party.name for party in kept.agreement.parties if party.hub), ""),
            purposes=kept.agreement.purposes,
            until=kept.agreement.last_day,
            receivers=_receivers(home, given, kept.agreement),
            publishers=tuple(
                one.publisher for one in kept.agreement.publishes if one.giver == given.giver
            ),
        )
        for kept in store.recorded_agreements(home, today)
        if kept.standing is Standing.IN_FORCE and store.agreement_gives(kept.agreement, given.giver)
    ]
    return tuple(sorted(found, key=lambda one: (one.until, one.agreement)))


def _receivers(home: Home, given: Submission, agreement: Agreement) -> tuple[str, ...]:
    """Other parties that the agreement and the mark let be given answers from it."""
    tlp, group = given.marking.tlp, given.marking.group
    if tlp is Tlp.RED:
        return ()
    members = {one.name: one.members for one in store.sharing_groups(home)}.get(group, ())
    named = bool(group) and tlp in {Tlp.AMBER, Tlp.AMBER_STRICT}
    return tuple(
        party.name
        for party in agreement.parties
        if party.receives
        and not party.hub
        and party.name != given.giver
        and (not named or party.name in members)
    )


def receipt_text(given: Receipt, language: str = "en") -> str:
    """The receipt as plain text, to print or keep; each fact on lines of its own."""
    parts: list[str] = [speak(words("Receipt for shared cases"), language).upper(), ""]
    if made_up := receipt_made_up(given, language):
        parts += [made_up, ""]
    for head, said in receipt_sections(given, language):
        parts.append(head)
        for one in said:
            parts += textwrap.wrap(
                one, _WIDTH, initial_indent="  ", subsequent_indent="  ",
                break_long_words=False, break_on_hyphens=False,
            )  # fmt: skip
        parts.append("")
    return "\n".join(parts)


def receipt_made_up(given: Receipt, language: str = "en") -> str:
    """That nobody in it exists, where it is made up; empty otherwise."""
    made_up = given.submission.source_class.provenance is Provenance.MADE_UP
    return speak(words("MADE UP: nobody in it exists."), language) if made_up else ""


def receipt_sections(given: Receipt, language: str = "en") -> tuple[tuple[str, list[str]], ...]:
    """The receipt's sections: a heading and its sentences, as the text and the desk show them."""
    return tuple(
        (speak(head, language), [speak(one, language) for one in said])
        for head, said in _sections(given)
    )


def _sections(given: Receipt) -> Iterator[tuple[Words, Iterable[Words]]]:
    yield words("What was given"), _what(given)
    yield words("To whom"), _whom(given)
    if given.covered:
        yield words("For which purpose"), _purposes(given)
    yield words("Until when"), _until(given)
    yield words("How to take it back"), _back(given)
    yield words("What cannot be recalled"), (
        words("What was already published: tables, briefs and reports that others hold. The hub "
              "lists them when you take it back, and makes nothing new from your rows."),
    )  # fmt: skip
    if given.notes:
        yield words("Please note"), given.notes


def _what(given: Receipt) -> Iterator[Words]:
    one = given.submission
    yield words("{title} ({dataset}, edition {edition})",
                title=one.title, dataset=one.dataset, edition=one.edition)  # fmt: skip
    if one.source_class.kind is SourceKind.CASE_LEVEL:
        yield words("{rows} rows from {giver}", rows=one.rows, giver=one.giver)
    else:
        yield words("{rows} rows on {people} people, from {giver}",
                    rows=one.rows, people=one.people, giver=one.giver)  # fmt: skip
    if one.declined:
        yield words("{rows} more rows stayed with you: the person did not consent",
                    rows=one.declined)  # fmt: skip
    if given.fields:
        yield words("Fields: {fields}", fields=_listed(given.fields))
    yield words("Given on {day}; number {id}", day=one.given_on.isoformat(), id=one.id)
    if given.already_there:
        yield words("It was already there: nothing changed.")
    if given.file_sha256:
        yield words("SHA-256 of the file you handed in: {hash}", hash=given.file_sha256)


def _listed(names: tuple[str, ...]) -> Words:
    said = FIELD[names[0]].label
    for name in names[1:]:
        said = words("{some}, {another}", some=said, another=FIELD[name].label)
    return said


def _whom(given: Receipt) -> Iterator[Words]:
    one = given.submission
    if one.source_class.kind is not SourceKind.CASE_LEVEL:
        yield words("Everybody: it is a published table.")
        return
    for hub in dict.fromkeys(under.hub for under in given.covered if under.hub):
        yield words("The hub that {hub} runs", hub=hub)
    for name in dict.fromkeys(one for under in given.covered for one in under.receivers):
        yield words("{partner}, who may be given answers from it", partner=name)
    mark = one.marking
    yield (
        words("Sharing group: {group}", group=mark.group)
        if mark.group
        else words("Sharing group: every partner of the hub")
    )
    yield words("Marked TLP:{tlp}", tlp=str(mark.tlp))
    if mark.embargo_until:
        yield words("Nobody but you may use it before {day}", day=mark.embargo_until.isoformat())
    yield _named(given)


def _named(given: Receipt) -> Words:
    """Under whose name its rows stand."""
    mark = given.submission.marking
    if not mark.published_by:
        return words("Your name is shown") if mark.shows_name else words("Your name is not shown")
    if any(mark.published_by in under.publishers for under in given.covered):
        return words("{other} publishes for you; your name is not shown", other=mark.published_by)
    return words("No agreement lets {other} publish for you: no name is shown",
                 other=mark.published_by)  # fmt: skip


def _purposes(given: Receipt) -> Iterator[Words]:
    """What an agreement in force lets the rows be used for, and what never."""
    for purpose in dict.fromkeys(one for under in given.covered for one in under.purposes):
        yield PURPOSES[purpose]
    yield words("Never for immigration enforcement, the prosecution of victims, deterring "
                "migration or finding a person.")  # fmt: skip


def _until(given: Receipt) -> Iterator[Words]:
    if given.submission.source_class.kind is not SourceKind.CASE_LEVEL:
        yield words("Until a later edition takes its place, or it is taken back.")
        return
    for under in given.covered:
        yield words("Until {day}, under “{agreement}”; after that nothing new is made from it",
                    day=under.until.isoformat(), agreement=under.agreement)  # fmt: skip
    if not given.covered:
        yield words("No agreement covers it today: real cases answer nobody until one does.")


def _back(given: Receipt) -> Iterator[Words]:
    yield words("At the desk: Cases, find its number, Take back. On the hub's own machine:")
    yield words("beforehand share recall {id}", id=given.submission.id)
    yield words("Its key is destroyed, so that nothing of it can be read, backups included, and "
                "what was built on it is counted again or flagged.")  # fmt: skip

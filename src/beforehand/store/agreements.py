"""Agreements, sharing groups and later marks, kept as records; each change has its audit line."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta

from beforehand import alike
from beforehand.home import Home
from beforehand.records.agreements import (
    Agreement,
    AgreementChange,
    Publishes,
    SharingGroup,
    Standing,
)
from beforehand.records.cases import Provenance, SourceClass, SourceKind
from beforehand.records.people import Asker, Role
from beforehand.refusals import BadAgreement, NoAgreement, UnknownRecord
from beforehand.store import terms
from beforehand.store.saved import save, saved
from beforehand.words import Words, words

#: Both sides are reminded from so many days before an agreement ends.
REMINDERS = (60, 30, 7)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One agreement as it stands on a day, with all its versions, oldest first."""

    agreement: Agreement  # the version that counts
    versions: tuple[Agreement, ...]
    standing: Standing

    @property
    def latest(self) -> Agreement:
        """The last version recorded, finished or not."""
        return self.versions[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """An agreement that ends soon. ``notice`` is the reminder that has come: 60, 30 or 7 days."""

    agreement: Agreement
    days_left: int
    notice: int


def agreements(home: Home, on: date) -> tuple[Kept, ...]:
    """Every agreement ever recorded, as it stands on a day, by name."""
    by_id: dict[str, list[Agreement]] = {}
    for one in saved(home, Agreement):
        by_id.setdefault(one.id, []).append(one)
    return tuple(_kept(by_id[name], on) for name in sorted(by_id))


def _kept(versions: list[Agreement], on: date) -> Kept:
    ordered = tuple(sorted(versions, key=lambda one: one.version))
    chosen = terms.governing(ordered, on)
    return Kept(agreement=chosen, versions=ordered, standing=terms.standing(chosen, on))


def agreement(home: Home, name: str, on: date) -> Kept:
    """The agreement of that name.

    Raises:
        UnknownRecord: There is none.
    """
    for kept in agreements(home, on):
        if kept.agreement.id == name:
            return kept
    raise UnknownRecord(kind=words("agreement"), id=name)


def record(home: Home, said: Agreement, *, by: str, today: date) -> Agreement:
    """Keep an agreement, or a new version of it; the same again is a no-op.

    Raises:
        BadAgreement: A partner is named twice or publishes for somebody who is no party, or a
            version lets more happen than was signed.
    """
    _check(said)
    with writing(home):
        before = [one for one in saved(home, Agreement) if one.id == said.id]
        if before:
            last = max(before, key=lambda one: one.version)
            if _content(last) == _content(said):
                return last
            _check_signed_anew(last, said)
        kept = replace(said, version=len(before) + 1, recorded_on=today, recorded_by=by)
        save(home, kept)
        _note(home, "changed" if before else "recorded", kept, by, today)
    return kept


def end(home: Home, name: str, *, because: str, by: str, today: date) -> Agreement:
    """End an agreement today: from now on nothing new is made under it.

    Raises:
        UnknownRecord: There is none of that name.
    """
    with writing(home):
        last = agreement(home, name, today).latest
        if last.ended_on is not None:
            return last
        kept = replace(
            last,
            version=last.version + 1,
            recorded_on=today,
            recorded_by=by,
            ended_on=today,
            ended_because=because,
        )
        save(home, kept)
        _note(home, "ended", kept, by, today, because)
    return kept


def changes(home: Home) -> tuple[AgreementChange, ...]:
    """The audit lines of agreements, groups and marks, oldest first."""
    return tuple(
        sorted(saved(home, AgreementChange), key=lambda one: (one.on, one.of, one.version))
    )


def admit(home: Home, giver: str, source_class: SourceClass, today: date) -> None:
    """Let real case-level data in only under an agreement in force.

    Raises:
        NoAgreement: None covers this giver today.
    """
    real = source_class.provenance is Provenance.REAL
    if not real or source_class.kind is not SourceKind.CASE_LEVEL:
        return
    theirs = [one for one in agreements(home, today) if terms.gives(one.agreement, giver)]
    if any(one.standing is Standing.IN_FORCE for one in theirs):
        return
    raise NoAgreement(giver=giver, lacks=_lacks(theirs), first=today.isoformat())


def _lacks(theirs: list[Kept]) -> Words:
    if not theirs:
        return words("none is recorded in which it gives")
    one = max(theirs, key=lambda kept: kept.agreement.last_day)
    if one.standing is Standing.OVER:
        return words(
            "{id} ended on {day}", id=one.agreement.id, day=one.agreement.last_day.isoformat()
        )
    if one.standing is Standing.NOT_YET:
        return words("{id} has not begun", id=one.agreement.id)
    lacking = terms.missing(one.agreement)
    return words("{id} still lacks: {first}", id=one.agreement.id, first=lacking[0])


def due(home: Home, asker: Asker) -> tuple[Due, ...]:
    """Agreements that end within 60 days, soonest first: a partner's own, or all for the hub."""
    if asker.on is None:
        return ()
    found = []
    for kept in agreements(home, asker.on):
        left = (kept.agreement.last_day - asker.on).days
        soon = kept.standing is Standing.IN_FORCE and left <= REMINDERS[0]
        if soon and may_read(asker, kept) and not _renewed(kept):
            notice = min(days for days in REMINDERS if left <= days)
            found.append(Due(agreement=kept.agreement, days_left=left, notice=notice))
    return tuple(sorted(found, key=lambda one: (one.days_left, one.agreement.id)))


def _renewed(kept: Kept) -> bool:
    """Whether a signed version goes on from where this one ends."""
    last = kept.agreement.last_day
    return any(
        one.ends > last and not terms.missing(one) and terms.begins(one) <= last + _DAY
        for one in kept.versions
    )


def publishing(home: Home, on: date) -> tuple[Publishes, ...]:
    """Who may publish for whom under the agreements in force, by name of the publisher."""
    live = (one for one in agreements(home, on) if one.standing is Standing.IN_FORCE)
    said = {one for kept in live for one in kept.agreement.publishes}
    return tuple(sorted(said, key=lambda one: (one.publisher, one.giver)))


def may_read(asker: Asker, kept: Kept) -> bool:
    """The hub's analyst and administrator read every agreement; a partner reads its own."""
    if asker.role in {Role.ANALYST, Role.ADMINISTRATOR}:
        return True
    own = asker.role is Role.PARTNER and bool(asker.partner)
    return own and any(one.party(asker.partner) for one in kept.versions)


def groups(home: Home) -> tuple[SharingGroup, ...]:
    """Every sharing group, by name, in its latest version."""
    latest: dict[str, SharingGroup] = {}
    for one in saved(home, SharingGroup):
        if one.name not in latest or one.version > latest[one.name].version:
            latest[one.name] = one
    return tuple(latest[name] for name in sorted(latest))


def names(home: Home) -> set[str]:
    """Every party that an agreement names."""
    return {party.name for one in saved(home, Agreement) for party in one.parties}


def set_group(
    home: Home, name: str, members: tuple[str, ...], *, by: str, today: date
) -> SharingGroup:
    """Make a sharing group or change who is in it."""
    wanted = tuple(sorted({" ".join(one.split()) for one in members} - {""}))
    if not name.strip() or not wanted:
        raise BadAgreement(reason=words("a group has a name and at least one member"))
    _check_names([*wanted, alike.HUB])
    with writing(home):
        before = {one.name: one for one in groups(home)}.get(name)
        if before is not None and before.members == wanted:
            return before
        version = before.version + 1 if before else 1
        kept = SharingGroup(
            name=name, members=wanted, version=version, recorded_on=today, recorded_by=by
        )
        save(home, kept)
        save(
            home,
            AgreementChange(
                what="group", of=name, version=version, by=by, on=today, why=", ".join(wanted)
            ),
        )
    return kept


def _check(said: Agreement) -> None:
    names = [one.name for one in said.parties]
    _check_names(names)
    hubs = [one for one in said.parties if one.hub or alike.is_hub(one.name)]
    if len(hubs) > 1 or not all(one.hub for one in hubs):
        raise BadAgreement(reason=words("one party runs the hub, and no other is called so"))
    if not said.id or len(set(names)) < len(names):
        raise BadAgreement(reason=words("each party is named once, and the agreement has an id"))
    for one in said.publishes:
        if not {one.publisher, one.giver} <= set(names) or one.publisher == one.giver:
            raise BadAgreement(
                reason=words("who publishes for another, and for whom, are two of its parties")
            )


def _check_names(names: Sequence[str]) -> None:
    for one in names:
        other = alike.mistaken(one, set(names))
        if other:
            raise BadAgreement(
                reason=words("{one} could be taken for {other}", one=one, other=other)
            )


def _check_signed_anew(last: Agreement, said: Agreement) -> None:
    """Who signed less has not signed more: where more may happen, each side signs again."""
    if terms.missing(last) or not terms.allows_more(last, said):
        return
    for one in said.parties:
        before = last.party(one.name)
        if before and (one.signed_on or date.max) <= (before.signed_on or date.min):
            raise BadAgreement(
                reason=words(
                    "{party} signed an earlier version that allows less, and must sign this one",
                    party=one.name,
                )
            )


def _content(one: Agreement) -> Agreement:
    return replace(one, version=0, recorded_on=None, recorded_by="")


def _note(home: Home, what: str, kept: Agreement, by: str, today: date, why: str = "") -> None:
    save(
        home,
        AgreementChange(what=what, of=kept.id, version=kept.version, by=by, on=today, why=why),
    )


@contextmanager
def writing(home: Home) -> Iterator[None]:
    """One writer of agreements at a time, so that no two versions have one number."""
    home.records.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(home.records / ".agreements", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)

"""Accounts are made and changed by two: one asks, another confirms, and the line stays.

Whoever can make an analyst's account, or take one over, can read cases. So what an administrator
asks for waits for another administrator or an analyst, and a first password comes in two halves,
one for each of them. Only where nobody else has ever been there to confirm, it is done at once.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import timezone

from beforehand.records.people import Role
from beforehand.web.accounts.models import AccountChange, User

SETTLERS = frozenset({Role.ADMINISTRATOR, Role.ANALYST})
FIELDS = ("email", "name", "role", "partner", "signs_for", "is_active")
State, What = AccountChange.State, AccountChange.What

#: Who acts, where a request does: by this the log tells the desk from the hub's own machine.
acting: ContextVar[User | None] = ContextVar("acting", default=None)
_settling: ContextVar[bool] = ContextVar("settling", default=False)


class Overtaken(Exception):
    """The account is no longer as it was when the change was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A change asked for, and what of a new password its asker hands over: half, or all."""

    change: AccountChange
    password: str = ""


def may_settle(user: User, change: AccountChange) -> bool:
    """Whether the person may confirm it: one of ``SETTLERS`` who did not ask for it."""
    waits = change.state == State.WAITING
    return waits and Role(user.role) in SETTLERS and user.pk != change.asker_id


def is_alone(asker: User) -> bool:
    """Whether nobody else who may confirm has ever signed in; closed accounts count too."""
    others = User.objects.exclude(pk=asker.pk).filter(role__in=SETTLERS)
    once = AccountChange.objects.filter(state__in=(State.CONFIRMED, State.REFUSED)).exists()
    return not once and not others.filter(last_login__isnull=False).exists()


def waiting(user: User) -> int:
    """How many changes wait for this person to look at."""
    found = AccountChange.objects.filter(state=State.WAITING)
    return sum(may_settle(user, one) for one in found)


def ask(asker: User, person: User | None, given: Mapping[str, object]) -> Asked:
    """Ask for a new account, or for other values of one.

    Args:
        asker: Who asks.
        person: The account, as it is; None for a new one.
        given: A value for each of ``FIELDS``.

    Returns:
        The change; closing an account, which lets nobody in, is done at once.
    """
    before = {name: getattr(person, name) if person else None for name in FIELDS}
    differ = {
        name: [before[name], _plain(given[name])]
        for name in FIELDS
        if person is None or before[name] != _plain(given[name])
    }
    closes = person is not None and set(differ) <= {"is_active"} and not given["is_active"]
    about = person.email if person else str(given["email"])
    made = AccountChange(about=about, differ=differ)
    made.account, made.what = (person.pk, What.CHANGED) if person else (None, What.MADE)
    return _asked(asker, made, at_once=closes)


def ask_reset(asker: User, person: User) -> Asked:
    """Ask for a new password, with the second factor to be set up again."""
    made = AccountChange(what=What.RESET, about=person.email, account=person.pk)
    return _asked(asker, made)


def _asked(asker: User, change: AccountChange, *, at_once: bool = False) -> Asked:
    mine, theirs = (secrets.token_urlsafe(9), secrets.token_urlsafe(9))
    needs_password = change.what in {What.MADE, What.RESET}
    if needs_password:
        change.password, change.half = make_password(mine + theirs), theirs
    change.asker_id, change.asked_by = asker.pk, asker.email
    if at_once or is_alone(asker):
        half = _settle(change, State.AT_ONCE, "")
        return Asked(change=change, password=mine + half if needs_password else "")
    change.save()
    return Asked(change=change, password=mine if needs_password else "")


def confirm(change: AccountChange, by: User) -> str:
    """Do what was asked for; the second half of the new password, if there is one.

    Raises:
        Overtaken: The account changed since, or its mail address is taken.
    """
    return _settle(change, State.CONFIRMED, by.email)


def refuse(change: AccountChange, by: User) -> None:
    """Nothing comes of it, and the line says so."""
    change.state, change.settled_by, change.settled_at = State.REFUSED, by.email, timezone.now()
    change.password = change.half = ""
    change.save()


def _settle(change: AccountChange, state: str, by: str) -> str:
    half = change.half
    try:
        with transaction.atomic(), _settled():
            person = _done(change)
            change.account, change.password, change.half = person.pk, "", ""
            change.state, change.settled_by, change.settled_at = state, by, timezone.now()
            change.save()
    except IntegrityError as taken:
        raise Overtaken from taken
    return half


def _done(change: AccountChange) -> User:
    """The account as it was asked for.

    Raises:
        Overtaken: It is no longer what it was then.
    """
    person = User()
    if change.account is not None:
        person = User.objects.get(pk=change.account)
    for name, (before, after) in change.differ.items():
        if change.what == What.CHANGED and getattr(person, name) != before:
            raise Overtaken
        setattr(person, name, after)
    if change.password:
        person.password = change.password
    person.save()
    if change.what == What.RESET:
        Authenticator.objects.filter(user=person).delete()
    return person


def _plain(value: object) -> object:
    return value if isinstance(value, bool) else str(value)


@contextmanager
def _settled() -> Iterator[None]:
    before = _settling.set(True)
    try:
        yield
    finally:
        _settling.reset(before)


# --- what comes about in any other way is written down too ------------------------------------

_WATCHED = ("email", "role", "partner", "signs_for", "is_active", "is_superuser", "password")


def note_before(instance: User, raw: bool = False, **_: object) -> None:
    """Signal receiver: whether an account is being saved otherwise than by a settled change."""
    instance.noted = {}
    if raw or _settling.get():
        return
    found = User.objects.filter(pk=instance.pk).values(*_WATCHED).first()
    own = acting.get() is not None  # in a request, a person changes their own password alone
    for name in _WATCHED:
        before, after = found[name] if found else None, getattr(instance, name)
        if before != after and not (name == "password" and (own or found is None)):
            hidden = name == "password"
            instance.noted[name] = [None, None] if hidden else [before, _plain(after)]


def note_after(instance: User, created: bool = False, **_: object) -> None:
    """Signal receiver: the line for what ``note_before`` found."""
    if instance.noted:
        what = What.MADE if created else What.CHANGED
        _note(instance, what, instance.noted)


def note_factor(instance: Authenticator, **_: object) -> None:
    """Signal receiver: a second factor was taken away by nobody at the desk."""
    if not _settling.get() and acting.get() is None:
        _note(instance.user, What.RESET, {})


def _note(person: User, what: str, differ: dict[str, list[object]]) -> None:
    who = acting.get()
    AccountChange.objects.create(
        what=what,
        state=State.OUTSIDE,
        about=person.email,
        account=person.pk,
        differ=differ,
        asked_by=who.email if who else "",
        asker_id=who.pk if who else None,
        settled_at=timezone.now(),
    )

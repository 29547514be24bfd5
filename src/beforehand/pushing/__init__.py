"""Sending a sealed plan to a platform, paused. Optional, off by default, never tried live.

The only place that talks to a platform. It makes what is not there yet, one thing after another,
and keeps what came of it, also where it stopped half-way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from beforehand import store
from beforehand.home import Home
from beforehand.pushing.account import Account
from beforehand.pushing.google import GOOGLE, open_google
from beforehand.pushing.meta import META, open_meta
from beforehand.records.pushes import Asked, Push, Pushed
from beforehand.refusals import Refusal

__all__ = ["Account", "Sender", "open_account", "push"]

_OPEN: dict[str, Callable[[str], Account]] = {META: open_meta, GOOGLE: open_google}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who sends which plan, and when."""

    plan_id: str
    who: str
    at: datetime


def open_account(platform: str, account: str) -> Account:
    """The account, with the token that stands in the environment.

    Raises:
        NoPushLibrary: If the platform's extra is not installed.
        NoPushToken: If there is no token.
        PushTokenRefused: If the platform no longer takes it.
    """
    return _OPEN[platform](account)


def push(home: Home, asked: Sequence[Asked], account: Account, sender: Sender) -> Push:
    """Make what is not there yet, and keep a record of it, whatever happens.

    One push at a time, so that two people make nothing twice.

    Returns:
        The record. Where a platform refused, ``stopped`` says why and ``not_made`` what is left.
        ``differs`` names what it keeps with other places than asked.
    """
    done: list[Pushed] = []
    differs: tuple[str, ...] = ()
    stopped = "It was broken off here."
    with store.only_writer(home, Push):
        try:
            account.look()
            for one in asked:
                done.append(_pushed(account, one, done))
            differs = account.differing(asked, done)
            stopped = ""
        except Refusal as refusal:
            stopped = str(refusal)
        finally:
            record = replace(
                _record(asked, account, sender, done), stopped=stopped, differs=differs
            )
            store.save(home, record)
    return record


def _pushed(account: Account, one: Asked, done: Sequence[Pushed]) -> Pushed:
    parent = next((p for p in done if p.path == one.path[:-1]), None)
    there = account.find(one, parent)
    ids = there or account.make(one, parent)
    return Pushed(kind=one.kind, path=one.path, ids=ids, was_there=bool(there))


def _record(
    asked: Sequence[Asked], account: Account, sender: Sender, done: Sequence[Pushed]
) -> Push:
    return Push(
        plan_id=sender.plan_id,
        platform=account.platform,
        account=account.account,
        who=sender.who,
        at=sender.at,
        pushed=tuple(done),
        not_made=tuple(one.path for one in asked[len(done) :]),
    )

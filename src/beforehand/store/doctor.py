"""Looks the hub's stores over: keys, submissions, recalls, databases, permissions, leftovers."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from beforehand import keyring, locked
from beforehand.home import Home
from beforehand.keyring import Keyring
from beforehand.refusals import BadKeyring, DamagedSubmission
from beforehand.store import escrow, layout, mappings, pool, restoring, state, vault
from beforehand.unlocking import ROWS
from beforehand.words import Words, words


class State(StrEnum):
    """How a check went."""

    WELL = "well"
    MENDED_BY_DOCTOR = "mend"  # ``admin doctor --mend`` puts it right
    FOR_YOU = "for you"  # only the administrator can
    BROKEN = "broken"


#: With one of these the doctor does not say that all is well.
NOT_WELL = frozenset({State.MENDED_BY_DOCTOR, State.BROKEN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check found."""

    check: str
    state: State
    says: Words


def examine(home: Home) -> tuple[Finding, ...]:
    """Every check, in order. Nothing is changed."""
    try:
        ring = keyring.load(home.keys)
    except BadKeyring as bad:
        return (Finding(check="keyring", state=State.BROKEN, says=bad.words),)
    checks: tuple[Callable[[Home, Keyring], Iterator[Finding]], ...] = (
        _keyring,
        _keys_file,
        _submissions,
        _recalls,
        _databases,
        _permissions,
        _leftovers,
    )
    return tuple(found for check in checks for found in check(home, ring))


def mend(home: Home) -> None:
    """Put right what can be: finish recalls, lock rows kept in the clear, sweep, rewrite keys."""
    pool.sweep(home)
    with layout.writing(home):
        ring = keyring.load(home.keys)
        unused = _unused(home, ring)
        if unused and layout.standing(home):
            vault.change(home, ring.without(unused))
        escrow.refresh(home)
    restoring.sweep(home)
    for path in _loose(home):
        path.chmod(path.stat().st_mode & 0o700)


def _well(check: str, says: Words) -> Finding:
    return Finding(check=check, state=State.WELL, says=says)


def _mend(check: str, says: Words) -> Finding:
    return Finding(check=check, state=State.MENDED_BY_DOCTOR, says=says)


def _broken(check: str, says: Words) -> Finding:
    return Finding(check=check, state=State.BROKEN, says=says)


def _keyring(home: Home, ring: Keyring) -> Iterator[Finding]:
    said = words(
        "It opens; its state is number {serial}, with {keys} keys and {recalls} recalls.",
        serial=ring.serial,
        keys=len(ring.keys),
        recalls=len(ring.recalls),
    )
    yield _well("keyring", said)
    unused = _unused(home, ring)
    if unused:
        said = words("{count} keys are of no submission that is here.", count=len(unused))
        yield _mend("keyring", said)


def _unused(home: Home, ring: Keyring) -> frozenset[str]:
    return frozenset(ring.keys) - frozenset(layout.standing(home)) - mappings.ids(home)


def _keys_file(home: Home, ring: Keyring) -> Iterator[Finding]:
    chosen = escrow.place(home)
    if chosen is None:
        said = words("None is kept elsewhere: if this disk is lost, no backup can be opened.")
        yield Finding(check="keys file", state=State.FOR_YOU, says=said)
    elif chosen.serial != ring.serial or not Path(chosen.path).is_file():
        said = words(
            "{path} is of an earlier state, and may hold keys that were recalled. Make it "
            "reachable, then run: beforehand admin doctor --mend.",
            path=chosen.path,
        )
        yield _mend("keys file", said)
    else:
        yield _well("keys file", words("{path} is current.", path=chosen.path))


def _submissions(home: Home, ring: Keyring) -> Iterator[Finding]:
    well = 0
    for name in layout.standing(home):
        wrong = _wrong_with(home, ring, name)
        well += wrong is None
        if wrong is not None:
            yield wrong
    yield _well("submissions", words("{count} open and are as they were given.", count=well))


def _wrong_with(home: Home, ring: Keyring, name: str) -> Finding | None:
    if (layout.folder(home, name) / layout.PLAIN).exists():
        return _mend("submissions", words("{id} is kept in the clear.", id=name))
    if name not in ring.keys:
        return _broken("submissions", words("{id} has no key, and was not recalled.", id=name))
    try:
        digest = hashlib.sha256()
        with layout.cases(home, name).open("rb") as rows:
            for piece in locked.unlock(rows, ring.key(name), ROWS):
                digest.update(piece)
        given = state.read(home, name)
    except (DamagedSubmission, OSError):
        return _broken("submissions", words("{id} is damaged: restore it.", id=name))
    if digest.hexdigest() != given.sha256:
        return _broken("submissions", words("{id} is damaged: restore it.", id=name))
    return None


def _recalls(home: Home, ring: Keyring) -> Iterator[Finding]:
    stones = layout.recalled(home)
    left = [name for name in stones if layout.folder(home, name).exists() or name in ring.keys]
    if left or stones - ring.recalled:
        yield _mend("recalls", words("{count} are not finished.", count=len(left) or 1))
    if ring.recalled - stones:
        said = words("{count} are in the keyring and not in the pool.",
                     count=len(ring.recalled - stones))  # fmt: skip
        yield _mend("recalls", said)
    if stones == ring.recalled and not left:
        yield _well("recalls", words("{count}, each with its key destroyed.", count=len(stones)))


def _databases(home: Home, ring: Keyring) -> Iterator[Finding]:
    del ring
    for path in (home.database, home.drop):
        if not path.exists():
            continue
        with closing(sqlite3.connect(path)) as database:
            try:
                ((said,),) = database.execute("PRAGMA quick_check(1)").fetchall()
            except sqlite3.DatabaseError:
                said = "damaged"
        if said == "ok":
            yield _well("databases", words("{file} is whole.", file=path.name))
        else:
            yield _broken("databases", words("{file} is damaged: restore it.", file=path.name))


def _permissions(home: Home, ring: Keyring) -> Iterator[Finding]:
    del ring
    loose = list(_loose(home))
    if loose:
        said = words("{count} files can be read by other users of this machine.", count=len(loose))
        yield _mend("permissions", said)
    else:
        yield _well("permissions", words("Only the hub's own user reads its files."))


def _loose(home: Home) -> Iterator[Path]:
    """What others may read; the published site is for everybody."""
    for folder, _, names in os.walk(home.root):
        if Path(folder) == home.site or home.site in Path(folder).parents:
            continue
        for name in names:
            path = Path(folder) / name
            if not path.is_symlink() and path.stat().st_mode & 0o077:
                yield path


def _leftovers(home: Home, ring: Keyring) -> Iterator[Finding]:
    del ring
    left = [*layout.staging(home).glob("*"), *home.root.glob(".copy-*")]
    left += [path for path in (home.keys / keyring.GONE,) if path.exists()]
    if left:
        yield _mend("leftovers", words("{count} of a crash.", count=len(left)))
    for path in restoring.leftovers(home):
        said = words(
            "{path} was left by a restore that was interrupted, with keys in it. When none is "
            "running, run: beforehand admin doctor --mend.",
            path=str(path),
        )
        yield _mend("leftovers", said)

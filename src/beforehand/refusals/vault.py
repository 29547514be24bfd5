"""Why something locked does not open, and why a backup is not restored."""

from __future__ import annotations

from beforehand.refusals.base import Refusal


class NoKey(Refusal):
    """The keyring holds no key for it: it was recalled, or the keyring is not the right one."""

    template = (
        "The key of submission {id} is gone: it was recalled, or this is not the hub's current "
        "keyring. Run: beforehand admin doctor."
    )


class BadKeyring(Refusal):
    """The keyring cannot be opened with the hub's master key."""

    template = (
        "The keyring {file} does not open: {reason}. Put back the copy made by: "
        "beforehand admin keys."
    )


class BadKeysFile(Refusal):
    """It is no keys file, or it is sealed for another identity."""

    template = (
        "{file} does not open as a keys file. Name the file that beforehand admin keys wrote and, "
        "if it is sealed for an age identity, that identity with --identity."
    )


class BadRecipient(Refusal):
    """It is no age recipient."""

    template = "{recipient} is no age recipient. One begins with age1 and is made by age-keygen."


class NotABackup(Refusal):
    """It is no backup, is damaged or cut short, or belongs to another hub's keys."""

    template = (
        "{file} does not open as a backup with these keys: it is another file, another hub's, or "
        "damaged. Nothing was changed. Take another backup, or the keys file of this hub."
    )


class OldKeys(Refusal):
    """The keys file is older than what is known, so recalled cases could come back."""

    template = (
        "{file} is of state {serial} of the keys, and state {known} is known: cases that were "
        "taken back since could come back. Nothing was changed. Bring the current keys file."
    )


class HomeNotEmpty(Refusal):
    """Something lies where the backup would be restored."""

    template = (
        "{home} is not empty, and nothing in it was changed. Name another home, or say --replace "
        "to have the backup take its place."
    )


class BusyHome(Refusal):
    """The folder cannot be renamed, as where a disk is mounted on it."""

    template = (
        "{home} cannot change places with what was restored: it may be where a disk is mounted. "
        "Nothing was changed. Set BEFOREHAND_HOME to a folder inside of it."
    )


class PoolTooLarge(Refusal):
    """The answer needs more memory than this machine has; nothing is spilled to a disk."""

    template = (
        "This machine's memory is too small for the question: cases are never written to a disk "
        "in the clear, so nothing is put aside there. Ask of fewer cases, or add memory."
    )


class TooLittleMemory(Refusal):
    """Adding, linking or looking at rows needs more memory than there is."""

    template = (
        "This machine's memory is too small for these rows: they are never written to a disk in "
        "the clear, so nothing is put aside there. The pool is as it was before. Close what else "
        "runs here, give the rows in several files, or add memory; then do it again."
    )


class NoPlaceToWrite(Refusal):
    """The file cannot be written where it was asked for."""

    template = "{file} cannot be written: {reason}. Name another folder."

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

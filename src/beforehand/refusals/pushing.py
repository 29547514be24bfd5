"""Why a campaign is not sent to a platform, or was not sent to its end."""

from __future__ import annotations

from beforehand.refusals.base import Refusal


class NotForPush(Refusal):
    """The check found what a platform or the house refuses."""

    template = (
        "Nothing goes to {platform}: {found} Mend it, or use the files: beforehand campaign check "
        "{plan} names all."
    )


class NoPushLibrary(Refusal):
    """The extra that talks to the platform is not installed."""

    template = (
        "Sending to {platform} needs a library that is not installed. Install it with: "
        "pip install 'beforehand[{extra}]'"
    )


class NoPushToken(Refusal):
    """No token was found where one may be."""

    template = (
        "There is no whole token for {platform}. Put it into the environment as {variable}, or the "
        "path of the file that holds it as {file_variable}; never on the command line."
    )


class PushTokenRefused(Refusal):
    """The platform does not know the token, or no longer."""

    template = (
        "{platform} does not take the token: it has expired, was taken back or is not whole. Make "
        "a new one there."
    )


class PushNotAllowed(Refusal):
    """The token may not manage the account."""

    template = (
        "{platform} does not let this token work with the account {account}. Ask whoever owns the "
        "account to let it manage ads."
    )


class PushTooOften(Refusal):
    """The platform limits how much is asked."""

    template = (
        "{platform} was asked too much in a short time, and stopped at “{name}”. Wait an hour and "
        "send again: what is there is found and not made twice."
    )


class PushRejected(Refusal):
    """The platform refuses one thing as it is."""

    template = (
        "{platform} refuses “{name}”. It says: {said} What was made before is there, paused; send "
        "again when it is mended, or use the files."
    )


class PushWouldSpill(Refusal):
    """The platform no longer takes only those who live in a place."""

    template = (
        "{platform} no longer takes only people who live in a place (“{name}”): it would also "
        "reach visitors from held-out places, and the proof would be weaker. Nothing wider is "
        "sent. Use the files, and decide it there."
    )


class PushUnanswered(Refusal):
    """The platform was not reached, or gave no answer that can be read."""

    template = (
        "{platform} gave no answer that can be read: whether “{name}” was made is not known. Send "
        "again: it looks first, and makes nothing twice."
    )


class PushUnreached(Refusal):
    """The platform did not even tell what is there."""

    template = (
        "{platform} was not reached, or gave no answer that can be read. Nothing more was asked of "
        "it. See that the account {account} is right and send again."
    )


class PushOtherCurrency(Refusal):
    """The account does not count in euro."""

    template = (
        "The account {account} counts in {currency}, and the plan's sums are in euro. Use an "
        "account in euro, or the files."
    )


class PushUnknownZone(Refusal):
    """The account's days begin in a time zone that this machine does not know."""

    template = (
        "The account {account} is in the time zone {zone}, which this machine does not know, so "
        "that the first and last hour cannot be told. Install the package tzdata."
    )

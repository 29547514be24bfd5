"""Why a page is not published, a report not taken, a server not started."""

from __future__ import annotations

from beforehand.refusals.base import Refusal


class ReportTooLong(Refusal):
    """A report does not fit the one cell that hides its length."""

    template = "The report is too long. Shorten it to {characters} characters in all."


class NotACell(Refusal):
    """What was opened is not a report as the form writes it."""

    template = "This is not a report: {reason} is not as the form writes it. Keep the sealed copy."


class NotARecipient(Refusal):
    """A public key is missing or mistyped, so nothing is sealed for anybody."""

    template = (
        "'{recipient}' is not a public key of a caseworker. "
        "Let the caseworker make a key in the inbox and publish the page again."
    )


class NotASealedReport(Refusal):
    """What was posted does not have the form of a sealed report."""

    template = "What was sent is not a sealed report. Open the page again and send it once more."


class UnknownReport(Refusal):
    """No sealed report has this id."""

    template = "No sealed report has the id {id}. It may have been deleted."


class WeekNotTaken(Refusal):
    """Weekly counts that would tell of few people, or that cannot be."""

    template = "The counts of the week from {week} are not taken: {reason}."


class DropFull(Refusal):
    """So many sealed reports wait that more would fill the disk."""

    template = (
        "Sealed reports fill {megabytes} MB and no more are taken, so that the disk does not fill. "
        "Open and delete those that are done with, in the inbox."
    )


class NoPageVersion(Refusal):
    """There is nothing to publish."""

    template = "There is no page in any language to publish. Write one first."


class NoSignOff(Refusal):
    """Somebody who must agree to every word has not agreed to these."""

    template = (
        "The {language} pages as they stand now are not signed off by a {role}. "
        "Ask one to read them and sign; a change after signing needs a new signature."
    )


class OneSignerForBoth(Refusal):
    """One person signed for both roles."""

    template = (
        "The {language} pages are signed off by one person for both roles. "
        "Ask a second person to read them and sign."
    )


class NoEmergencyContact(Refusal):
    """Nobody to call in danger."""

    template = (
        "No emergency contact is valid on {day}. "
        "Check the number, then give it a new last-checked and expiry date."
    )


class TooFewCaseworkers(Refusal):
    """Reports would be read by nobody, or by one person who may be away."""

    template = (
        "{needed} caseworkers with keys are needed to read reports and there are {keys}. "
        "Let another caseworker make a key in the inbox."
    )


class NoHours(Refusal):
    """The page does not say when a report is read."""

    template = "The hours in which reports are read are not stated. Write them on the campaign."


class NoSponsor(Refusal):
    """The sponsor is not named with its charity number."""

    template = "The sponsor is not named with its charity number. Write both on the campaign."


class NotReleased(Refusal):
    """Pages did not pass the door, or are not those that did."""

    template = "The pages are not those of release {id}. Release them again and publish that."


class SiteEnded(Refusal):
    """A contact on the pages has expired."""

    template = (
        "A contact on these pages expired after {expires_on}. "
        "Check the contact, give it a new expiry date and publish again."
    )


class UnfinishedSite(Refusal):
    """The site lacks something that every site must have."""

    template = "The site cannot be published: {reason}. Mend it on the campaign and publish again."


class LoosePage(Refusal):
    """A page may load or run what nobody signed."""

    template = "{path} cannot be published: {reason}. Every page is closed to other hosts."


class PageTooHeavy(Refusal):
    """A page does not fit the first round trip of a slow phone."""

    template = "{path} is {bytes} bytes compressed and {most} are allowed. Shorten it."


class BadSiteKey(Refusal):
    """No key to check the published site with."""

    template = (
        "{where} holds no key to check the site with. It is 64 hex digits: publish once on the "
        "desk and copy keys/site.pub."
    )


class NoBundle(Refusal):
    """Nothing was published yet."""

    template = "No site is published in {site}. Publish a campaign on the desk first."


class BadBundle(Refusal):
    """The published site is not as the desk signed it."""

    template = "The site {bundle} is not served: {reason}. Publish it again on the desk."


class BadSetting(Refusal):
    """An environment variable does not hold what it must."""

    template = "{name} is set to {value}, which is not a whole number. Set it right, or not at all."


class PortTaken(Refusal):
    """Something else listens there."""

    template = "{host}:{port} cannot be listened at: {reason}. Choose another with --port."


class EmptyReport(Refusal):
    """A report in which nothing was written."""

    template = "Nothing was written. Say in a few words what happened, then send it."

"""Why a file of a campaign cannot be read, written or gone on with."""

from __future__ import annotations

from beforehand.refusals.base import Refusal


class BadCell(Refusal):
    """A cell of a table is not what its column holds."""

    template = "{file}, row {row}, column {column}: {reason}. {mend}"


class BadTable(Refusal):
    """A file is not the table that it should be."""

    template = "{file} cannot be used: {reason}. {mend}"


class TemplateLacks(Refusal):
    """A platform's template has no place for what must be said."""

    template = (
        "The template {file} for {platform} has no column for: {missing}. Export it again from "
        "your account with all columns, in English."
    )


class CampaignStopped(Refusal):
    """The campaign was stopped and nobody has let it go on."""

    template = (
        "The campaign is stopped: {who} stopped it on {day} ({reason}). Pause the posts on every "
        "platform. To go on: beforehand campaign resume {plan} --reason …"
    )


class NothingToResume(Refusal):
    """Only a stopped campaign can be resumed."""

    template = "The campaign {plan} is not stopped, so that there is nothing to resume."

"""The blocks of a campaign page: plain words alone, never markup."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class LineBlock(blocks.CharBlock):  # type: ignore[misc] # Wagtail carries no types
    """One short line of plain text."""

    class Meta:
        label = _("line")
        icon = "minus"


class OfferBlock(blocks.StructBlock):  # type: ignore[misc] # Wagtail carries no types
    """What a recruiter says, and what it has turned out to mean."""

    said = blocks.CharBlock(label=_("what they say"), max_length=120)
    meant = blocks.CharBlock(label=_("what it can turn into"), max_length=160)

    class Meta:
        label = _("offer")
        icon = "openquote"


class VersionBlock(blocks.StructBlock):  # type: ignore[misc] # Wagtail carries no types
    """The words by which one version of a message differs, where the plan draws between several."""

    version = blocks.RegexBlock(
        regex=r"^[a-z0-9]+(-[a-z0-9]+)*$", label=_("version, as in the plan"), max_length=40
    )
    headline = blocks.CharBlock(label=_("headline"), max_length=90)
    lede = blocks.CharBlock(label=_("first sentence"), max_length=240)

    class Meta:
        label = _("version")
        icon = "duplicate"


def lines() -> list[tuple[str, blocks.Block]]:
    """Block types of a list of plain lines."""
    return [("line", LineBlock(max_length=200))]

"""A campaign's landing page in one language, as its partners write it."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from beforehand.web.pages.blocks import OfferBlock, VersionBlock, lines
from beforehand.web.pages.contacts import Contact, valid_on

QUESTIONS = 5
countries_known = RegexValidator(
    r"^[A-Z]{2}( [A-Z]{2})*$", _("Write country codes parted by spaces, such as AL GB.")
)


class LanguageHome(Page):  # type: ignore[misc] # Wagtail carries no types
    """Holds the campaign pages of one language; visitors never see it."""

    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["pages.CampaignPage"]
    is_creatable = False

    class Meta:
        verbose_name = _("language")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The desk serves no pages to visitors."""
        del request, args, kwargs
        return redirect("pages:publish")


class CampaignPage(Page):  # type: ignore[misc] # Wagtail carries no types
    """Every campaign word of one landing page and its steps, in one language.

    ``slug`` is the campaign's code in counts and addresses, neutral and the same in every
    language; ``title`` is all that a browser's history shows.
    """

    class Wording(models.TextChoices):
        """How far the words are; for the desk, never shown to visitors."""

        DRAFT = "draft", _("Draft: not yet checked by a native speaker")
        CHECKED = "checked", _("Checked by a native speaker")

    made_up = models.BooleanField(_("made up, for demonstration"), default=False)
    wording = models.CharField(
        _("state of the words"), max_length=10, choices=Wording, default=Wording.DRAFT
    )
    countries = models.CharField(
        _("countries"), max_length=40, default="AL GB", validators=[countries_known]
    )
    sponsor_name = models.CharField(_("sponsor"), max_length=120, blank=True)
    charity_number = models.CharField(_("charity number"), max_length=40, blank=True)
    local_partner = models.CharField(_("local partner"), max_length=120, blank=True)
    hours = models.CharField(
        _("hours"),
        max_length=160,
        blank=True,
        help_text=_("When caseworkers read reports, as a sentence."),
    )
    headline = models.CharField(_("headline"), max_length=90)
    lede = models.CharField(_("first sentence"), max_length=240)
    versions = StreamField(
        [("version", VersionBlock())],
        verbose_name=_("versions to draw between"),
        blank=True,
        max_num=4,
        help_text=_(
            "Where the plan draws between versions at each visit: the headline and first sentence "
            "of each. Everything else is the same for all."
        ),
    )
    danger_text = models.CharField(_("in danger now"), max_length=240)
    child_text = models.CharField(_("under 18"), max_length=240)
    offer = StreamField(
        [("offer", OfferBlock())], verbose_name=_("what the offer looks like"), max_num=5
    )
    questions = StreamField(
        lines(), verbose_name=_("five questions"), min_num=QUESTIONS, max_num=QUESTIONS
    )
    answer = models.CharField(_("answer to one yes"), max_length=160)
    advice = StreamField(lines(), verbose_name=_("what to do after a yes"), max_num=6)
    help_text = models.TextField(_("what happens when somebody calls"), max_length=600)
    report_intro = models.TextField(_("before the report form"), max_length=600)
    thanks_text = models.TextField(_("after a report"), max_length=600)
    can_protect = StreamField(lines(), verbose_name=_("what we can protect"), max_num=8)
    cannot_protect = StreamField(lines(), verbose_name=_("what we cannot protect"), max_num=8)
    exit_url = models.URLField(
        _("where quick exit leads"),
        default="https://www.bbc.co.uk/weather",
        help_text=_("A page on a well-known site that raises no question. Only a link."),
    )

    content_panels = [
        MultiFieldPanel(
            [
                FieldPanel("title", help_text=_("Neutral: a browser's history shows it.")),
                FieldRowPanel([FieldPanel("made_up"), FieldPanel("wording")]),
                FieldPanel("countries"),
            ],
            heading=_("Page"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("sponsor_name"),
                FieldRowPanel([FieldPanel("charity_number"), FieldPanel("local_partner")]),
                FieldPanel("hours"),
            ],
            heading=_("Who stands behind it"),
        ),
        MultiFieldPanel(
            [FieldPanel("danger_text"), FieldPanel("child_text")], heading=_("What comes first")
        ),
        MultiFieldPanel(
            [
                FieldPanel("headline"),
                FieldPanel("lede"),
                FieldPanel("versions"),
                FieldPanel("offer"),
            ],
            heading=_("The offer"),
        ),
        MultiFieldPanel(
            [FieldPanel("questions"), FieldPanel("answer"), FieldPanel("advice")],
            heading=_("Is this job real?"),
        ),
        MultiFieldPanel(
            [FieldPanel("help_text"), FieldPanel("report_intro"), FieldPanel("thanks_text")],
            heading=_("Help and report"),
        ),
        MultiFieldPanel(
            [FieldPanel("can_protect"), FieldPanel("cannot_protect"), FieldPanel("exit_url")],
            heading=_("Protection"),
        ),
    ]
    promote_panels = [
        FieldPanel("slug", help_text=_("Neutral, and the same in every language.")),
    ]
    settings_panels: ClassVar[list[object]] = []
    preview_modes = [
        ("landing", _("Landing page")),
        ("answer", _("After the questions")),
        ("help", _("Help")),
        ("report", _("Report")),
        ("thanks", _("After a report")),
        ("not_sent", _("When sending failed")),
        ("protect", _("What we can and cannot protect")),
        ("survey", _("Survey")),
        ("told", _("After the survey")),
        ("unasked", _("When no answers are taken")),
    ]
    parent_page_types: ClassVar[list[str]] = ["pages.LanguageHome"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("campaign page")
        verbose_name_plural = _("campaign pages")

    @property
    def campaign(self) -> str:
        """The code that counts and reports are kept under."""
        return str(self.slug)

    @property
    def language(self) -> str:
        """Code of the language the page is written in."""
        return str(self.locale.language_code)

    @property
    def country_codes(self) -> tuple[str, ...]:
        """Countries whose contacts the page shows, first named first."""
        return tuple(self.countries.split())

    @property
    def said_by_version(self) -> dict[str, tuple[str, str]]:
        """Headline and first sentence of each version that may be drawn."""
        found = (one.value for one in self.versions)
        return {one["version"]: (one["headline"], one["lede"]) for one in found}

    def contacts(self, day: date) -> list[Contact]:
        """Whom the page may name on that day; one that nobody has rung, only if it is made up."""
        return valid_on(day, self.country_codes, unchecked=self.made_up)

    def clean(self) -> None:
        """Translations share their slug: one campaign, one code."""
        super().clean()
        others = CampaignPage.objects.filter(translation_key=self.translation_key)
        slugs = set(others.exclude(pk=self.pk).values_list("slug", flat=True))
        if slugs - {self.slug}:
            said = _("Use the slug of the other languages: %(slug)s.") % {"slug": slugs.pop()}
            raise ValidationError({"slug": said})

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The page as it would be published today, with the policy it would be served under."""
        from beforehand.web.pages.rendering import preview

        del request
        page = preview(self, mode_name or "landing", today())
        response = HttpResponse(page.body, content_type=page.content_type)
        framed = page.csp.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
        response.headers["Content-Security-Policy"] = framed
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The desk serves no pages to visitors."""
        del request, args, kwargs
        return redirect(f"{settings.PUBLIC_URL}/{self.language}/{self.campaign}/")


def today() -> date:
    """The day in the server's zone: the edge where the clock is read."""
    return timezone.localdate()

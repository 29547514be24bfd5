"""Local help: facts with a source, the day they were last checked and the day they expire."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from beforehand.records import reach

country_code = RegexValidator(r"^[A-Z]{2}$", _("Write two capital letters, such as AL."))
dialled = RegexValidator(r"^\+?[0-9][0-9 ]{1,18}$", _("Write digits and spaces, such as 999."))


class Contact(models.Model):
    """Somebody who can be rung. After ``expires_on`` it is left out of every page."""

    class Kind(models.TextChoices):
        """What answers the call."""

        POLICE = "police", _("Police")
        HELPLINE = "helpline", _("Helpline")
        ORGANISATION = "organisation", _("Organisation")

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.ORGANISATION)
    country = models.CharField(_("country"), max_length=2, validators=[country_code])
    place = models.CharField(
        _("place code"), max_length=12, blank=True, help_text=_("Empty: the whole country.")
    )
    number = models.CharField(_("number"), max_length=20, validators=[dialled])
    emergency = models.BooleanField(_("for immediate danger"), default=False)
    always_open = models.BooleanField(_("open day and night"), default=False)
    opens = models.TimeField(_("opens"), null=True, blank=True)
    closes = models.TimeField(_("closes"), null=True, blank=True)
    weekdays_only = models.BooleanField(_("Monday to Friday only"), default=False)
    languages = models.CharField(
        _("languages"), max_length=60, blank=True, help_text=_("Codes, such as: sq en")
    )
    anonymous = models.BooleanField(_("takes calls without a name"), default=False)
    source = models.CharField(_("source"), max_length=300)
    last_checked = models.DateField(_("last checked on"))
    expires_on = models.DateField(_("last day it may be shown"))
    checked_by_person = models.BooleanField(
        _("a person rang and checked it"),
        default=False,
        help_text=_("Until then it shows on made-up pages alone."),
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("country"), FieldPanel("place")]),
                FieldRowPanel([FieldPanel("number"), FieldPanel("emergency")]),
            ],
            heading=_("Who"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("always_open"),
                FieldRowPanel([FieldPanel("opens"), FieldPanel("closes")]),
                FieldPanel("weekdays_only"),
                FieldRowPanel([FieldPanel("languages"), FieldPanel("anonymous")]),
            ],
            heading=_("When"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("source"),
                FieldRowPanel([FieldPanel("last_checked"), FieldPanel("expires_on")]),
                FieldPanel("checked_by_person"),
            ],
            heading=_("How we know"),
        ),
    ]

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["-emergency", "country", "name"]

    def __str__(self) -> str:
        return f"{self.name} ({self.country}), {self.number}"

    def clean(self) -> None:
        """Opening hours come in pairs, and nothing expires before it was checked."""
        if (self.opens is None) != (self.closes is None):
            raise ValidationError({"closes": _("Give both hours or neither.")})
        if self.last_checked and self.expires_on and self.expires_on <= self.last_checked:
            raise ValidationError({"expires_on": _("It must expire after it was checked.")})

    @property
    def hours(self) -> str:
        """Opening hours in the language that is active; never empty."""
        if self.always_open:
            return gettext("Day and night")
        if self.opens is None or self.closes is None:
            return gettext("Hours not known")
        span = f"{self.opens:%H:%M}–{self.closes:%H:%M}"
        return (
            gettext("{hours}, Monday to Friday").format(hours=span)
            if self.weekdays_only
            else (gettext("{hours}, every day").format(hours=span))
        )

    def as_record(self) -> reach.Contact:
        """The contact as the core knows it, its hours in the active language."""
        return reach.Contact(
            name=self.name,
            country=self.country,
            place=self.place,
            number=self.number,
            hours=self.hours,
            languages=tuple(self.languages.split()),
            emergency=self.emergency,
            source=self.source,
            last_checked=self.last_checked,
            expires_on=self.expires_on,
        )


def valid_on(today: date, countries: tuple[str, ...], *, unchecked: bool) -> list[Contact]:
    """Contacts of these countries that may be shown today: emergency first, then by country.

    Args:
        today: A contact whose last day is past is left out.
        countries: ISO codes, in the order in which to show them.
        unchecked: Whether to take those that no person has rung: on made-up pages alone.
    """
    found = Contact.objects.filter(country__in=countries, expires_on__gte=today)
    chosen = found if unchecked else found.filter(checked_by_person=True)
    order = {country: place for place, country in enumerate(countries)}
    return sorted(chosen, key=lambda one: (not one.emergency, order[one.country], one.name))

"""What a person keeps on the desk: views of routes under a name."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_LETTERS = 80


class SavedView(models.Model):
    """One address of a route's page, kept by one person; shared ones their role's colleagues see.

    Only what was asked is kept, never an answer: whoever opens it sees what they may see then.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views"
    )
    name = models.CharField(_("name"), max_length=MOST_LETTERS)
    address = models.CharField(max_length=2000)
    made_on = models.DateField()
    shared = models.BooleanField(_("shared with colleagues of the same role"), default=False)

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(fields=("owner", "name"), name="one_view_of_a_name"),
        )

    def __str__(self) -> str:
        return self.name

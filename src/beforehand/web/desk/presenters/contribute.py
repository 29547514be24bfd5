"""What the *Contribute* page is told: where its code lies, its words, and who gives."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from beforehand import share, store, web
from beforehand.records.cases import Receipt
from beforehand.records.mappings import KeptMapping
from beforehand.records.people import Role
from beforehand.web.accounts.models import User
from beforehand.web.desk.clock import today
from beforehand.web.desk.presenters.contribute_words import page_words, tlp_words
from beforehand.web.desk.reader import reader
from beforehand.web.desk.said import language

PYODIDE = Path(web.__file__).parent / "static" / "vendor" / "pyodide"
Plain = dict[str, object]


def page_data(user: User) -> Plain:
    """Everything that the page's scripts need, as JSON."""
    version = max(path.name for path in PYODIDE.iterdir())
    return {
        "language": language(),
        "partner": user.partner,
        "urls": {
            "worker": static("contribute/reader.js"),
            "pyodide": static(f"vendor/pyodide/{version}/"),
            "blinder": static("contribute/blinder.js"),
            "keyholder": settings.KEYHOLDER_URL,
            "archive": reverse("desk:reader", args=[reader().name]),
            "give": reverse("desk:contribute_give"),
            "cases": reverse("desk:cases"),
            "keep": reverse("desk:contribute_keep") if owner_of(user) is not None else "",
        },
        "kept": [{"id": one.id, "text": one.text} for one in kept_of(user)],
        "today": today().isoformat(),
        "marking": _marking(user),
        "words": page_words(),
    }


def owner_of(user: User) -> str | None:
    """Whose kept mappings the user reads: their organisation's, or the hub's for its analyst."""
    if user.role == Role.ANALYST:
        return share.HUB
    return user.partner or None if user.role == Role.PARTNER else None


def kept_of(user: User) -> tuple[KeptMapping, ...]:
    """The mappings that the user may read, oldest first."""
    owner = owner_of(user)
    return () if owner is None else store.kept_mappings(settings.HOME, owner)


def _marking(user: User) -> Plain:
    """What the officer may choose of who sees the rows."""
    known = store.sharing_groups(settings.HOME)
    mine = [one.name for one in known if not user.partner or user.partner in one.members]
    return {
        "groups": sorted(mine),
        "publishing": [
            [one.giver, one.publisher]
            for one in store.publishing(settings.HOME, today())
            if user.partner in {"", one.giver}
        ],
        "tlp": [[mark.value, f"TLP:{mark.value} · {said}"] for mark, said in tlp_words()],
        "tomorrow": (today() + timedelta(days=1)).isoformat(),
    }


def receipt_data(receipt: Receipt) -> Plain:
    """The receipt as the page shows it and saves it: the same as the command line's."""
    one = receipt.submission
    return {
        "id": one.id,
        "already_there": receipt.already_there,
        "made_up": share.receipt_made_up(receipt, language()),
        "sections": share.receipt_sections(receipt, language()),
        "text": share.receipt_text(receipt, language()),
        "name": f"receipt-{one.id[:12]}.txt",
    }

"""What the home page shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from beforehand.records.cases import Provenance, Submission
from beforehand.records.people import Role
from beforehand.web.accounts.models import User


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do today."""

    path: str
    title: object
    text: object


ROUTE = Task(
    "/routes/", _("Read a route"), _("Who, where from, how, and what each partner sees of it.")
)
TASKS: dict[Role, tuple[Task, ...]] = {
    Role.PARTNER: (
        Task(
            "/cases/",
            _("Give your cases"),
            _("Send a sealed file, get a receipt, take it back whenever you want."),
        ),
        ROUTE,
        Task("/publish/", _("Sign off pages"), _("Read what we would publish, and say yes or no.")),
    ),
    Role.ANALYST: (
        ROUTE,
        Task("/cases/", _("See what was given"), _("Submissions, receipts, recalls.")),
        Task("/proof/", _("Prove a campaign"), _("Effect, funnel, and the impact report.")),
        Task(
            "/people/changes/",
            _("Watch the accounts"),
            _("Who made or changed an account, who confirmed it, and what waits for you."),
        ),
    ),
    Role.CAMPAIGNER: (
        Task("/campaigns/", _("Plan a campaign"), _("Places drawn by lot, messages, exports.")),
        Task("/publish/", _("Publish a page"), _("Sign-offs, contacts, and what is missing.")),
        Task("/proof/", _("See what it changed"), _("Delivery now; the effect at the end.")),
    ),
    Role.CASEWORKER: (
        Task("/inbox/", _("Open the inbox"), _("Sealed reports, opened on your own device.")),
    ),
    Role.ADMINISTRATOR: (
        Task("/people/", _("Look after accounts"), _("Make an account, change a role, close one.")),
    ),
}


def tasks(user: User) -> tuple[Task, ...]:
    """Today's tasks of this person's role."""
    return TASKS[Role(user.role)]


@dataclass(frozen=True, slots=True)
class PoolCard:
    """One source of the pool: what it is, and how much of it."""

    title: str
    people: int
    is_aggregate: bool
    made_up: bool
    edition: str


def pool_cards(given: Iterable[Submission]) -> tuple[PoolCard, ...]:
    """One card a source class and title, rows summed."""
    cards: dict[tuple[str, str], PoolCard] = {}
    for one in given:
        key = (str(one.source_class), one.title)
        before = cards[key].people if key in cards else 0
        cards[key] = PoolCard(
            title=one.title,
            people=before + one.people,
            is_aggregate=one.source_class.published,
            made_up=one.source_class.provenance is Provenance.MADE_UP,
            edition=one.edition,
        )
    return tuple(cards.values())

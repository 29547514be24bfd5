"""What pages of the desk's own records offer to be taken along: plans, submissions, claims."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.utils.translation import gettext as _

from beforehand.charts import PAPER
from beforehand.records.plan import Plan
from beforehand.takeaway import Sheet
from beforehand.web.desk.presenters.accounts import ChangeLine
from beforehand.web.desk.presenters.campaigns import PlaceRow, PlanPage, arms_drawn
from beforehand.web.desk.presenters.cases import Line
from beforehand.web.desk.presenters.claims import ClaimCard
from beforehand.web.desk.presenters.offers import DRAWN, Offer, Offers, Row, Told, sheet_of_desk


def plan_files(plan: Plan, page: PlanPage) -> Offers:
    """The ranked places, the map of who was drawn, and what the design can show."""
    kept = _("Who is held out is internal until every place has been served.")
    told = Told(title=page.title, definition=f"{_('Places, most need first')}. {kept}")
    source = f"{_('Hash of the plan')}: {page.id}"
    rows = [_place(one, page) for one in (*page.chosen, *page.others)]
    columns = ("rank", "place", "code", "drawn", *(one.name for one in page.weights), "need",
               "outcomes_before", "budget")  # fmt: skip

    def sheet(drawing: str = "") -> Sheet:
        return sheet_of_desk(
            told, columns, rows, is_made_up=page.made_up, source=source, drawing=drawing
        )

    offers: dict[str, Offer] = {
        "places": Offer(sheet=sheet),
        "map": Offer(kinds=DRAWN, sheet=lambda: sheet(arms_drawn(plan, PAPER))),
    }
    return {**offers, **_power_file(plan, page, source)}


def _power_file(plan: Plan, page: PlanPage, source: str) -> Offers:
    """How often each change would be found, if that was simulated."""
    rows: list[Row] = list(zip(plan.power.ratios, plan.power.rejected, strict=True))
    if not rows:
        return {}
    told = Told(title=page.title, definition=_("How often each change would be found"))
    columns = ("change", "found_in")
    make = partial(sheet_of_desk, told, columns, rows, is_made_up=page.made_up, source=source)
    return {"power": Offer(sheet=make)}


def _place(one: PlaceRow, page: PlanPage) -> Row:
    history = one.history if page.has_history else ""
    reasons = tuple(reason.raw for reason in one.reasons)
    return one.rank, one.name, one.code, one.arm, *reasons, one.need, history, one.budget


def submission_files(given: Sequence[Line]) -> Offers:
    """What was given, as the page lists it."""
    rows: list[Row] = [
        (one.id, one.giver, one.dataset, one.edition, one.given_on.isoformat(), one.rows,
         one.people if one.is_aggregate else None, " · ".join(one.mark),
         "yes" if one.made_up else "no")
        for one in given
    ]  # fmt: skip
    columns = ("id", "giver", "dataset", "edition", "given_on", "rows", "people", "mark",
               "is_made_up")  # fmt: skip
    says = _(
        "Submissions that stand. Rows are not people: how many people they are, an answer says, "
        "after linking."
    )
    return _listed("given", Told(title=_("What was given"), definition=says), columns, rows)


def claim_files(cards: Sequence[ClaimCard]) -> Offers:
    """The ledger of claims, counted again."""
    rows: list[Row] = [
        (one.id, one.sentence, one.standing, one.says, one.then,
         one.pinned_on.isoformat() if one.pinned_on else "",
         "; ".join(f"{use.place} ({use.used_on})" for use in one.uses),
         "yes" if one.made_up else "no")
        for one in cards
    ]  # fmt: skip
    columns = ("id", "sentence", "standing", "now", "when_pinned", "pinned_on", "used_in",
               "is_made_up")  # fmt: skip
    says = _("What we say in public, each sentence pinned to its figure and counted again.")
    return _listed("claims", Told(title=_("Claims"), definition=says), columns, rows)


def account_files(settled: Sequence[ChangeLine]) -> Offers:
    """Changes of accounts that do not wait any more."""
    rows: list[Row] = [
        (one.asked_at.isoformat(timespec="minutes"), one.about, one.what, "; ".join(one.differs),
         one.asked_by, one.settled_by,
         one.settled_at.isoformat(timespec="minutes") if one.settled_at else "", one.state)
        for one in settled
    ]  # fmt: skip
    columns = ("asked_at", "account", "what", "differs", "asked_by", "settled_by", "settled_at",
               "outcome")  # fmt: skip
    says = _(
        "Whoever makes an account, or takes one over, can read what it reads. So one person asks "
        "and another confirms, and every line stays."
    )
    return _listed("changes", Told(title=_("Changes of accounts"), definition=says), columns, rows)


def _listed(name: str, told: Told, columns: Sequence[str], rows: Sequence[Row]) -> Offers:
    if not rows:
        return {}
    made_up = all(row[-1] == "yes" for row in rows)  # of a mixed list each line says so itself
    source = _("The records of this hub")
    make = partial(sheet_of_desk, told, columns, rows, is_made_up=made_up, source=source)
    return {name: Offer(sheet=make)}

"""The six steps joined: share → understand → release → campaign → reach → prove.

Steps never import each other. Here, and nowhere else, what one makes is handed to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from beforehand import campaign, prove, reach, release, store, understand
from beforehand.home import Home
from beforehand.records.agreements import Purpose
from beforehand.records.channels import Medium, MessageSignOff
from beforehand.records.codec import digest
from beforehand.records.figure import Figure
from beforehand.records.impact import Delivery, Impact, Results
from beforehand.records.people import Asker
from beforehand.records.picture import RouteFilter
from beforehand.records.plan import Arm, Place, Plan
from beforehand.records.reach import Pages, ReportCounts, Visits, WeeklyReports
from beforehand.records.release import Release, ReleasedImpact, SafeImpact
from beforehand.records.running import Brake, ContactSheet, ReadBack, Served
from beforehand.records.survey import SurveyForm, SurveyTallies
from beforehand.refusals import CampaignStopped, NobodyHeldOut, UnknownRecord, WindowNotOver
from beforehand.words import words


def read_route(
    home: Home, asker: Asker, route: RouteFilter, source: str | None = None
) -> understand.Brief:
    """Understand: one route from the cases that the asker may see."""
    return understand.brief(store.open_cases(home, asker, source), route)


def plan_campaign(
    home: Home, asker: Asker, request: campaign.PlanRequest, source: str | None, today: date
) -> Plan:
    """Campaign: the need shown by the pool, places drawn by lot, the plan sealed and kept."""
    drafted = draft_campaign(home, asker, request, source, today)
    store.save(home, drafted)
    return drafted


def against(home: Home, today: date, language: str = "en") -> campaign.Against:
    """Campaign: what a plan is checked against here: the hub's own rules, library, sign-offs.

    Args:
        home: Whose tables stand in ``rules/``, where it keeps its own.
        today: Rules that were checked long before are named.
        language: Of the reader.

    Raises:
        BadTable, BadCell: If a table was changed by hand so that it cannot be read.
    """
    rules, wordings = rules_file(home), wordings_file(home)
    library = {f"{one.id}@{one.version}": one for one in store.saved(home, Medium)}
    return campaign.Against(
        rules=campaign.read_rules(rules.read_bytes(), file=str(rules))
        if rules.is_file()
        else campaign.own_rules(),
        wordings=campaign.read_wordings(wordings.read_bytes(), file=str(wordings))
        if wordings.is_file()
        else campaign.own_wordings(),
        library=tuple(library.values()),
        sign_offs=store.saved(home, MessageSignOff),
        today=today,
        language=language,
    )


def rules_file(home: Home) -> Path:
    """Where the hub's own table of channel rules stands, if it keeps one."""
    return home.root / "rules" / "channel_rules.csv"


def wordings_file(home: Home) -> Path:
    """Where the hub's own table of words that no post may hold stands, if it keeps one."""
    return home.root / "rules" / "wordings.csv"


def brake(home: Home, plan: Plan) -> Brake | None:
    """Campaign: the last stop or resumption of a plan; None if it was never stopped."""
    pulled = [one for one in store.saved(home, Brake) if one.plan_id == plan.id]
    return max(pulled, key=lambda one: (one.at, one.stops), default=None)


def said_served(home: Home, plan: Plan) -> Served | None:
    """Prove: the last that was said of the held-out places having had the campaign too."""
    said = [one for one in store.saved(home, Served) if one.plan_id == plan.id]
    return max(said, key=lambda one: (one.at, one.served), default=None)


def say_served(home: Home, served: Served, plan: Plan, today: date) -> None:
    """Keep that the held-out places have had the campaign too: its reports may name them then.

    Raises:
        WindowNotOver: If the campaign still runs: warned now, they are no comparison.
        NobodyHeldOut: If the plan holds nobody out.
    """
    if not any(one.arm is Arm.HELD_OUT for one in plan.places):
        raise NobodyHeldOut(plan=plan.id[:12])
    if today <= plan.window.end:
        raise WindowNotOver(end=plan.window.end.isoformat())
    store.save(home, served)


def all_served(home: Home, plan: Plan) -> bool:
    """Whether no place is left that has not had the campaign, once it is over."""
    last = said_served(home, plan)
    return (last is not None and last.served) or all(
        one.arm is not Arm.HELD_OUT for one in plan.places
    )


def check_not_stopped(home: Home, plan: Plan) -> None:
    """Refuse to give out files of a stopped campaign.

    Raises:
        CampaignStopped: If it is stopped.
    """
    last = brake(home, plan)
    if last is not None and last.stops:
        raise CampaignStopped(
            who=last.who, day=last.at.date().isoformat(), reason=last.reason, plan=plan.id[:12]
        )


def running(home: Home, plan: Plan, visits: Visits | None) -> campaign.Running:
    """Campaign: what is known of a plan while it runs."""
    return campaign.Running(
        read_backs=tuple(one for one in store.saved(home, ReadBack) if one.plan_id == plan.id),
        contacts=tuple(one for one in store.saved(home, ContactSheet) if one.plan_id == plan.id),
        visits=visits,
        brake=brake(home, plan),
    )


def close_campaign(
    home: Home,
    plan: Plan,
    counted: tuple[Visits, ReportCounts],
    today: date,
    survey: SurveyTallies | None = None,
) -> Results:
    """Campaign to prove: contacts and delivery of a campaign that is over, kept together.

    Args:
        home: Where contacts and reports were read in.
        plan: The campaign.
        counted: What our own page counted.
        today: The day.
        survey: What was answered on it, where that can be compared.

    Raises:
        WindowNotOver: If it still runs.
        BadPlan: If contacts of some place or week are missing.
        OtherWording: If the survey is of another wording than the plan pins.
    """
    if survey is not None:
        prove.check_wording(plan, survey.version, survey.source)
    known = running(home, plan, counted[0])
    panel = campaign.outcomes(plan, known.contacts, today=today)
    reports = campaign.standing(known.read_backs)
    platform = campaign.platform_counts(reports)
    delivery = Delivery(
        platform=platform,
        visits=counted[0],
        reports=counted[1],
        # Not by the files' names, which may hold a person's: this goes into the report.
        source="; ".join(f"{one.platform}, until {one.end}" for one in reports),
        data_hash=digest((platform, counted)),
        made_up=plan.made_up,
    )
    made = Results(plan_id=plan.id, panel=panel, delivery=delivery, survey=survey)
    store.save(home, made)
    return made


def draft_campaign(
    home: Home, asker: Asker, request: campaign.PlanRequest, source: str | None, today: date
) -> Plan:
    """Campaign: the plan that would be sealed, to look at; nothing is kept."""
    asking = asker.handing_on(Purpose.CAMPAIGN_DESIGN)
    found = understand.routes(store.open_cases(home, asking, source), request.route)
    return campaign.plan(request, campaign.need_by_area(found), today=today)


def publish_site(home: Home, pages: Pages, figures: Sequence[Figure], today: date) -> reach.Bundle:
    """Reach: rendered pages through the door, signed, and swapped in for ``public``."""
    released = release.pages(pages, figures, today=today)
    bundle = reach.write_bundle(home.site, released, reach.site_signing_key(home), today=today)
    store.save(home, release.ledger_line(released))
    return bundle


def tracked_places(home: Home, slug: str) -> dict[str, Place]:
    """Places that a campaign's links may name, by code: all that any plan of it gives posts."""
    plans = (plan for plan in store.saved(home, Plan) if plan.campaign == slug)
    return {one.place.code: one.place for plan in plans for one in campaign.served(plan)}


def surveys(home: Home, slug: str) -> tuple[SurveyForm, ...]:
    """Prove to reach: the waves of the survey of a campaign's plan in force; none without one."""
    plan = plan_in_force(home, slug)
    return prove.survey_forms(plan) if plan else ()


def plan_in_force(home: Home, slug: str) -> Plan | None:
    """The last plan of a campaign that none replaces; None without one."""
    plans = [plan for plan in store.saved(home, Plan) if plan.campaign == slug]
    replaced = {plan.replaces for plan in plans}
    standing = [plan for plan in plans if plan.id not in replaced]
    return max(standing, key=lambda one: one.sealed_on, default=None)


def weekly_reports(home: Home, slug: str) -> tuple[WeeklyReports, ...]:
    """Counts by place and week that caseworkers gave of one campaign, the first week first."""
    found = (one for one in store.saved(home, WeeklyReports) if one.campaign == slug)
    return tuple(sorted(found, key=lambda one: one.week))


def give_week(home: Home, given: WeeklyReports, total: int, today: date) -> None:
    """Reach: keep a week's counts by place once, if they tell of no few people.

    Args:
        home: Where its plans are kept, and these counts then.
        given: What a caseworker's browser counted.
        total: Reports of the campaign that came in that week, as the drop counted them.
        today: In UTC.

    Raises:
        WeekNotTaken: If they could tell of few people, or were given before.
    """
    places = tracked_places(home, given.campaign).values()
    with store.only_writer(home, WeeklyReports):
        known = reach.Week(
            total=total,
            places={code for place in places for code in reach.wider(place)},
            given=any(one.week == given.week for one in weekly_reports(home, given.campaign)),
        )
        reach.check_week(given, known, release.THRESHOLD, today)
        store.save(home, given)


def results_of(home: Home, plan: Plan) -> Results:
    """What was measured of a plan.

    Raises:
        UnknownRecord: If nothing was.
    """
    for results in reversed(store.saved(home, Results)):  # the last ones that were kept
        if results.plan_id == plan.id:
            return results
    raise UnknownRecord(kind=words("results"), id=plan.id[:12])


def weigh_impact(home: Home, plan: Plan, today: date) -> Release[SafeImpact]:
    """Prove: the effect by the design's own test, as it would pass the door. Nothing leaves."""
    report = prove.impact(plan, results_of(home, plan), earlier_plan(home, plan))
    return through_the_door(home, plan, report, today)


def earlier_plan(home: Home, plan: Plan) -> Plan | None:
    """The sealed plan that this one replaces, if it replaces one that is kept."""
    kept = (one for one in store.saved(home, Plan) if one.id == plan.replaces)
    return next(kept, None)


def through_the_door(home: Home, plan: Plan, report: Impact, today: date) -> Release[SafeImpact]:
    """The report as it may leave, its hashes keyed by the hub's secret."""
    return release.impact(
        report,
        today=today,
        all_served=all_served(home, plan),
        key=home.secret("release-hashes"),
    )


def impact_of(home: Home, plan: Plan, today: date) -> Release[SafeImpact]:
    """Prove: the impact report through the door, kept with its ledger line."""
    return keep_released(home, weigh_impact(home, plan, today))


def keep_released(home: Home, released: Release[SafeImpact]) -> Release[SafeImpact]:
    """Keep a released report with its ledger line; it is from now on the one of its plan."""
    earlier = [
        one
        for one in _kept_impacts(home)
        if one.release.payload.plan_id == released.payload.plan_id
    ]
    if not earlier or earlier[-1].release != released:
        store.save(home, ReleasedImpact(release=released, earlier=len(earlier)))
        store.save(home, release.ledger_line(released))
    return released


def released_impacts(home: Home) -> tuple[Release[SafeImpact], ...]:
    """Impact reports that were released, the latest release of each plan, oldest first."""
    latest = {kept.release.payload.plan_id: kept.release for kept in _kept_impacts(home)}
    return tuple(latest.values())


def released_impact(home: Home, plan_id: str) -> Release[SafeImpact] | None:
    """The released report of one plan; None if there is none yet."""
    found = (one for one in released_impacts(home) if one.payload.plan_id == plan_id)
    return next(found, None)


def _kept_impacts(home: Home) -> list[ReleasedImpact]:
    kept = store.saved(home, ReleasedImpact)
    return sorted(kept, key=lambda one: (one.release.released_on, one.earlier))

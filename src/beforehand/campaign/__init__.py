"""Campaign: who is warned first, drawn by lot, with messages, budget and files for platforms."""

from beforehand.campaign.capacity import read_capacity
from beforehand.campaign.checks import Against, check, findings
from beforehand.campaign.commuting import SHARE as COMMUTING_SHARE
from beforehand.campaign.commuting import read_commuting
from beforehand.campaign.contacts import outcomes, outcomes_csv, read_contacts
from beforehand.campaign.content import missing_roles
from beforehand.campaign.covariates import read_covariates, with_covariates
from beforehand.campaign.curves import read_reach
from beforehand.campaign.draws import draw_words, message_draw
from beforehand.campaign.exports import Exported, ExportRequest, export
from beforehand.campaign.google import google_csv
from beforehand.campaign.library import read_media, read_messages
from beforehand.campaign.links import links, messages_of, served
from beforehand.campaign.lots import assignments, drawn_places, smallest_p
from beforehand.campaign.markets import (
    check_search,
    false_claims,
    market_search,
    sets_to_try,
)
from beforehand.campaign.messages import EXAMPLE_SPONSOR, draft_status, example_messages, post_text
from beforehand.campaign.meta import meta_columns, meta_csv
from beforehand.campaign.need import NeedByArea, need_by_area
from beforehand.campaign.neighbours import borders, neighbours
from beforehand.campaign.pacing import Pace, PlacePace, Running, pace, platform_counts, standing
from beforehand.campaign.plain import links_csv, plain_csv
from beforehand.campaign.planning import plan, seal
from beforehand.campaign.posters import posters_html
from beforehand.campaign.posts import calendar_ics, messages_csv, posts_csv
from beforehand.campaign.push import PUSHED, PushTarget, asks, push_notes
from beforehand.campaign.reports import ReportRequest, read_report
from beforehand.campaign.request import (
    DEFAULT_WEIGHTS,
    PEOPLE_ON_ROUTE,
    POPULATION_CHANGE,
    PROVABLE,
    REACH,
    PlanRequest,
)
from beforehand.campaign.rules import own_rules, read_rules, rules_csv
from beforehand.campaign.sensitivity import Sensitivity, sensitivity
from beforehand.campaign.sentences import (
    borders_words,
    commuting_words,
    doubling_words,
    lots_words,
    power_words,
    sensitivity_words,
)
from beforehand.campaign.survey_links import survey_links_csv
from beforehand.campaign.templates import read_template
from beforehand.campaign.tiktok import read_locations, tiktok_json
from beforehand.campaign.wordings import own_wordings, read_wordings, wordings_csv
from beforehand.lots import labels_of

__all__ = [
    "COMMUTING_SHARE",
    "DEFAULT_WEIGHTS",
    "EXAMPLE_SPONSOR",
    "PEOPLE_ON_ROUTE",
    "POPULATION_CHANGE",
    "PROVABLE",
    "PUSHED",
    "REACH",
    "Against",
    "ExportRequest",
    "Exported",
    "NeedByArea",
    "Pace",
    "PlacePace",
    "PlanRequest",
    "PushTarget",
    "ReportRequest",
    "Running",
    "Sensitivity",
    "asks",
    "assignments",
    "borders",
    "borders_words",
    "calendar_ics",
    "check",
    "check_search",
    "commuting_words",
    "doubling_words",
    "draft_status",
    "draw_words",
    "drawn_places",
    "example_messages",
    "export",
    "false_claims",
    "findings",
    "google_csv",
    "labels_of",
    "links",
    "links_csv",
    "lots_words",
    "market_search",
    "message_draw",
    "messages_csv",
    "messages_of",
    "meta_columns",
    "meta_csv",
    "missing_roles",
    "need_by_area",
    "neighbours",
    "outcomes",
    "outcomes_csv",
    "own_rules",
    "own_wordings",
    "pace",
    "plain_csv",
    "plan",
    "platform_counts",
    "post_text",
    "posters_html",
    "posts_csv",
    "power_words",
    "push_notes",
    "read_capacity",
    "read_commuting",
    "read_contacts",
    "read_covariates",
    "read_locations",
    "read_media",
    "read_messages",
    "read_reach",
    "read_report",
    "read_rules",
    "read_template",
    "read_wordings",
    "rules_csv",
    "seal",
    "sensitivity",
    "sensitivity_words",
    "served",
    "sets_to_try",
    "smallest_p",
    "standing",
    "survey_links_csv",
    "tiktok_json",
    "with_covariates",
    "wordings_csv",
]

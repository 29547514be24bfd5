"""Campaign: who is warned first, drawn by lot, with messages, budget and files for platforms."""

from beforehand.campaign.capacity import read_capacity
from beforehand.campaign.checks import Against, check, findings
from beforehand.campaign.content import missing_roles
from beforehand.campaign.covariates import read_covariates, with_covariates
from beforehand.campaign.curves import read_reach
from beforehand.campaign.exports import Exported, ExportRequest, export
from beforehand.campaign.google import google_csv
from beforehand.campaign.library import read_media, read_messages
from beforehand.campaign.links import links, messages_of, served
from beforehand.campaign.lots import assignments, design_of, drawn_places, smallest_p
from beforehand.campaign.messages import EXAMPLE_SPONSOR, draft_status, example_messages, post_text
from beforehand.campaign.meta import meta_columns, meta_csv
from beforehand.campaign.need import NeedByArea, need_by_area
from beforehand.campaign.plain import links_csv, plain_csv
from beforehand.campaign.planning import plan, seal
from beforehand.campaign.posters import posters_html
from beforehand.campaign.posts import calendar_ics, messages_csv, posts_csv
from beforehand.campaign.request import (
    DEFAULT_WEIGHTS,
    PEOPLE_ON_ROUTE,
    POPULATION_CHANGE,
    PlanRequest,
)
from beforehand.campaign.rules import own_rules, read_rules, rules_csv
from beforehand.campaign.templates import read_template
from beforehand.campaign.tiktok import read_locations, tiktok_json
from beforehand.campaign.wordings import own_wordings, read_wordings, wordings_csv

__all__ = [
    "DEFAULT_WEIGHTS",
    "EXAMPLE_SPONSOR",
    "PEOPLE_ON_ROUTE",
    "POPULATION_CHANGE",
    "Against",
    "ExportRequest",
    "Exported",
    "NeedByArea",
    "PlanRequest",
    "assignments",
    "calendar_ics",
    "check",
    "design_of",
    "draft_status",
    "drawn_places",
    "example_messages",
    "export",
    "findings",
    "google_csv",
    "links",
    "links_csv",
    "messages_csv",
    "messages_of",
    "meta_columns",
    "meta_csv",
    "missing_roles",
    "need_by_area",
    "own_rules",
    "own_wordings",
    "plain_csv",
    "plan",
    "post_text",
    "posters_html",
    "posts_csv",
    "read_capacity",
    "read_covariates",
    "read_locations",
    "read_media",
    "read_messages",
    "read_reach",
    "read_rules",
    "read_template",
    "read_wordings",
    "rules_csv",
    "seal",
    "served",
    "smallest_p",
    "tiktok_json",
    "with_covariates",
    "wordings_csv",
]

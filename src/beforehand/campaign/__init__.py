"""Campaign: who is warned first, drawn by lot, with messages, budget and files for platforms."""

from beforehand.campaign.checks import check
from beforehand.campaign.covariates import read_covariates, with_covariates
from beforehand.campaign.links import links, messages_of, served
from beforehand.campaign.lots import assignments, drawn_places, smallest_p
from beforehand.campaign.messages import EXAMPLE_SPONSOR, draft_status, example_messages, post_text
from beforehand.campaign.meta import meta_columns, meta_csv
from beforehand.campaign.need import NeedByArea, need_by_area
from beforehand.campaign.plain import links_csv, plain_csv
from beforehand.campaign.planning import plan, seal
from beforehand.campaign.request import (
    DEFAULT_WEIGHTS,
    PEOPLE_ON_ROUTE,
    POPULATION_CHANGE,
    PlanRequest,
)
from beforehand.lots import labels_of

__all__ = [
    "DEFAULT_WEIGHTS",
    "EXAMPLE_SPONSOR",
    "PEOPLE_ON_ROUTE",
    "POPULATION_CHANGE",
    "NeedByArea",
    "PlanRequest",
    "assignments",
    "check",
    "draft_status",
    "drawn_places",
    "example_messages",
    "labels_of",
    "links",
    "links_csv",
    "messages_of",
    "meta_columns",
    "meta_csv",
    "need_by_area",
    "plain_csv",
    "plan",
    "post_text",
    "read_covariates",
    "seal",
    "served",
    "smallest_p",
    "with_covariates",
]

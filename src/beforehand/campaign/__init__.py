"""Campaign: who is warned first, drawn by lot, with messages, budget and files for platforms."""

from beforehand.campaign.checks import check
from beforehand.campaign.covariates import read_covariates, with_covariates
from beforehand.campaign.links import links, messages_of, served
from beforehand.campaign.lots import assignments, drawn_places, smallest_p
from beforehand.campaign.messages import EXAMPLE_SPONSOR, draft_status, example_messages, post_text
from beforehand.campaign.meta import meta_columns, meta_csv
from beforehand.campaign.need import NeedByArea, need_by_area
from beforehand.campaign.neighbours import borders, neighbours
from beforehand.campaign.plain import links_csv, plain_csv
from beforehand.campaign.planning import plan, seal
from beforehand.campaign.request import (
    DEFAULT_WEIGHTS,
    PEOPLE_ON_ROUTE,
    POPULATION_CHANGE,
    PROVABLE,
    REACH,
    PlanRequest,
)
from beforehand.campaign.sensitivity import Sensitivity, sensitivity
from beforehand.campaign.sentences import (
    borders_words,
    doubling_words,
    lots_words,
    power_words,
    sensitivity_words,
)
from beforehand.lots import labels_of

__all__ = [
    "DEFAULT_WEIGHTS",
    "EXAMPLE_SPONSOR",
    "PEOPLE_ON_ROUTE",
    "POPULATION_CHANGE",
    "PROVABLE",
    "REACH",
    "NeedByArea",
    "PlanRequest",
    "Sensitivity",
    "assignments",
    "borders",
    "borders_words",
    "check",
    "doubling_words",
    "draft_status",
    "drawn_places",
    "example_messages",
    "labels_of",
    "links",
    "links_csv",
    "lots_words",
    "messages_of",
    "meta_columns",
    "meta_csv",
    "need_by_area",
    "neighbours",
    "plain_csv",
    "plan",
    "post_text",
    "power_words",
    "read_covariates",
    "seal",
    "sensitivity",
    "sensitivity_words",
    "served",
    "smallest_p",
    "with_covariates",
]

"""Prove: what a campaign changed, with an interval, or that we cannot tell."""

from beforehand.prove.answered import answered, survey_forms, survey_tallies
from beforehand.prove.comparison import Compared, compare, comparison_words
from beforehand.prove.creatives import read_creatives
from beforehand.prove.designs import complete_lots, plan_in, read_design
from beforehand.prove.drawn import drawn_creatives
from beforehand.prove.effects import request_of
from beforehand.prove.funnel import funnel
from beforehand.prove.impacts import impact
from beforehand.prove.lifts import INFERENCE, lift
from beforehand.prove.outcomes import check_outcome
from beforehand.prove.panel import read_panel
from beforehand.prove.paper import render_pdf
from beforehand.prove.plainly import render_plain
from beforehand.prove.published import published, read_published, recount
from beforehand.prove.slides import render_slides
from beforehand.prove.survey import OUTCOME as KNOWING
from beforehand.prove.survey import VERSION as SURVEY
from beforehand.prove.survey import check_wording, questionnaire, read_survey, survey_lift
from beforehand.prove.untouched import untouched, untouched_panel, untouched_words
from beforehand.prove.webpage import STYLE, render_html, render_page

__all__ = [
    "INFERENCE",
    "KNOWING",
    "STYLE",
    "SURVEY",
    "Compared",
    "answered",
    "check_outcome",
    "check_wording",
    "compare",
    "comparison_words",
    "complete_lots",
    "drawn_creatives",
    "funnel",
    "impact",
    "lift",
    "plan_in",
    "published",
    "questionnaire",
    "read_creatives",
    "read_design",
    "read_panel",
    "read_published",
    "read_survey",
    "recount",
    "render_html",
    "render_page",
    "render_pdf",
    "render_plain",
    "render_slides",
    "request_of",
    "survey_forms",
    "survey_lift",
    "survey_tallies",
    "untouched",
    "untouched_panel",
    "untouched_words",
]

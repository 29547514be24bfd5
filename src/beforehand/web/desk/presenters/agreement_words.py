"""What the parts of an agreement and the marks of a submission are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from beforehand.records.agreements import (
    BarredPurpose,
    Controller,
    DataCategory,
    Purpose,
    Standing,
    Tlp,
    TransferMechanism,
)

PURPOSES = {
    Purpose.ROUTE_ANALYSIS.value: _("reading the route: who is targeted, where and how"),
    Purpose.CAMPAIGN_DESIGN.value: _("designing prevention: where and whom to warn first"),
    Purpose.SERVICE_PLANNING.value: _("planning help: where it is missing"),
    Purpose.EVALUATION.value: _("measuring what a campaign changed"),
    Purpose.RESEARCH.value: _("research"),
}
BARRED = {
    BarredPurpose.IMMIGRATION_ENFORCEMENT.value: _("immigration enforcement"),
    BarredPurpose.PROSECUTION_OF_VICTIMS.value: _("the prosecution of victims"),
    BarredPurpose.DETERRENCE_OF_MIGRATION.value: _("deterring people from migrating"),
    BarredPurpose.FINDING_A_PERSON.value: _("finding a person"),
}
DATA = {
    DataCategory.CODED_FACTS.value: _("coded facts, one row a case"),
    DataCategory.LINKAGE_KEYS.value: _("keys that tell the same person at two partners"),
    DataCategory.SPECIAL_CATEGORY.value: _("special categories in coded form, such as sex life"),
    DataCategory.CRIMINAL_OFFENCE.value: _("in coded form, offences that people were made to do"),
}
CONTROLLERS = {
    Controller.JOINT.value: _("joint controller"),
    Controller.SOLE.value: _("controller"),
    Controller.PROCESSOR.value: _("processor"),
}
MECHANISMS = {
    TransferMechanism.ADEQUACY.value: _("the receiving country is approved (adequacy)"),
    TransferMechanism.IDTA.value: _("the UK's international data transfer agreement"),
    TransferMechanism.ADDENDUM.value: _("the UK's addendum to the European clauses"),
    TransferMechanism.CLAUSES.value: _("standard clauses of the other country"),
    TransferMechanism.DEROGATION.value: _("an exception for one case"),
}
STANDINGS = {
    Standing.UNFINISHED: _("unfinished"),
    Standing.NOT_YET: _("not begun"),
    Standing.IN_FORCE: _("in force"),
    Standing.OVER: _("over"),
}
MARKS = {
    Tlp.RED.value: _("RED: only us and the hub's analysts"),
    Tlp.AMBER_STRICT.value: _("AMBER+STRICT: the group's own staff, and nothing handed on"),
    Tlp.AMBER.value: _("AMBER: the group's staff and whom they serve"),
    Tlp.GREEN.value: _("GREEN: every partner of the hub"),
    Tlp.CLEAR.value: _("CLEAR: anybody, by way of a release"),
}
CHANGES = {
    "recorded": _("recorded"),
    "changed": _("changed"),
    "ended": _("ended"),
    "group": _("group changed"),
    "marked": _("marked anew"),
}

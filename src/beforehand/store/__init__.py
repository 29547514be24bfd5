"""Saves and loads: the pool of submissions, and records such as plans and releases.

``open_cases`` is the one way to the cases, and the one place where permissions act.
"""

from __future__ import annotations

from beforehand.store.agreements import REMINDERS, Due, Kept, agreement, publishing, set_group
from beforehand.store.agreements import agreements as recorded_agreements
from beforehand.store.agreements import changes as agreement_changes
from beforehand.store.agreements import due as agreements_due
from beforehand.store.agreements import end as end_agreement
from beforehand.store.agreements import groups as sharing_groups
from beforehand.store.agreements import may_read as may_read_agreement
from beforehand.store.agreements import record as record_agreement
from beforehand.store.asking import open_beside, open_cases, source_classes, submissions
from beforehand.store.backup import write as back_up
from beforehand.store.doctor import NOT_WELL, State, examine, mend
from beforehand.store.editions import open_editions
from beforehand.store.escrow import keep_at as keep_keys
from beforehand.store.escrow import keys_state
from beforehand.store.escrow import place as keys_place
from beforehand.store.links import Linked, relink
from beforehand.store.mappings import forget_mapping, keep_mapping, kept_mappings
from beforehand.store.matrices import SIDE as LINKAGE
from beforehand.store.matrices import Matrix, to_bytes
from beforehand.store.pool import Offer, add, recall
from beforehand.store.remarking import remark
from beforehand.store.resting import Resting, keep, kept
from beforehand.store.restoring import restore
from beforehand.store.reviewing import decide as decide_link
from beforehand.store.reviewing import review as review_links
from beforehand.store.saved import id_of, load, only_writer, save, saved
from beforehand.store.state import forget_on_recall, given_by, tombstones
from beforehand.store.states import holding as states_holding
from beforehand.store.terms import gives as agreement_gives
from beforehand.store.terms import missing as agreement_lacks
from beforehand.store.vault import has as has_side
from beforehand.store.vault import read as read_side
from beforehand.store.vault import write as write_side

__all__ = [
    "LINKAGE",
    "NOT_WELL",
    "REMINDERS",
    "Due",
    "Kept",
    "Linked",
    "Matrix",
    "Offer",
    "Resting",
    "State",
    "add",
    "agreement",
    "agreement_changes",
    "agreement_gives",
    "agreement_lacks",
    "agreements_due",
    "back_up",
    "decide_link",
    "end_agreement",
    "examine",
    "forget_mapping",
    "forget_on_recall",
    "given_by",
    "has_side",
    "id_of",
    "keep",
    "keep_keys",
    "keep_mapping",
    "kept",
    "kept_mappings",
    "keys_place",
    "keys_state",
    "load",
    "may_read_agreement",
    "mend",
    "only_writer",
    "open_beside",
    "open_cases",
    "open_editions",
    "publishing",
    "read_side",
    "recall",
    "record_agreement",
    "recorded_agreements",
    "relink",
    "remark",
    "restore",
    "review_links",
    "save",
    "saved",
    "set_group",
    "sharing_groups",
    "source_classes",
    "states_holding",
    "submissions",
    "to_bytes",
    "tombstones",
    "write_side",
]

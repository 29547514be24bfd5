"""Saves and loads: the pool of submissions, and records such as plans and releases.

``open_cases`` is the one way to the cases, and the one place where permissions act.
"""

from __future__ import annotations

from beforehand.store.asking import open_cases, source_classes, submissions
from beforehand.store.links import relink
from beforehand.store.pool import Offer, add, recall
from beforehand.store.resting import Resting, keep, kept
from beforehand.store.saved import load, save, saved
from beforehand.store.state import tombstones

__all__ = [
    "Offer",
    "Resting",
    "add",
    "keep",
    "kept",
    "load",
    "open_cases",
    "recall",
    "relink",
    "save",
    "saved",
    "source_classes",
    "submissions",
    "tombstones",
]

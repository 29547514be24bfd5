"""Reach: landing pages, self-check, local support, sealed reports; counts without people.

The desk publishes: ``check_publication`` → ``write_bundle``. ``public`` serves what ``open_bundle``
verified, and seals with ``seal`` what a visitor without JavaScript writes.
"""

from beforehand.reach.bundle import Bundle, ServedPage, current_name, open_bundle
from beforehand.reach.manifest import Entry, Manifest
from beforehand.reach.page_rules import is_html
from beforehand.reach.publication import (
    PageVersion,
    Publication,
    Signer,
    SignOff,
    check_publication,
    reasons_against,
)
from beforehand.reach.sealing import (
    CELL_BYTES,
    TYPED_CHARACTERS,
    cell,
    open_cell,
    posted,
    seal,
    sealed_bytes,
)
from beforehand.reach.site_key import site_signing_key, site_verify_key
from beforehand.reach.weekly import Week, check_week, ended_weeks, wider
from beforehand.reach.writing import write_bundle

__all__ = [
    "CELL_BYTES",
    "TYPED_CHARACTERS",
    "Bundle",
    "Entry",
    "Manifest",
    "PageVersion",
    "Publication",
    "ServedPage",
    "SignOff",
    "Signer",
    "Week",
    "cell",
    "check_publication",
    "check_week",
    "current_name",
    "ended_weeks",
    "is_html",
    "open_bundle",
    "open_cell",
    "posted",
    "reasons_against",
    "seal",
    "sealed_bytes",
    "site_signing_key",
    "site_verify_key",
    "wider",
    "write_bundle",
]

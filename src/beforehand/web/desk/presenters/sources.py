"""The classes of source that hold a route, as a switch: side by side, never added."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from beforehand.records.cases import Provenance, SourceClass

DATASETS = {
    "nrm": "National Referral Mechanism",
    "ctdc": "CTDC, synthetic records",
    "ctdc-k": "CTDC, k-anonymised records",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One entry of a switch."""

    label: str
    address: str
    here: bool

    @property
    def query(self) -> str:
        """What its address asks, for another page of the same route."""
        return self.address.partition("?")[2]


def source_name(kind: SourceClass) -> str:
    """What a class of source is called on a page."""
    made_up = kind.provenance is Provenance.MADE_UP
    if kind.published:
        name = DATASETS.get(kind.dataset, kind.dataset)
        return _("%(name)s, made up") % {"name": name} if made_up else name
    return _("Partners' cases, made up") if made_up else _("Partners' cases")


def source_options(kinds: tuple[SourceClass, ...]) -> list[tuple[str, str]]:
    """Classes of source for a choice, as (value, label)."""
    return [(str(kind), source_name(kind)) for kind in kinds]

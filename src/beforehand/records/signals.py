"""Early signals: what counts more in the latest period than its own past explains."""

from __future__ import annotations

from dataclasses import dataclass

from beforehand.records.figure import Figure
from beforehand.records.picture import Basis
from beforehand.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One series, its last period against what its past would have it count."""

    field: str  # "" for everyone on the route
    code: str
    label: Words
    now: Figure
    expected: Figure  # with its 95 % prediction interval
    p_value: float
    called: bool  # beyond chance, at the stated false discovery rate


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlySignals:
    """Every series that was looked at, the least likely first."""

    basis: Basis
    period: str
    past: int  # periods before it that were learnt from
    series: tuple[Signal, ...]
    false_discovery: float
    says: Words

"""Prove: what a campaign changed, with an interval, or that we cannot tell."""

from beforehand.prove.designs import complete_lots, read_design
from beforehand.prove.funnel import funnel
from beforehand.prove.impacts import impact
from beforehand.prove.lifts import lift
from beforehand.prove.panel import read_panel

__all__ = ["complete_lots", "funnel", "impact", "lift", "read_design", "read_panel"]

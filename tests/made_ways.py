"""Made-up routes by way of transit and arrival: as rows of a test, and as a published table."""

from __future__ import annotations

from datetime import date

import numpy as np

from beforehand import gazetteer, share
from beforehand.home import Home
from beforehand.share.partner import GivenFile

COUNTIES = [f"AL-{number:02d}" for number in range(1, 13)]
WAYS = ["IT", "BE", "FR", "BE;FR", "FR;IT", "BE;IT", "GR", "DE", "ES", "NL", "AT", "PT", "none"]
AREAS = [place.code for place in gazetteer.places("police area", "GB")]
Four = tuple[str, str, str, str]


def drawn(routes: int, seed: int) -> dict[Four, int]:
    """That many different routes, of few people and of many; an empty place is not recorded."""
    rng = np.random.default_rng(seed)

    def one(choices: list[str], told: float) -> str:
        weights = 1 / np.arange(1, len(choices) + 1) ** 0.8
        said = str(rng.choice(choices, p=weights / weights.sum()))
        return said if rng.random() < told else ""

    found: dict[Four, int] = {}
    while len(found) < routes:
        way = one(COUNTIES, 0.9), one(WAYS, 0.6), one(AREAS[:20], 0.55), one(AREAS, 0.9)
        found[way] = 1 + int(rng.pareto(1.2) * 4)
    return found


MAPPING = b"""\
partner: Made-up Statistics Office (example)
dataset: made-up-ways
edition: 2024
kind: aggregate
provenance: made-up
title: Made-up ways (example)
licence: CC0 (made-up)
columns: {From: origin_area, Via: transit_country, Arrived: arrival_area, In: exploitation_area,
          People: people}
defaults: {referral_country: GB, citizenship: AL}
missing: [n/k]
"""
WAYS_TABLE = "made-up:aggregate:made-up-ways"


def with_ways(home: Home, routes: dict[Four, int], today: date) -> None:
    """Add the routes to a home as a published table of their own."""
    lines = ["From,Via,Arrived,In,People"]
    lines += [",".join(one or "n/k" for one in (*way, str(n))) for way, n in routes.items()]
    table = GivenFile("ways.csv", "\n".join(lines).encode())
    share.add_table(home, table, GivenFile("map.yaml", MAPPING), today=today)

"""Codes of a second factor."""

from __future__ import annotations

import time

from beforehand.cli.demo import code_now

PERIOD = 30  # seconds that a code lasts


def fresh_code(secret: str) -> str:
    """A code that will last long enough to be typed."""
    left = PERIOD - time.time() % PERIOD
    if left < 4:
        time.sleep(left)
    return code_now(secret)

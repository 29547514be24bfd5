"""Who asks at the command line, and on which day: the only place here that reads the clock."""

from __future__ import annotations

from datetime import date, datetime

from beforehand.records.people import Asker
from beforehand.records.people import shell as shell_on


def today() -> date:
    """The day where the hub stands."""
    return datetime.now().astimezone().date()


def now() -> datetime:
    """This moment where the hub stands."""
    return datetime.now().astimezone()


def shell() -> Asker:
    """Whoever has a shell on the hub, today."""
    return shell_on(today())

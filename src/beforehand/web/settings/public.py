"""What ``public`` is told by its environment; it runs without Django."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from beforehand.home import Home, open_home
from beforehand.refusals import BadSetting

_A_MINUTE = "BEFOREHAND_REPORTS_A_MINUTE"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicSettings:
    """Where the bundle and the drop lie, whose signature counts, and how much is taken."""

    home: Home
    site_key: str = ""  # 64 hex digits; empty: keys/site.pub of the home
    reports_a_minute: int = 600  # of all visitors together and of each worker process

    @property
    def site(self) -> Path:
        """The folder of bundles."""
        return self.home.site


def read() -> PublicSettings:
    """The settings, from ``BEFOREHAND_HOME``, ``BEFOREHAND_SITE_KEY``, ``…_REPORTS_A_MINUTE``.

    Raises:
        BadSetting: If the number is none.
    """
    number = os.environ.get(_A_MINUTE, "600")
    if not re.fullmatch(r"[0-9]{1,9}", number):
        raise BadSetting(name=_A_MINUTE, value=number)
    return PublicSettings(
        home=open_home(),
        site_key=os.environ.get("BEFOREHAND_SITE_KEY", ""),
        reports_a_minute=int(number),
    )

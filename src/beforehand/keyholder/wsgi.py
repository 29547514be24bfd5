"""The WSGI application of the keyholder; settings come from the environment."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from beforehand.keyholder.app import Keyholder
from beforehand.keyholder.folder import open_book


def _today() -> date:
    return datetime.now(UTC).date()


application = Keyholder(open_book(), _today, os.environ.get("BEFOREHAND_DESK_URL", "").rstrip("/"))

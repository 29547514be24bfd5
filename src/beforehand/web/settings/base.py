"""What desk and public have in common. Reads the environment once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from beforehand.home import open_home

HOME = open_home()
SECRET_KEY = HOME.secret("django").hex()
DEBUG = False
DEMO = os.environ.get("BEFOREHAND_DEMO", "") == "1"
ALLOWED_HOSTS = os.environ.get("BEFOREHAND_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
HTTPS = os.environ.get("BEFOREHAND_HTTPS", "") == "1"
PUBLIC_URL = os.environ.get("BEFOREHAND_PUBLIC_URL", "http://localhost:8000")
DESK_URL = os.environ.get("BEFOREHAND_DESK_URL", "http://localhost:8001")

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
FORMAT_MODULE_PATH = ["beforehand.web.formats"]
LANGUAGES = [("en", "English"), ("sq", "Shqip")]
APPEND_SLASH = True

SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA secure_delete=ON;",  # a deleted row is overwritten, not only forgotten
}


def sqlite(path: Path) -> dict[str, Any]:
    """A SQLite database in WAL mode at ``path``, readable by its own user alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": SQLITE_OPTIONS}


#: Never an address, a path with its query, a user agent or a body; see ``Plain``.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "beforehand.web.settings.said.Plain"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Django's request logger names paths, and its error logger would carry local variables.
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "django.security": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "django.server": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None

"""A desk with made-up people, and the example's pages, for tests in this process."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import made_database

TODAY = date(2026, 12, 1)
PASSPHRASE = "gjashtë pula të bardha"
PEOPLE = {
    "local": ("partner", "local_partner"),
    "adviser": ("partner", "lived_experience"),
    "police": ("partner", ""),
    "analyst": ("analyst", ""),
    "campaigner": ("campaigner", ""),
    "caseworker": ("caseworker", ""),
    "second": ("caseworker", ""),
    "administrator": ("administrator", ""),
}


@cache
def start_django() -> None:
    """Set Django up once, on a database of its own, migrated."""
    folder = Path(tempfile.mkdtemp(prefix="made-desk-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made_database.put(folder / "db.sqlite3")
    os.environ["BEFOREHAND_HOME"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "beforehand.web.settings.desk"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # a browser test has a loop in this thread
    import django

    django.setup()
    from django.contrib.auth.hashers import PBKDF2PasswordHasher
    from django.db import connection

    PBKDF2PasswordHasher.iterations = 1_000  # as often as it should be in the journeys' demo

    if connection.settings_dict["NAME"] != folder / "db.sqlite3":  # a command came before
        connection.close()
        connection.settings_dict["NAME"] = folder / "db.sqlite3"


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written to the database within is taken back."""
    start_django()
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def people() -> dict[str, Any]:
    """One account for each of ``PEOPLE`` with a second factor; nobody else has a key."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from beforehand.web.accounts.models import User
    from beforehand.web.reports.models import CaseworkerKey

    CaseworkerKey.objects.all().delete()
    made = {}
    for name, (role, signs_for) in PEOPLE.items():
        email = f"{name}@pages.example"
        user = User.objects.filter(email=email).first() or User.objects.create_user(
            email, None, name=name, role=role, signs_for=signs_for
        )
        TOTP.activate(user, generate_totp_secret())
        made[name] = user
    return made


def client(user: Any) -> Any:
    """A test client who has signed in as ``user`` (None: nobody)."""
    from django.test import Client

    made = Client(HTTP_HOST="localhost")
    made.handler = _handler()
    if user is not None:
        made.force_login(user)
    return made


def example(known: dict[str, Any], *, signed: bool = True, keys: bool = True) -> list[Any]:
    """The example's two pages, with sign-offs and keys of two caseworkers unless left out."""
    from beforehand.web.pages.example import load_example_content
    from beforehand.web.reports.example import make_demo_key

    signers = (known["local"], known["adviser"]) if signed else ()
    if keys:
        for name in ("caseworker", "second"):
            make_demo_key(known[name], PASSPHRASE, TODAY)
    return list(load_example_content(TODAY, signers))


@cache
def _handler() -> Any:
    """One for all clients: each would list the files that the desk serves anew."""
    from django.test.client import ClientHandler

    return ClientHandler(enforce_csrf_checks=False)


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class _Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@contextmanager
def serving(application: Any) -> Iterator[str]:
    """The application on a free port of localhost."""
    server = make_server("127.0.0.1", 0, application, server_class=_Threads, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

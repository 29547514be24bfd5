"""Two factors before anything, and a strict content security policy on every desk page."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from beforehand.web.accounts.changes import acting
from beforehand.web.accounts.models import User

Handler = Callable[[HttpRequest], HttpResponse]

STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; "
    "frame-ancestors 'self'; base-uri 'none'"
)
#: Wagtail's editor writes scripts and styles into its own pages; only staff reach it.
EDITOR = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; frame-ancestors 'self'; base-uri 'none'; worker-src 'self' blob:"
)
#: The worker of the *Contribute* page holds a partner's spreadsheet: it runs WebAssembly, which no
#: other page may, and may fetch nothing but its own code, so that it cannot send a cell anywhere.
READER = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; "
    "connect-src {origin}/static/vendor/pyodide/ {origin}/contribute/reader/"
)
READER_PATH = "/static/contribute/reader.js"
#: The worker that blinds is given linkage values and the pass, never a cell: it may reach the
#: keyholder and nobody else, the desk included.
BLINDER = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src {keyholder}/evaluate"
)
BLINDER_PATH = "/static/contribute/blinder.js"
#: A request in which nobody has signed in yet: signing in may write a password anew.
NOBODY = User()
PERMISSIONS = "camera=(), microphone=(), geolocation=()"
OPEN_BEFORE_TWO_FACTORS = ("/accounts/", "/static/", "/language/")


class ContentSecurityPolicy:
    """Sets the policy unless a view has set its own."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the policy."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", _policy(request))
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def _policy(request: HttpRequest) -> str:
    if request.path == READER_PATH:
        return _reader_policy(request)
    if request.path == BLINDER_PATH and settings.KEYHOLDER_URL:
        return BLINDER.format(keyholder=settings.KEYHOLDER_URL)
    return EDITOR if request.path.startswith("/pages/") else STRICT


def _reader_policy(request: HttpRequest) -> str:
    try:
        return READER.format(origin=f"{request.scheme}://{request.get_host()}")
    except DisallowedHost:  # a page of another name has no reader
        return STRICT


class Acting:
    """Says for the length of a request who acts in it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the person known."""
        user = request.user
        before = acting.set(user if isinstance(user, User) else NOBODY)
        try:
            return self.get_response(request)
        finally:
            acting.reset(before)


class SecondFactorRequired:
    """Sends whoever has signed in without a second factor to set one up."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or send the person to what is still missing."""
        if request.path.startswith(OPEN_BEFORE_TWO_FACTORS):
            return self.get_response(request)
        if not request.user.is_authenticated:
            return redirect("account_login")
        if not is_mfa_enabled(request.user):
            return redirect("mfa_activate_totp")
        return self.get_response(request)

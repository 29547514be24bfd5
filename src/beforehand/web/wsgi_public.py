"""The WSGI application of ``public``: no Django, no login, no cookie."""

from __future__ import annotations

from beforehand.web.public import open_public
from beforehand.web.settings import public

application = open_public(public.read())

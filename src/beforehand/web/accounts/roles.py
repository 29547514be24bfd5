"""Which role may call a view."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from beforehand.records.people import Role

Args = ParamSpec("Args")
View = Callable[Concatenate[HttpRequest, Args], HttpResponse]


def only(*roles: Role) -> Callable[[View[Args]], View[Args]]:
    """Refuse the view to every other role with a 403."""

    def decorate(view: View[Args]) -> View[Args]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Args.args, **kwargs: Args.kwargs) -> HttpResponse:
            if not request.user.is_authenticated or Role(request.user.role) not in roles:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate

"""The desk's addresses and one more that nobody made a rule for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from beforehand.web.urls_desk import urlpatterns as those


def forgotten(_request: HttpRequest) -> HttpResponse:
    """Tells everybody."""
    return HttpResponse("cases")


urlpatterns = [path("cases/everything.csv", forgotten), *those]

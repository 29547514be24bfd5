"""Staff pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """Today's tasks by role."""
    return render(request, "desk/home.html")

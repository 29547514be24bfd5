"""Addresses of the supporters' pages."""

from __future__ import annotations

from django.urls import path

from beforehand.web.supporters import views

app_name = "supporters"
urlpatterns = [
    path("", views.reports, name="reports"),
    path("<str:plan_id>/impact.pdf", views.report, name="report"),
]

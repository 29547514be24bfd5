"""Addresses of the inbox."""

from __future__ import annotations

from django.urls import path

from beforehand.web.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("key/", views.key, name="key"),
    path("sealed/<str:report>/", views.sealed, name="sealed"),
    path("week/", views.week, name="week"),
    path("handle/<str:report>/", views.handle, name="handle"),
    path("delete/<str:report>/", views.delete, name="delete"),
]

"""Addresses of the publishing page."""

from __future__ import annotations

from django.urls import path

from beforehand.web.pages import views

app_name = "pages"
urlpatterns = [
    path("", views.publish, name="publish"),
    path("preview/<int:page>/<str:step>/", views.preview, name="preview"),
    path("sign/<int:page>/", views.sign_off, name="sign"),
    path("campaign/<slug:campaign>/", views.publish_campaign, name="publish_campaign"),
]

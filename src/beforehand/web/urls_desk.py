"""The desk's addresses. Every other login or reset page leads to allauth's."""

from __future__ import annotations

from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtail_admin

to_login = RedirectView.as_view(pattern_name="account_login", query_string=True)
to_reset = RedirectView.as_view(pattern_name="account_reset_password")
to_account = RedirectView.as_view(pattern_name="mfa_index")
to_people = RedirectView.as_view(pattern_name="desk:people")
to_logout = RedirectView.as_view(pattern_name="account_logout")

urlpatterns = [
    path("pages/login/", to_login),
    path("pages/logout/", to_logout),
    re_path(r"^pages/password_reset/.*", to_reset),
    re_path(r"^pages/(?:users|groups)/.*", to_people),  # one door to accounts
    path("pages/", include(wagtail_admin)),
    path("accounts/email/", to_account),  # addresses are an administrator's to change
    path("accounts/", include("allauth.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("publish/", include("beforehand.web.pages.urls")),
    path("inbox/", include("beforehand.web.reports.urls")),
    path("supporters/", include("beforehand.web.supporters.urls")),
    path("", include("beforehand.web.desk.urls")),
]

"""Addresses of the staff pages."""

from django.urls import path

from beforehand.web.desk import views

app_name = "desk"
urlpatterns = [path("", views.home, name="home")]

"""Campaigners write pages in the editor; nobody publishes there, since publishing is our step."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Page

from beforehand.records.people import Role

NAME = "Campaigners"
EDITS = ("add_page", "change_page")
CONTACTS = ("add_contact", "change_contact", "delete_contact", "view_contact")


def campaigners() -> Group:
    """The group that may open the editor, write pages and keep contacts."""
    group, made = Group.objects.get_or_create(name=NAME)
    if made:
        codes = ("access_admin", "submit_translation", *CONTACTS)
        group.permissions.set(Permission.objects.filter(codename__in=codes))
        root = Page.objects.get(depth=1)
        for code in EDITS:
            permission = Permission.objects.get(
                codename=code, content_type__app_label="wagtailcore", content_type__model="page"
            )
            GroupPagePermission.objects.create(group=group, page=root, permission=permission)
    return group


def follow_role(instance: Any, raw: bool = False, **_: Any) -> None:
    """Signal receiver: what the editor lets an account do follows its role."""
    if raw:
        return
    if Role(instance.role) is Role.CAMPAIGNER:
        instance.groups.add(campaigners())
    else:
        instance.groups.remove(*Group.objects.filter(name=NAME))
    if instance.is_superuser and Role(instance.role) is not Role.ADMINISTRATOR:
        instance.is_superuser = False
        instance.save(update_fields=["is_superuser"])

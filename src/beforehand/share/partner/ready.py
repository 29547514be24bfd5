"""Mappings that come with the programme: CTDC's published records and HTCDS 2.0."""

from __future__ import annotations

from collections.abc import Mapping as Dictionary
from dataclasses import replace
from importlib import resources

from beforehand.share.partner.files import GivenFile
from beforehand.share.partner.mapping import Mapping, load_mapping

READY = ("ctdc", "ctdc-k", "htcds")


def load_ready(name: str, parts: Dictionary[str, str] | None = None) -> Mapping:
    """A mapping that comes with the programme.

    Args:
        name: One of ``READY``.
        parts: What it cannot know, such as ``partner`` and ``edition`` for ``htcds``.

    Raises:
        BadMapping: A part is missing, or is not one.
    """
    path = resources.files("beforehand") / "data" / "mappings" / "ready" / f"{name}.yaml"
    file = GivenFile(f"{name}.yaml", path.read_bytes())
    mapping = load_mapping(file, parts, ready=True)
    if mapping.provenance == "made-up" and mapping.kind == "records":
        return replace(mapping, title=f"Made-up rows in the form of: {mapping.title}"[:200])
    return mapping

"""Where a coalition has a keyholder, the page makes nothing of the coalition's key without it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from beforehand.home import Home
from made_desk import client, people, undone
from made_pool import desk_at


@pytest.mark.parametrize("there_is_one", [True, False])
def test_the_page_takes_the_coalitions_key_only_where_there_is_no_keyholder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there_is_one: bool
) -> None:
    with undone(), desk_at(Home(tmp_path / "home")):
        from django.conf import settings

        monkeypatch.setattr(settings, "HAS_KEYHOLDER", there_is_one)
        page = client(people()["local"]).get("/contribute/").content.decode()
    (taking,) = re.findall(r"<input[^>]*\bdata-key\b[^>]*>", page)
    assert ("disabled" in taking) is there_is_one
    assert ("seal on the command line; what is given here is not matched" in page) is there_is_one

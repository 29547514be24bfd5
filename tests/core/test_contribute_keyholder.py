"""Where a coalition has a keyholder, nothing is made of the coalition's key without it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from beforehand.cli.demo_partner import lay_out
from beforehand.example.coalition import KEY as EXAMPLE_KEY
from beforehand.home import Home
from beforehand.keyholder import oprf
from beforehand.refusals import NotBlinded
from beforehand.share.partner import GivenFile, load_mapping, read_key, seal_file
from beforehand.share.partner.browser import Sitting, answer
from made_contribution import CASES, KEY, MAPPING
from made_desk import client, people, undone
from made_pool import desk_at
from made_sealed import header_of

HOLDER = "https://keyholder.example.test"
SECRET = oprf.derive_key(bytes(32), b"test")
ASK = {"decisions": [], "marking": {}}


def sitting(*, keyholder: bool = True, key: bytes = KEY) -> Sitting:
    made = Sitting()
    made.begin("en", keyholder=keyholder)
    if key:
        made.key("coalition.key", key)
    made.take("cases.csv", CASES.encode())
    made.use("map.yaml", MAPPING)
    return made


def sealed_as_by_command() -> bytes:
    mapping = load_mapping(GivenFile("map.yaml", MAPPING.encode()))
    file = GivenFile("cases.csv", CASES.encode())
    return seal_file(file, mapping, KEY, lambda values: oprf.own(SECRET, values)).data


def outputs(asked: bytes) -> bytes:
    values = [asked[at : at + 32] for at in range(0, len(asked), 32)]
    return b"".join(one[:16] for one in oprf.own(SECRET, values))


def test_the_page_seals_the_same_bytes_as_the_command_with_what_the_keyholder_made() -> None:
    made = sitting()
    told, asked = made.values([])
    assert told == {"count": len(asked) // 32}
    _, data = made.seal([], {}, outputs(asked))
    assert data == sealed_as_by_command()
    assert header_of(data).linkage.blinded


def test_rows_with_a_key_are_not_sealed_without_the_keyholder() -> None:
    made = sitting()
    with pytest.raises(NotBlinded):
        made.seal([], {})
    _, asked = made.values([])
    made.use("map.yaml", MAPPING)  # the answers are of another mapping's rows
    with pytest.raises(NotBlinded):
        made.seal([], {}, outputs(asked))
    told, none = answer(made, "seal", json.dumps(ASK))
    assert "It was not asked" in told or "it was not asked" in told
    assert not none


def test_without_a_key_or_a_keyholder_nobody_is_asked() -> None:
    without = sitting(key=b"")
    assert without.values([]) == ({"count": 0}, b"")
    assert not header_of(without.seal([], {})[1]).linkage.keys
    alone = sitting(keyholder=False)
    assert alone.values([]) == ({"count": 0}, b"")
    assert not header_of(alone.seal([], {})[1]).linkage.blinded


@pytest.mark.parametrize("there_is_one", [True, False])
def test_the_page_asks_for_a_pass_only_where_there_is_a_keyholder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there_is_one: bool
) -> None:
    with undone(), desk_at(Home(tmp_path / "home")):
        from django.conf import settings

        monkeypatch.setattr(settings, "KEYHOLDER_URL", HOLDER if there_is_one else "")
        local = client(people()["local"])
        answered = local.get("/contribute/")
        worker = local.get("/static/contribute/blinder.js")
        worker.close()
    page = answered.content.decode()
    assert ("data-pass" in page, HOLDER in page) == (there_is_one, there_is_one)
    assert HOLDER not in answered["content-security-policy"]  # the page itself asks nobody
    policy = worker["content-security-policy"]
    told = (
        f"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src {HOLDER}/evaluate"
    )
    assert (policy == told) is there_is_one


def test_the_demo_lays_out_what_a_partner_brings_to_the_page(tmp_path: Path) -> None:
    home, given = Home(tmp_path / "var"), tmp_path / "north.pass"
    given.write_text("keyholder-pass-" + "0" * 64 + "\n")
    folder = lay_out(home, given)
    assert folder == lay_out(home, given)  # each start finds it again
    assert not folder.is_relative_to(home.root)
    names = {path.name for path in folder.iterdir()}
    assert names == {"made-up-north.xlsx", "coalition.key", "keyholder.pass"}
    assert read_key(GivenFile("coalition.key", folder / "coalition.key")) == EXAMPLE_KEY
    assert (folder / "keyholder.pass").read_bytes() == given.read_bytes()

"""The signed bundle: written whole or not at all, served only if every byte is the desk's."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from beforehand import release
from beforehand.home import Home
from beforehand.reach import open_bundle, site_signing_key, site_verify_key, write_bundle
from beforehand.records.reach import Event, PageBytes
from beforehand.refusals import (
    BadBundle,
    BadSiteKey,
    LoosePage,
    NoBundle,
    NotARecipient,
    NotReleased,
    PageTooHeavy,
    SiteEnded,
    UnfinishedSite,
)
from made_site import LAST_DAY, TODAY, files_of, html, made_pages, publish, with_words


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_what_is_published_is_what_is_opened(home: Home) -> None:
    publish(home)
    bundle = open_bundle(home.site, site_verify_key(home))
    landing = bundle.page("/sq/pune/")
    assert landing is not None
    assert landing.body == made_pages().pages[5].body
    assert landing.entry.event is Event.VISIT
    assert bundle.page("/sq/nothing/") is None
    assert bundle.manifest.languages == ("en", "sq")


def test_nothing_published_is_a_plain_refusal(home: Home) -> None:
    with pytest.raises(NoBundle):
        open_bundle(home.site, site_signing_key(home).public_key())


def test_another_key_is_refused(home: Home) -> None:
    publish(home)
    with pytest.raises(BadBundle, match="signature"):
        open_bundle(home.site, Ed25519PrivateKey.generate().public_key())


def test_a_manifest_signed_for_another_purpose_is_refused(home: Home) -> None:
    bundle = publish(home)
    folder = home.site / bundle.name
    signature = site_signing_key(home).sign((folder / "manifest.json").read_bytes())
    (folder / "manifest.sig").write_bytes(signature)
    with pytest.raises(BadBundle, match="signature"):
        open_bundle(home.site, site_verify_key(home))


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("home"))
    publish(home)
    return home


@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_any_changed_byte_of_any_file_is_refused(lasting: Home, data: st.DataObject) -> None:
    folder = lasting.site / "current"
    path = folder / data.draw(st.sampled_from(sorted(files_of(folder))))
    whole = path.read_bytes()
    content = bytearray(whole)
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    try:
        with pytest.raises(BadBundle):
            open_bundle(lasting.site, site_verify_key(lasting))
    finally:
        path.write_bytes(whole)
    open_bundle(lasting.site, site_verify_key(lasting))


def test_a_missing_file_is_refused(home: Home) -> None:
    folder = home.site / publish(home).name
    next((folder / "files").iterdir()).unlink()
    with pytest.raises(BadBundle, match="missing"):
        open_bundle(home.site, site_verify_key(home))


def test_publishing_twice_is_one_bundle_and_mends_a_lost_file(home: Home) -> None:
    name = publish(home).name
    next((home.site / name / "files").iterdir()).unlink()
    assert publish(home).name == name
    assert open_bundle(home.site, site_verify_key(home)).name == name
    assert sorted(p.name for p in home.site.iterdir()) == [name, "current"]


def test_the_last_two_bundles_are_kept(home: Home) -> None:
    names = [publish(home, with_words(words)).name for words in ("One", "Two", "Three")]
    assert {p.name for p in home.site.iterdir()} == {*names[1:], "current"}
    assert open_bundle(home.site, site_verify_key(home)).name == names[2]


def test_a_killed_publication_leaves_the_old_site_or_the_new_one(home: Home) -> None:
    publish(home)
    code = (
        "import sys, itertools, pathlib\n"
        "from made_site import publish, with_words\n"
        "from beforehand.home import Home\n"
        "for n in itertools.count(): publish(Home(pathlib.Path(sys.argv[1])), with_words(str(n)))\n"
    )
    for wait in (0.9, 1.1, 1.3):
        running = subprocess.Popen(
            [sys.executable, "-c", code, str(home.root)], cwd=Path(__file__).parents[1]
        )
        time.sleep(wait)
        running.send_signal(signal.SIGKILL)
        running.wait()
        assert open_bundle(home.site, site_verify_key(home)).page("/en/pune/") is not None
    publish(home)
    assert not [p for p in home.site.iterdir() if p.name.startswith(".")]


def test_after_the_last_day_the_site_has_ended(home: Home) -> None:
    bundle = publish(home)
    assert not bundle.ended(LAST_DAY)
    assert bundle.ended(LAST_DAY + timedelta(days=1))
    assert bundle.emergency_page("/sq/pune/").entry.language == "sq"
    assert bundle.emergency_page("/xx/").entry.language == "en"


def test_a_site_past_its_last_day_is_not_published(home: Home) -> None:
    released = release.pages(made_pages(), (), today=TODAY)
    with pytest.raises(SiteEnded):
        write_bundle(home.site, released, site_signing_key(home), today=date(2030, 1, 2))


def test_pages_that_are_not_those_released_are_not_published(home: Home) -> None:
    released = release.pages(made_pages(), (), today=TODAY)
    slipped = replace(released, payload=with_words("Slipped in"))
    with pytest.raises(NotReleased):
        write_bundle(home.site, slipped, site_signing_key(home), today=TODAY)
    assert not home.site.exists()


@pytest.mark.parametrize(
    "csp",
    [
        "",
        "default-src 'self'",
        "default-src 'none'; style-src 'unsafe-inline'",
        "default-src 'none'; script-src 'unsafe-eval'",
        "default-src 'none'; script-src https://cdn.example",
        "default-src 'none'; img-src *",
        "default-src 'none'; font-src data:",
        "default-src 'none'; report-uri /csp",
    ],
)
def test_a_page_with_a_loose_policy_is_not_published(home: Home, csp: str) -> None:
    site = made_pages()
    loose = replace(site, pages=(replace(site.pages[0], csp=csp), *site.pages[1:]))
    with pytest.raises(LoosePage):
        publish(home, loose)


@pytest.mark.parametrize("path", ["sq/", "/../keys/", "/sq/./", "//evil.example/", "/a b/", "/?x"])
def test_a_page_with_a_strange_address_is_not_published(home: Home, path: str) -> None:
    site = made_pages()
    with pytest.raises(LoosePage):
        publish(home, replace(site, pages=(*site.pages, html(path, "x"))))


def test_a_page_above_14_kb_compressed_is_not_published(home: Home) -> None:
    site = made_pages()
    noise = "".join(chr(0x100 + (n * n * 7919 + n * 104729) % 20000) for n in range(12000))
    with pytest.raises(PageTooHeavy):
        publish(home, replace(site, pages=(*site.pages, html("/sq/pune/more/", noise))))


def test_a_site_needs_pages_an_emergency_page_and_each_path_once(home: Home) -> None:
    site = made_pages()
    for unfinished in (
        replace(site, pages=()),
        replace(site, emergency=()),
        replace(site, pages=(*site.pages, site.pages[0])),
        replace(site, campaigns=()),
        replace(site, pages=(replace(site.pages[0], campaign=""), *site.pages[1:])),
    ):
        with pytest.raises(UnfinishedSite):
            publish(home, unfinished)


def test_a_report_page_needs_somebody_to_seal_for(home: Home) -> None:
    with pytest.raises(NotARecipient):
        publish(home, replace(made_pages(), recipients=()))
    with pytest.raises(NotARecipient):
        publish(home, replace(made_pages(), recipients=("age1mistyped",)))


def test_an_asset_needs_no_policy_of_its_own(home: Home) -> None:
    site = made_pages()
    style = PageBytes(path="/a/x.css", content_type="text/css", body=b"p{}")
    assert publish(home, replace(site, assets=(style,))).page("/a/x.css") is not None


def test_the_same_page_is_the_same_bytes_in_two_publications(tmp_path: Path) -> None:
    homes = [Home(tmp_path / name) for name in "ab"]
    bundles = [publish(home) for home in homes]
    assert bundles[0].manifest == bundles[1].manifest


def test_the_signing_key_is_made_once_and_only_its_public_half_is_shown(home: Home) -> None:
    first = site_signing_key(home).public_key().public_bytes_raw()
    assert site_signing_key(home).public_key().public_bytes_raw() == first
    assert site_verify_key(home).public_bytes_raw() == first
    assert site_verify_key(Home(home.root / "other"), first.hex()).public_bytes_raw() == first
    assert (home.keys / "site-signing").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("key", ["", "zz", "ab" * 31])
def test_a_site_key_that_is_none_is_refused(tmp_path: Path, key: str) -> None:
    with pytest.raises(BadSiteKey):
        site_verify_key(Home(tmp_path / "empty"), key)


def test_a_dangling_current_is_a_refusal_and_not_a_crash(home: Home) -> None:
    shutil.rmtree(home.site / publish(home).name)
    with pytest.raises(BadBundle):
        open_bundle(home.site, site_verify_key(home))

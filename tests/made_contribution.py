"""A made-up spreadsheet with canaries in it, and a desk that writes down every request."""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

import made_sealed
from made_desk import client, serving

NORTH = "Made-up Charity North (example)"
KEY = b"kVq7h2LmZr0sTx9bYp4wUe6nJc1dAf8gQ"
HEAD = "Surname;First name;Born;Sex;Nationality;County;Age;Agreed;Tel;Notes"
#: Found nowhere else: a surname, a first name, a birth date, a telephone number, a note.
CANARIES = ("Kanarinazi", "Zogushe", "04/03/1999", "+44 7700 900123", "hid behind the yellow shed")
CASES = f"""{HEAD}
Kanarinazi;Zogushe;04/03/1999;Male;Albanian;AL-07;23;yes;+44 7700 900123;hid behind the yellow shed
Testeri;Agim;05/04/1998;Female;Albanian;AL-07;31;yes;+44 7700 900124;-
Proveri;Lule;06/05/1997;Female;Albanian;AL-01;19;no;+44 7700 900125;met a cousin
"""
MAPPING = f"""
partner: {NORTH}
partner_type: NGO
dataset: walk-ins
edition: 2026-Q3
provenance: made-up
linkage: {{family_name: Surname, given_name: First name, birth_date: Born}}
columns: {{Sex: gender, Nationality: citizenship, County: origin_area, Age: age,
  Agreed: consent_to_share}}
defaults: {{age_basis: at_exploitation, referral_country: GB}}
date_format: ["%d/%m/%Y"]
"""


@dataclass
class Heard:
    """Everything that the server was sent: addresses, headers, bodies."""

    requests: list[tuple[str, str, bytes]] = field(default_factory=list)

    @property
    def bodies(self) -> list[bytes]:
        """Bodies of what was posted to the *Contribute* page."""
        return [body for path, _, body in self.requests if path == "/contribute/give/"]

    def all(self) -> bytes:
        """Addresses, headers and bodies, and what unpacks of each body."""
        parts = []
        for path, head, body in self.requests:
            parts += [path.encode(), head.encode(), body, *unpacked(body)]
        return b"\n".join(parts)


def unpacked(body: bytes) -> Iterator[bytes]:
    """What every gzip member within the bytes holds; a zip file's members too."""
    at = body.find(b"\x1f\x8b\x08")
    while at >= 0:
        with suppress(zlib.error):
            yield zlib.decompressobj(wbits=31).decompress(body[at:])
        at = body.find(b"\x1f\x8b\x08", at + 1)


def found(haystack: bytes) -> list[str]:
    """The canaries that are in the bytes, as UTF-8, UTF-16 or in an address."""
    low = haystack.lower()
    forms: tuple[Callable[[str], bytes], ...] = (
        lambda text: text.encode(),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.replace(" ", "%20").encode(),
        lambda text: json.dumps(text)[1:-1].encode(),
    )
    return [one for one in CANARIES if any(form(one.lower()) in low for form in forms)]


def recording(application: Any, heard: Heard) -> Any:
    """The application, with every request written down before it is answered."""

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(length) if length else b""
        environ["wsgi.input"] = io.BytesIO(body)
        head = "\n".join(
            f"{name}: {value}" for name, value in environ.items() if name.startswith("HTTP_")
        )
        heard.requests.append(
            (f"{environ['PATH_INFO']}", f"{environ.get('QUERY_STRING', '')}\n{head}", body)
        )
        answered: Iterable[bytes] = application(environ, start_response)
        return answered

    return answer


@contextmanager
def listening() -> Iterator[tuple[str, Heard]]:
    """The desk's address, and what it hears."""
    from beforehand.web.wsgi_desk import application

    heard = Heard()
    with serving(recording(application, heard)) as address:
        yield address, heard


@contextmanager
def at_contribute(
    browser: Browser, address: str, user: Any, **how: Any
) -> Iterator[tuple[Page, BrowserContext]]:
    """The *Contribute* page of somebody who has signed in."""
    context = browser.new_context(**{"viewport": {"width": 1180, "height": 900}, **how})
    context.set_default_timeout(120_000)
    signed = client(user).cookies["desk"].value
    context.add_cookies([{"name": "desk", "value": signed, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/contribute/")
    try:
        yield page, context
    finally:
        context.close()


def take(page: Page, text: str = CASES, name: str = "cases.csv", key: bytes = KEY) -> None:
    """Choose the spreadsheet and the key, once the reader is there."""
    expect(page.locator("[data-loading]")).to_be_hidden()
    if key:
        given = {"name": "coalition.key", "mimeType": "", "buffer": key}
        page.set_input_files("#key", files=[given])  # type: ignore[list-item] # a TypedDict
        expect(page.locator("[data-key-said]")).not_to_be_empty()
    sheet = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    page.set_input_files("#file", files=[sheet])  # type: ignore[list-item] # a TypedDict
    expect(page.locator("[data-taken]")).to_be_visible()


def map_by_file(page: Page, mapping: str = MAPPING) -> None:
    """Go on to the columns, and use a mapping file."""
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("[data-columns] .reading")).to_be_visible()
    given = {"name": "mapping.yaml", "mimeType": "", "buffer": mapping.encode()}
    page.set_input_files("#mapping", files=[given])  # type: ignore[list-item] # a TypedDict
    expect(page.get_by_role("heading", name="Look before anything leaves")).to_be_visible()


def send(page: Page) -> None:
    """From the check on, to the receipt."""
    page.locator("[data-checked]").click()
    page.locator("[data-agreed]").click()
    page.locator("[data-send]").click()
    expect(page.get_by_role("heading", name="Your receipt")).to_be_visible()


def files_of(folder: Path) -> bytes:
    """Every byte that lies under the folder, unpacked where it is packed."""
    held = [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()]
    return b"\n".join([*held, *(one for data in held for one in unpacked(data))])


def rows_of(sealed: bytes) -> list[dict[str, Any]]:
    """The rows of a sealed file, as anybody can read them."""
    return [json.loads(line) for line in made_sealed.rows_of(sealed).splitlines()]

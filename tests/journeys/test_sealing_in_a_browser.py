"""In a real browser, sealing speaks age with other tools and refuses what age refuses."""

from __future__ import annotations

import base64
import gzip
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pyrage
import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from playwright.sync_api import Browser, Page

from beforehand.reach import sealing
from journeys.sealing_site import NO_X25519, STATIC, Site, served, visit

pytestmark = pytest.mark.browser

CHUNK = 64 * 1024
PASSPHRASE = "gjashtë pula të bardha"


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with served() as address:
        yield address


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    with visit(browser, site) as fresh:
        yield fresh


def call(page: Page, module: str, script: str, **values: object) -> Any:
    """Runs ``script`` with the module as ``m`` and ``values`` as ``v``; refusals as ``!code``."""
    return page.evaluate(
        f"""async (v) => {{
          const m = await import("/static/sealing/{module}.js");
          const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
          const text = (data) => {{ let s = ""; for (const b of data) s += String.fromCharCode(b);
            return btoa(s); }};
          try {{ return await (async () => {{ {script} }})(); }}
          catch (error) {{ if (error.name !== "Refusal") throw error; return "!" + error.code; }}
        }}""",
        values,
    )


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def new_keys(count: int) -> list[pyrage.x25519.Identity]:
    return [pyrage.x25519.Identity.generate() for _ in range(count)]


def seal_in(page: Page, data: bytes, keys: list[pyrage.x25519.Identity]) -> bytes:
    recipients = [str(key.to_public()) for key in keys]
    script = "return text(await m.seal(bytes(v.data), v.recipients));"
    return base64.b64decode(call(page, "seal", script, data=b64(data), recipients=recipients))


def open_in(page: Page, data: bytes, key: pyrage.x25519.Identity) -> bytes | str:
    script = "return text(await m.open(bytes(v.data), v.key));"
    said: str = call(page, "open", script, data=b64(data), key=str(key))
    return said if said.startswith("!") else base64.b64decode(said)


SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 200_000]


@pytest.mark.parametrize("count", [1, 2, 5])
@pytest.mark.parametrize("phone", ["", NO_X25519], ids=["webcrypto", "noble"])
def test_what_the_phone_seals_every_recipient_opens(page: Page, count: int, phone: str) -> None:
    page.evaluate(f"() => {{ {phone} }}")
    for size in SIZES:
        data, keys = secrets.token_bytes(size), new_keys(count)
        sealed = seal_in(page, data, keys)
        assert all(pyrage.decrypt(sealed, [key]) == data for key in keys)
    assert ("/static/vendor/noble-x25519.js" in Site.asked) == bool(phone)


@pytest.mark.parametrize("phone", ["", NO_X25519], ids=["webcrypto", "noble"])
def test_what_another_age_tool_seals_the_inbox_opens(page: Page, phone: str) -> None:
    page.evaluate(f"() => {{ {phone} }}")
    for size, count in zip(SIZES, (1, 2, 5, 1, 2, 5), strict=True):
        data, keys = secrets.token_bytes(size), new_keys(count)
        sealed = pyrage.encrypt(data, [key.to_public() for key in keys])
        assert open_in(page, sealed, keys[-1]) == data


def test_a_changed_byte_a_cut_and_a_wrong_key_are_refused(page: Page) -> None:
    keys = new_keys(2)
    sealed = seal_in(page, secrets.token_bytes(2 * CHUNK), keys)
    payload = sealed.index(b"\n--- ") + 5 + 44
    for at in (3, 40, payload - 3, payload, payload + 20, len(sealed) // 2, len(sealed) - 1):
        changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        assert open_in(page, changed, keys[1]) in ("!not-age", "!not-for-you", "!damaged"), at
    full = payload + 16 + CHUNK + 16
    for length in (0, 10, payload - 1, payload, payload + 15, payload + 16, full, len(sealed) - 1):
        assert open_in(page, sealed[:length], keys[0]) in ("!not-age", "!damaged"), length
    assert open_in(page, sealed + b"\0", keys[0]) == "!damaged"
    assert open_in(page, sealed, new_keys(1)[0]) == "!not-for-you"


def header(key: pyrage.x25519.Identity, file_key: bytes) -> bytes:
    recipient = str(key.to_public())
    return b"age-encryption.org/v1\n" + sealing._stanza(file_key, recipient) + b"---"


def chunk(key: bytes, index: int, last: bool, data: bytes) -> bytes:
    nonce = index.to_bytes(11, "big") + bytes([last])
    return ChaCha20Poly1305(key).encrypt(nonce, data, None)


def forge(
    key: pyrage.x25519.Identity,
    change: Callable[[bytes], bytes] = bytes,
    parts: tuple[tuple[int, bool, bytes], ...] = ((0, True, b"text"),),
) -> bytes:
    """An age file with a right MAC over a header that ``change`` has changed."""
    file_key, nonce = secrets.token_bytes(16), secrets.token_bytes(16)
    signed = change(header(key, file_key))
    mac = hmac.digest(sealing._hkdf(file_key, b"", b"header"), signed, hashlib.sha256)
    stream = sealing._hkdf(file_key, nonce, b"payload")
    body = b"".join(chunk(stream, *part) for part in parts)
    return signed + b" " + sealing._base64(mac) + b"\n" + nonce + body


def later_letter(head: bytes) -> bytes:
    """The share with its unused last bits set: the same bytes, written another way."""
    at = head.index(b"X25519 ") + 7 + 42
    return head[:at] + bytes([head[at] + 1]) + head[at + 1 :]


HEADERS: dict[str, Callable[[bytes], bytes]] = {
    "another version": lambda head: head.replace(b"/v1", b"/v2"),
    "carriage returns": lambda head: head.replace(b"\n", b"\r\n"),
    "two spaces": lambda head: head.replace(b"-> X", b"->  X"),
    "a trailing space": lambda head: head.replace(b"\n---", b" \n---"),
    "a third argument": lambda head: head.replace(b"X25519 ", b"X25519 a "),
    "padding": lambda head: head.replace(b"\n---", b"=\n---"),
    "other last bits": later_letter,
    "a body without its end": lambda head: head.replace(b"\n---", b"A" * 21 + b"\n---"),
    "a short body": lambda head: head[:-15] + head[-4:],
    "a line too long": lambda head: head[:-3] + b"-> new\n" + b"A" * 68 + b"\n\n---",
    "a passphrase beside a key": lambda head: head[:-3] + b"-> scrypt AAAA 18\n\n---",
    "no stanza": lambda head: head[:22] + b"---",
    "a share of low order": lambda head: head.replace(head[32:75], b"A" * 43),
    "not ASCII": lambda head: head[:-3] + b"-> \xc3\xab\n\n---",
}


@pytest.mark.parametrize("fault", HEADERS)
def test_a_header_that_age_would_not_write_is_refused_under_a_right_mac(
    page: Page, fault: str
) -> None:
    key = new_keys(1)[0]
    assert open_in(page, forge(key), key) == b"text"
    assert open_in(page, forge(key, HEADERS[fault]), key) == "!not-age"


def test_a_stanza_of_a_kind_yet_unknown_is_passed_over(page: Page) -> None:
    key = new_keys(1)[0]
    unknown = b"-> new! a b\n" + b"A" * 64 + b"\n" + b"\n---"
    assert open_in(page, forge(key, lambda head: head[:-3] + unknown), key) == b"text"


FULL = b"x" * CHUNK


@pytest.mark.parametrize(
    "parts",
    [
        ((0, False, b"text"),),
        ((0, False, FULL), (1, True, b"")),
        ((0, True, FULL), (1, True, b"text")),
        ((0, False, FULL), (2, True, b"text")),
        ((1, True, b"text"),),
    ],
    ids=["no last chunk", "an empty last chunk", "two last chunks", "a gap", "a late start"],
)
def test_a_payload_cut_or_put_together_otherwise_is_refused(
    page: Page, parts: tuple[tuple[int, bool, bytes], ...]
) -> None:
    key = new_keys(1)[0]
    assert open_in(page, forge(key, parts=parts), key) == "!damaged"


def test_a_bad_key_seals_nothing(page: Page) -> None:
    good = str(new_keys(1)[0].to_public())
    low_order = "age1" + "q" * 52 + "5cu47z"
    script = "return text(await m.seal(new Uint8Array(4), v.recipients));"
    for bad in ("", "age1", good.upper(), good[:-1] + ("q" if good[-1] != "q" else "p"), low_order):
        assert call(page, "seal", script, recipients=[good, bad]) == "!bad-recipient"
    page.evaluate(f"() => {{ {NO_X25519} }}")
    assert call(page, "seal", script, recipients=[]) == "!no-recipients"


def test_a_shared_secret_of_zeros_is_refused_even_if_the_browser_gives_it(page: Page) -> None:
    page.evaluate("() => { SubtleCrypto.prototype.deriveBits = async () => new ArrayBuffer(32); }")
    script = "return m.multiply(m.BASE, m.BASE).then(() => 'taken', (error) => error.message);"
    assert call(page, "x25519", script) == "low order point"


def test_cells_of_phone_and_server_are_the_same_and_hide_the_length(page: Page) -> None:
    key, sizes = new_keys(1)[0], set()
    for text in ("", "a", 'ë «"\n\u0001', "你" * sealing.TYPED_CHARACTERS, "\U0001f64f"):
        fields = {"what": text, "language": "sq"}
        packed = base64.b64decode(call(page, "cell", "return text(m.cell(v.f));", f=fields))
        assert packed == sealing.cell(fields)
        assert call(page, "opencell", "return m.openCell(bytes(v.d));", d=b64(packed)) == fields
        sizes.add(len(seal_in(page, packed, [key])))
    assert sizes == {sealing.sealed_bytes(1)}
    too_long = {"what": "a" * sealing.CELL_BYTES}
    assert call(page, "cell", "return m.cell(v.f);", f=too_long) == "!too-long"
    for bad in (
        b"",
        packed[:-1],
        b"\2" + packed[1:],
        packed[:-1] + b"x",
        b"\1\0\2[]" + bytes(16379),
    ):
        assert call(page, "opencell", "m.openCell(bytes(v.d));", d=b64(bad)) == "!not-a-cell"


def test_a_key_is_an_age_key_and_comes_back_by_its_passphrase_alone(page: Page) -> None:
    made = call(page, "keys", "return m.makeKeys(v.p);", p=PASSPHRASE)
    wrapped = json.loads(made["wrapped"])
    assert (wrapped["rounds"], wrapped["recipient"]) == (600_000, made["recipient"])
    unwrap = partial(call, page, "keys", "return m.unwrap(v.w, v.p);")
    # The same passphrase from a keyboard that writes «ë» as two characters.
    identity = unwrap(w=made["wrapped"], p=PASSPHRASE.replace("ë", "e\u0308"))
    assert str(pyrage.x25519.Identity.from_str(identity).to_public()) == made["recipient"]
    assert unwrap(w=made["wrapped"], p=PASSPHRASE + "!") == "!wrong-passphrase"
    other = json.dumps(wrapped | {"recipient": str(new_keys(1)[0].to_public())})
    assert unwrap(w=other, p=PASSPHRASE) == "!wrong-passphrase"
    for bad in ("", "{}", json.dumps(wrapped | {"rounds": 1}), json.dumps(wrapped | {"box": "?"})):
        assert unwrap(w=bad, p=PASSPHRASE) == "!bad-wrapping"
    assert call(page, "keys", "return m.makeKeys(v.p);", p="11 letters!") == "!short-passphrase"


def weight(names: str) -> int:
    return sum(
        len(gzip.compress((STATIC / f"{name}.js").read_bytes(), 9)) for name in names.split()
    )


def test_the_way_out_weighs_2_kb_and_sealing_14_kb() -> None:
    assert weight("sealing/leave") <= 2_000
    lazily = "sealing/report sealing/cell sealing/seal sealing/age sealing/x25519"
    assert weight(f"{lazily} vendor/noble-chacha vendor/noble-x25519") <= 14_000

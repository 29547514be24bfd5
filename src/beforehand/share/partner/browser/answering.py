"""One question of the page and its answer: JSON in, JSON and perhaps bytes out, refusals as words."""

from __future__ import annotations

import json
from collections.abc import Callable

from beforehand.refusals import Refusal
from beforehand.share.partner.browser.sitting import Sitting
from beforehand.words import speak

Plain = dict[str, object]
Told = Plain | tuple[Plain, bytes]

#: What the page may ask; nothing else of a sitting can be called from it.
ASKED = frozenset(
    {
        "begin", "warm", "take", "key", "recognise", "propose", "relook", "settle", "use", "keeping",
        "check", "findings", "preview", "marked_up", "values", "seal", "forget",
    }
)  # fmt: skip


def answer(sitting: Sitting, asked: str, said: str, data: bytes = b"") -> tuple[str, bytes]:
    """Ask the sitting.

    Args:
        sitting: Where the officer is.
        asked: One of ``ASKED``.
        said: Arguments by name, as a JSON object.
        data: A file's bytes, where the question brings one.

    Returns:
        ``{"ok": …}`` or ``{"refused": sentence, "code": class}`` as JSON, and bytes where there
        are some.
    """
    if asked not in ASKED:
        raise ValueError(asked)
    ask: Callable[..., Told] = getattr(sitting, asked)
    arguments = json.loads(said)
    if data:
        arguments["data"] = data
    try:
        told = ask(**arguments)
    except Refusal as refusal:
        said_no = {"refused": speak(refusal.words, sitting.language), "code": refusal.code}
        return json.dumps(said_no), b""
    plain, out = told if isinstance(told, tuple) else (told, b"")
    return json.dumps({"ok": plain}), out

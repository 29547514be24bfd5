"""Posters to print, with the tracked link as a QR code: for places that no platform reaches."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from html import escape

from beforehand.campaign.links import messages_at, served
from beforehand.records.plan import Campaign, Message, Plan, RankedPlace

QUIET = 4  # modules of white around a code, without which phones do not find it
#: Short, so that the code is coarse enough for an old phone: the rest is in the link already.
_TAGS = "utm_source=poster&utm_medium=print"
_SCAN = {"sq": "Skano me kamerë", "en": "Scan with your camera"}
_MADE_UP = {"sq": "I SAJUAR", "en": "MADE-UP"}
_STYLE = """
@page { size: A4; margin: 0 }
* { box-sizing: border-box }
body { margin: 0; font-family: system-ui, sans-serif; color: #14201c; background: #fff }
section { width: 210mm; min-height: 296mm; padding: 24mm 22mm 18mm; page-break-after: always;
  display: flex; flex-direction: column; gap: 9mm; margin: 0 auto }
h1 { font-size: 34pt; line-height: 1.12; margin: 0; text-wrap: balance }
.says { font-size: 20pt; line-height: 1.35; margin: 0 }
.scan { display: flex; gap: 9mm; align-items: center; margin-top: auto }
.scan svg { width: 62mm; height: 62mm; flex: none }
.scan p { font-size: 17pt; margin: 0 0 4mm; font-weight: 600 }
.scan small { font-size: 9.5pt; overflow-wrap: anywhere; color: #43524d }
footer { font-size: 10.5pt; border-top: .4mm solid #14201c; padding-top: 4mm; color: #43524d }
.made-up { font-size: 11pt; font-weight: 700; letter-spacing: .08em; margin: 0 }
@media (max-width: 220mm) { section { width: auto; min-height: 0; padding: 8vw }
  h1 { font-size: 9vw } .says { font-size: 5vw } .scan { flex-wrap: wrap } }
@media (prefers-color-scheme: dark) { @media screen { body { background: #3a423f }
  section { background: #fff; margin-block: 6mm } } }
"""


def posters_html(campaign: Campaign) -> bytes:
    """One A4 page for each place, version and language; print it from any browser."""
    plan = campaign.plan
    urls = {(one.place, one.version, one.language): one.url for one in campaign.links}
    pages = "".join(
        _page(plan, one, m, urls[one.place.code, m.version, m.language]) for one, m in _all(plan)
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(plan.title)}</title><style>{_STYLE}</style></head>"
        f"<body>{pages}</body></html>\n"
    ).encode()


def _all(plan: Plan) -> Iterator[tuple[RankedPlace, Message]]:
    for one in served(plan):
        for message in messages_at(plan, one):
            yield one, message


def _page(plan: Plan, one: RankedPlace, message: Message, url: str) -> str:
    language = message.language
    sponsor = " · ".join(
        part
        for part in (plan.sponsor.name, plan.sponsor.charity_number, plan.sponsor.local_partner)
        if part
    )
    made_up = f'<p class="made-up">{_MADE_UP.get(language, "MADE-UP")}</p>' if plan.made_up else ""
    link = f"{url}&{_TAGS}"
    return (
        f'<section lang="{escape(language)}" data-place="{escape(one.place.code)}">{made_up}'
        f"<h1>{escape(message.headline)}</h1>"
        f'<p class="says">{escape(message.body)}</p>'
        f'<div class="scan">{qr_svg(link)}<div>'
        f"<p>{escape(message.call_to_action)}</p>"
        f"<small>{_SCAN.get(language, _SCAN['en'])}: {escape(url.partition('?')[0])}</small>"
        f"</div></div><footer>{escape(sponsor)} · {escape(one.place.name)}</footer></section>"
    )


@lru_cache(maxsize=512)  # a campaign's codes: drawing them takes most of the time of its files
def qr_svg(link: str) -> str:
    """A link as a QR code (ISO/IEC 18004, error correction M), as one path of black squares."""
    import qrcode

    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=QUIET)
    code.add_data(link)
    code.make(fit=True)
    matrix = code.get_matrix()
    squares = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark
    )
    size = len(matrix)
    return (
        f'<svg viewBox="0 0 {size} {size}" role="img" aria-label="QR" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}H0z"/>'
        f'<path d="{squares}"/></svg>'
    )

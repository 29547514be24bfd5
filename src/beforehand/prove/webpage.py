"""The impact report as a web page: a fragment for a page of ours, or a whole document."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

from beforehand import charts
from beforehand.prove.presenter import present
from beforehand.prove.sources import DataView, Number, SourceView
from beforehand.prove.view import CheckView, FactView, ReportView, RowView, VerdictView
from beforehand.records.release import Release, SafeImpact

#: The report's style for a web page, its charts' included.
STYLE = Path(__file__).with_name("report.css").read_text(encoding="utf-8") + charts.STYLE
PAGE = """\
:root{color-scheme:light dark;--paper:#faf8f4;--ink:#1d2226;--soft:#5d6468;--line:#dcd6ca;
--land:#e9e4d9;--accent:#0c6a6b;--mark:#b4541a;--card:#fffefb;
--sans:Inter,system-ui,-apple-system,"Segoe UI","Noto Sans",sans-serif}
@media (prefers-color-scheme:dark){:root{--paper:#14181a;--ink:#eceae4;--soft:#a2a9ab;
--line:#2c3437;--land:#2b3335;--accent:#55bdb4;--mark:#f0a35e;--card:#1a2022}}
*{box-sizing:border-box}body{margin:0;padding:2rem 1.2rem;background:var(--paper);
font:16px/1.5 var(--sans)}
"""


def render_html(release: Release[SafeImpact], language: str = "en") -> str:
    """A released report as an HTML fragment: one ``<article class="impact">``.

    No script, no style attribute, no foreign request. Include ``STYLE`` on the page.

    Args:
        release: The report as it passed the door.
        language: "en" or "sq".
    """
    return _article(present(release, language))


def render_page(release: Release[SafeImpact], language: str = "en") -> str:
    """A released report as a document of its own, styles inside, to be saved or sent."""
    shown = present(release, language)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(shown.title)}</title><style>{PAGE}{STYLE}</style></head>"
        f"<body><main>{_article(shown)}</main></body></html>\n"
    )


def _article(shown: ReportView) -> str:
    said = {name: escape(text) for name, text in shown.said.items()}
    parts = [
        _head(shown, said),
        _verdicts(shown),
        _section(said["changed"], _points(shown.changed)) if shown.changed else "",
        _over_time(shown, said),
        _section(said["counted"], _table(shown, said) + _small(shown.account)),
        _section(said["cost"], _costs(shown.costs)) if shown.costs else "",
        _claim(shown, said),
        _messages(shown, said),
        _section(said["checks"], _checks(shown.checks)) if shown.checks else "",
        _section(said["learned"], _points(shown.learned)) if shown.learned else "",
        _section(said["unknown"], _points(shown.unknowns)),
        _section(said["where"], f"<p>{escape(shown.places)}</p>"),
        _section(said["thanks"], _points(shown.thanks)) if shown.thanks else "",
        _sources(shown, said),
        _foot(shown, said),
    ]
    return f'<article class="impact" lang="{shown.language}">{"".join(parts)}</article>'


def _head(shown: ReportView, said: dict[str, str]) -> str:
    made_up = f' · <span class="made">{said["made_up"]}</span>' if shown.made_up else ""
    return (
        f'<p class="kind">{said["kind"]}{made_up}</p><h1>{escape(shown.title)}</h1>'
        f'<p class="lede">{escape(shown.lede)}</p>'
    )


def _section(title: str, body: str) -> str:
    return f"<section><h2>{title}</h2>{body}</section>"


def _verdicts(shown: ReportView) -> str:
    effects = "".join(f"<div>{_verdict(one)}</div>" for one in shown.verdicts)
    several = " several" if len(shown.verdicts) > 1 else ""
    return (
        f'<div class="verdict{several}"><div class="effects">{effects}</div>'
        f"<dl>{_facts(shown.done)}</dl></div>"
    )


def _verdict(effect: VerdictView) -> str:
    kind = "large words" if effect.in_words else "large"
    return (
        f'<p class="label">{escape(effect.label)}</p>'
        f'<p class="{kind}">{_number(Number(text=effect.large, key=effect.key))}</p>'
        f'{effect.svg_web}<p class="telling">{escape(effect.sentence)}</p>{_small(effect.how)}'
    )


def _over_time(shown: ReportView, said: dict[str, str]) -> str:
    if not shown.trend_web:
        return ""
    body = f'<p class="small">{escape(shown.trend_says)}</p>{shown.trend_web}'
    return _section(said["over_time"], f'<div class="trend">{body}</div>')


def _checks(checks: Iterable[CheckView]) -> str:
    rows = (
        f'<tr><th scope="row">{escape(one.label)}<span class="small">{escape(one.sentence)}</span>'
        f"</th>{_cell(one.number, one.note)}</tr>"
        for one in checks
    )
    return f"<table><tbody>{''.join(rows)}</tbody></table>"


def _messages(shown: ReportView, said: dict[str, str]) -> str:
    if not shown.messages:
        return ""
    return _section(said["messages"], _checks(shown.messages) + _small(shown.messages_say))


def _claim(shown: ReportView, said: dict[str, str]) -> str:
    claim = shown.before_after
    if claim is None:
        return ""
    body = (
        f'<div class="two"><div><p class="large claim">'
        f"{_number(Number(text=claim.large, key=claim.key))}</p>{claim.svg_web}</div>"
        f"<p>{escape(claim.sentence)}</p></div>"
    )
    return _section(said["claim"], body)


def _table(shown: ReportView, said: dict[str, str]) -> str:
    outcomes = "".join(
        _group(f"{escape(one.title)}. {said['outcome']}", one.rows) for one in shown.outcomes
    )
    return (
        f'<table><thead><tr><td></td><th scope="col">{said["warned"]}</th>'
        f'<th scope="col">{said["held_out"]}</th></tr></thead>'
        f"{outcomes}"
        f"{_group(said['delivery'], shown.delivery_rows) if shown.delivery_rows else ''}</table>"
    )


def _group(title: str, rows: Iterable[RowView]) -> str:
    lines = (
        f'<tr><th scope="row">{escape(row.label)}</th>{_cell(row.treated, row.treated_note)}'
        f"{_cell(row.held_out, row.held_out_note)}</tr>"
        for row in rows
    )
    return (
        f'<tbody><tr class="group"><th colspan="3" scope="rowgroup">{title}.</th></tr>'
        f"{''.join(lines)}</tbody>"
    )


def _cell(number: Number, note: str = "") -> str:
    under = f'<span class="small">{escape(note)}</span>' if note else ""
    return f"<td>{_number(number)}{under}</td>"


def _number(number: Number) -> str:
    if number.key:
        return f'<a href="#n{number.key}">{escape(number.text)}</a>'
    return f'<span class="withheld">{escape(number.text)}</span>' if number.text else ""


def _facts(facts: Iterable[FactView]) -> str:
    return "".join(
        f"<div><dt>{escape(fact.label)}</dt>"
        f"<dd>{_number(fact.number) if fact.number.key else escape(fact.number.text)}</dd></div>"
        for fact in facts
    )


def _costs(costs: Iterable[FactView]) -> str:
    rows = (
        f'<tr><th scope="row">{escape(cost.label)}</th>{_cell(cost.number, cost.note)}</tr>'
        for cost in costs
    )
    return f"<table><tbody>{''.join(rows)}</tbody></table>"


def _small(sentences: Iterable[str]) -> str:
    return "".join(f'<p class="how">{escape(sentence)}</p>' for sentence in sentences)


def _points(sentences: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(sentence)}</li>' for sentence in sentences)}</ul>"


def _sources(shown: ReportView, said: dict[str, str]) -> str:
    return (
        f"<section><h2>{said['sources']}</h2>"
        f'<p class="small">{said["sources_say"]}</p>{"".join(map(_data, shown.data))}'
        f'<table class="source"><tbody>{"".join(map(_source, shown.sources))}</tbody></table>'
        "</section>"
    )


def _data(data: DataView) -> str:
    return (
        f'<p class="small"><b>{data.letter}</b> {escape(data.source)} '
        f"<code>{escape(data.data_hash)}</code></p>"
    )


def _source(source: SourceView) -> str:
    span = f" ({escape(source.span)})" if source.span else ""
    return (
        f'<tr id="n{source.key}"><th scope="row">{escape(source.text)}</th>'
        f"<td>{escape(source.definition)}{span}<br>"
        f"<code>{source.letter} {escape(source.recipe)}</code></td></tr>"
    )


def _foot(shown: ReportView, said: dict[str, str]) -> str:
    made_up = f'<p class="small warn">{said["made_up_long"]}</p>' if shown.made_up else ""
    return (
        f'<footer class="seal"><p class="small">{escape(shown.sponsor)}</p>'
        f'<p class="small">{escape(shown.seal)}</p>{made_up}</footer>'
    )

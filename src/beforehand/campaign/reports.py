"""The platforms' reports, as they are exported, read back by place. Delivery, never an effect.

Headings are found wherever they stand, since Google writes a title above them; the currency is
read from the heading (Meta) or its own column (Google, TikTok).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from beforehand.campaign.channels import FAMILY, FAMILY_AGES
from beforehand.campaign.named import match
from beforehand.campaign.tables import Row, grid
from beforehand.campaign.templates import norm
from beforehand.records.codec import digest
from beforehand.records.plan import Place, Plan
from beforehand.records.running import Doubtful, PlaceDelivery, ReadBack
from beforehand.refusals import BadTable
from beforehand.words import words

META, GOOGLE, TIKTOK = "Meta", "Google", "TikTok"

#: What each column is called, by platform: as exported, then as the API calls it.
COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    META: {
        "named": ("Region", "Ad set name", "adset_name"),
        "impressions": ("Impressions",),
        "clicks": ("Link clicks", "inline_link_clicks", "Clicks (all)"),
        "reached": ("Reach",),
        "spent": ("Amount spent", "spend"),
        "start": ("Reporting starts", "date_start"),
        "end": ("Reporting ends", "date_stop"),
        "currency": ("account_currency",),
    },
    GOOGLE: {
        "named": ("City (Matched)", "Municipality (Matched)", "County (Matched)",
                  "Region (Matched)", "geo_target_city", "geo_target_county",
                  "geo_target_region", "Campaign", "campaign.name"),
        "impressions": ("Impr.", "Impressions"),
        "clicks": ("Clicks",),
        "reached": ("Unique users",),
        "spent": ("Cost", "cost_micros"),
        "start": ("Day", "Start date"),
        "end": ("Day", "End date"),
        "currency": ("Currency code", "Currency"),
    },
    TIKTOK: {
        "named": ("Province", "Region", "Ad group name", "adgroup_name"),
        "impressions": ("Impressions", "Impression"),
        "clicks": ("Clicks (destination)", "Clicks", "Click"),
        "reached": ("Reach",),
        "spent": ("Cost", "Total cost", "spend"),
        "start": ("Date", "By Day", "stat_time_day"),
        "end": ("Date", "By Day", "stat_time_day"),
        "currency": ("Currency",),
    },
}  # fmt: skip
_NEEDED = ("named", "impressions", "clicks", "spent")
_HEADER_WITHIN = 12
_TOTAL = re.compile(r"total|grand total|all results", re.IGNORECASE)
_IN_HEADING = re.compile(r"\(([A-Z]{3})\)\s*$")
_DAYS = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRequest:
    """How a report is to be read.

    ``eur_rate`` is the euro for one unit of another currency; ``said`` tells the code of a place
    by a doubtful name. ``start`` and ``end`` are needed where the report tells no days.
    """

    eur_rate: float | None = None
    said: Mapping[str, str] = field(default_factory=dict)
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class _Sheet:
    file: str
    platform: str
    header: tuple[str, ...]
    at: Mapping[str, int]  # where each of our columns stands
    rows: tuple[Row, ...]
    above: str


def read_report(
    data: bytes, plan: Plan, *, file: str, now: datetime, asked: ReportRequest | None = None
) -> ReadBack:
    """Read a platform's report.

    Rows of one place are joined: impressions, clicks and spending are added up; of people the
    largest row is kept, since the same people stand in several, and the read-back says that it is
    the least. Families, where they are of other ages, are other people and are added. A name that
    is not surely a place counts for none until somebody says which it is.

    Args:
        data: The CSV as exported; whose it is, its headings tell.
        plan: Its places are looked for: by the code that our ad sets and campaigns begin with,
            else by name.
        file: Its name, for a refusal.
        now: When it is read.
        asked: Rate, days and what doubtful names mean.

    Raises:
        BadTable: If no headings of a platform are found, or days or a currency's rate are missing.
        BadCell: If a cell is no number or day; names row and column.
    """
    request = asked or ReportRequest()
    sheet = _found(grid(data, file), file)
    currency = _currency(sheet)
    rate = _rate(sheet, currency, request)
    start, end = _days(sheet, plan, request)
    places = {one.place.code: one.place for one in plan.places}
    found: dict[str, list[PlaceDelivery]] = {}
    doubtful: list[Doubtful] = []
    for row in sheet.rows:
        named = row.cells["named"]
        said = match(named, places, request.said)
        if not said.is_sure:
            doubtful.append(_doubt(row, said.place))
        code = said.place.code if said.is_sure and said.place else ""
        found.setdefault(code, []).append(_delivery(row, code, rate, sheet))
    youngest, _ = FAMILY_AGES
    apart = plan.audience.age_to < youngest
    joined = tuple(_joined(code, rows, apart=apart) for code, rows in sorted(found.items()))
    return ReadBack(
        plan_id=plan.id,
        platform=sheet.platform,
        start=start,
        end=end,
        places=joined,
        doubtful=tuple(doubtful),
        currency=currency,
        eur_rate=rate,
        file=file,
        data_hash=digest((joined, start, end, currency, rate)),
        read_at=now,
        reach_is_least=any(_is_least(rows, apart=apart) for rows in found.values()),
    )


def _found(cells: list[list[str]], file: str) -> _Sheet:
    for at, header in enumerate(cells[:_HEADER_WITHIN]):
        for platform in (META, TIKTOK, GOOGLE):
            columns = _columns(header, platform)
            if all(name in columns for name in _NEEDED):
                above = " ".join(cell for row in cells[:at] for cell in row)
                rows = tuple(_rows(cells[at + 1 :], at + 2, columns, file))
                if not rows:
                    break
                return _Sheet(file, platform, tuple(header), columns, rows, above)
    raise BadTable(
        file=file,
        reason=words("no row holds the headings of a report of Meta, Google or TikTok, with rows"),
        mend=words(
            "Export it by ad set (Meta), campaign (Google) or ad group (TikTok), in English, with "
            "impressions, clicks, reach and money spent."
        ),
    )


def _columns(header: Sequence[str], platform: str) -> dict[str, int]:
    by_norm = {norm(_IN_HEADING.sub("", heading)): i for i, heading in enumerate(header)}
    exact = {norm(heading): i for i, heading in enumerate(header)}
    if not _is_of(platform, exact):
        return {}
    found: dict[str, int] = {}
    for name, known in COLUMNS[platform].items():
        for one in known:
            at = exact.get(norm(one), by_norm.get(norm(one)))
            if at is not None:
                found[name] = at
                break
    return found


def _is_of(platform: str, headings: Mapping[str, int]) -> bool:
    """Told by what only one of them writes; ``Impressions`` and ``Clicks`` they all have."""
    telling = {
        META: {"adsetname", "reportingstarts", "datestart"},
        TIKTOK: {"adgroupname", "stattimeday", "byday", "province"},
        GOOGLE: {"campaign", "campaignname", "impr", "costmicros"},
    }
    return bool(telling[platform] & set(headings))


def _rows(
    cells: list[list[str]], first: int, columns: Mapping[str, int], file: str
) -> Iterator[Row]:
    """The rows of places; totals and empty rows are left out."""
    for number, row in enumerate(cells, first):
        told = {name: row[i] if i < len(row) else "" for name, i in columns.items()}
        if any(row) and not _TOTAL.match(row[0]) and told["named"]:
            yield Row(file, number, told)


def _currency(sheet: _Sheet) -> str:
    heading = sheet.header[sheet.at["spent"]]
    found = _IN_HEADING.search(heading)
    if found:
        return found.group(1)
    told = {row.cells["currency"].upper() for row in sheet.rows if row.cells.get("currency")}
    if len(told) == 1:
        return told.pop()
    raise BadTable(
        file=sheet.file,
        reason=words("in which currency it counts is not told, or in several"),
        mend=words("Export it with the column of the currency."),
    )


def _rate(sheet: _Sheet, currency: str, request: ReportRequest) -> float:
    if currency == "EUR":
        return 1.0
    if request.eur_rate is None:
        raise BadTable(
            file=sheet.file,
            reason=words("money is in {currency}", currency=currency),
            mend=words("Give the euro for one {currency} with --rate.", currency=currency),
        )
    return request.eur_rate


def _days(sheet: _Sheet, plan: Plan, request: ReportRequest) -> tuple[date, date]:
    told = [
        row.day(column)
        for row in sheet.rows
        for column in ("start", "end")
        if row.cells.get(column)
    ]
    told = told or [date.fromisoformat(day) for day in _DAYS.findall(sheet.above)]
    start = request.start or min(told, default=None)
    end = request.end or max(told, default=None)
    if start is None or end is None or end < start:
        raise BadTable(
            file=sheet.file,
            reason=words("which days it covers is not told"),
            mend=words("Give them with --from and --to."),
        )
    if start > plan.window.start and not request.start:
        raise BadTable(
            file=sheet.file,
            reason=words(
                "it begins on {day}, after the campaign did, so that people and money are missing",
                day=start.isoformat(),
            ),
            mend=words(
                "Export it from {day} on, or give --from if nothing was shown before.",
                day=plan.window.start.isoformat(),
            ),
        )
    return start, end


def _doubt(row: Row, nearest: Place | None) -> Doubtful:
    return Doubtful(
        row=row.number,
        named=row.cells["named"],
        nearest="" if nearest is None else nearest.code,
        nearest_name="" if nearest is None else nearest.name,
    )


def _delivery(row: Row, code: str, rate: float, sheet: _Sheet) -> PlaceDelivery:
    micros = norm(sheet.header[sheet.at["spent"]]).endswith("micros")
    spent = _number(row, "spent") * rate / (1_000_000 if micros else 1)
    reached = row.cells.get("reached", "")
    return PlaceDelivery(
        place=code,
        named=row.cells["named"],
        reached=round(_number(row, "reached")) if reached and reached not in {"-", "--"} else None,
        impressions=round(_number(row, "impressions")),
        clicks=round(_number(row, "clicks")),
        spent_eur=spent,
    )


def _number(row: Row, column: str) -> float:
    """A number; an empty cell or a dash is 0, as platforms leave out what there was none of.

    Counts are written with commas between thousands; of money a single comma could be either.
    """
    cell = row.cells[column]
    if cell in {"", "-", "--"}:
        return 0.0
    if column != "spent" and re.fullmatch(r"\d{1,3}(,\d{3})+", cell):
        return float(cell.replace(",", ""))
    return row.number_in(column)


def _joined(code: str, rows: list[PlaceDelivery], *, apart: bool) -> PlaceDelivery:
    """The rows of one place as one. ``apart``: families are of other ages, so they are added."""
    groups = ([r for r in rows if _family(r)], [r for r in rows if not _family(r)])
    told = groups if apart else (rows,)
    people = [[r.reached for r in group if r.reached is not None] for group in told]
    return PlaceDelivery(
        place=code,
        named=rows[0].named if len(rows) == 1 else "",
        reached=sum(max(some) for some in people if some) if any(people) else None,
        impressions=sum(row.impressions for row in rows),
        clicks=sum(row.clicks for row in rows),
        spent_eur=round(sum(row.spent_eur for row in rows), 2),
    )


def _family(row: PlaceDelivery) -> bool:
    return row.named.endswith(f" {FAMILY}")


def _is_least(rows: list[PlaceDelivery], *, apart: bool) -> bool:
    families = sum(_family(row) for row in rows)
    return len(rows) > 1 and not (apart and families <= 1 and len(rows) - families <= 1)

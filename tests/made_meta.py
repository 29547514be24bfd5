"""Meta's Marketing API as it answers its own library: recorded shapes from a local server."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "EAAGcanary0123456789TOKENcanary"
ACCOUNT = "1234567890"

#: As Meta answers, with the fields that it gives; the words are its own.
EXPIRED = {
    "message": "Error validating access token: Session has expired on Friday, 27-Nov-26 "
    f"04:00:00 PST. The token was {TOKEN}.",
    "type": "OAuthException",
    "code": 190,
    "error_subcode": 463,
    "fbtrace_id": "AbCdEfGh",
}
TOO_OFTEN = {
    "message": "(#17) User request limit reached",
    "type": "OAuthException",
    "is_transient": True,
    "code": 17,
    "error_subcode": 2446079,
    "error_user_title": "Ad account has too many API calls",
    "error_user_msg": "There have been too many calls from this ad-account. Wait a bit and try "
    "again.",
    "fbtrace_id": "AbCdEfGh",
}
BUDGET = {
    "message": f"Invalid parameter {TOKEN}",
    "type": "OAuthException",
    "code": 100,
    "error_data": {"blame_field_specs": [["lifetime_budget"]]},
    "error_subcode": 1885272,
    "is_transient": False,
    "error_user_title": "Budget Is Too Low",
    "error_user_msg": f"The budget for this ad set must be at least €40.00.\n{TOKEN}",
    "fbtrace_id": "AbCdEfGh",
}
#: github.com/maraujo/pySocialWatcher, issue 38.
LIVES_THERE = {
    "message": "Invalid parameter",
    "type": "OAuthException",
    "code": 100,
    "error_data": {"blame_field_specs": [["targeting"]]},
    "error_subcode": 1870199,
    "is_transient": False,
    "error_user_title": "Update the value of the location_types field",
    "error_user_msg": "All location targeting will now reach people living in or recently in the "
    "locations that you selected. Please remove all values from the location_types field.",
    "fbtrace_id": "XXXXXXXX",
}
NOT_YOURS = {
    "message": "(#200) Ad account owner has NOT grant ads_management or ads_read permission",
    "type": "OAuthException",
    "code": 200,
    "fbtrace_id": "AbCdEfGh",
}


class Meta(ThreadingHTTPServer):
    """What was asked of it, and what it holds."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.holds: dict[str, list[dict[str, Any]]] = {}  # by list, such as "act_1/campaigns"
        self.account: dict[str, str] = {"currency": "EUR", "timezone_name": "Europe/Tirane"}
        self.fails_at: int | None = None  # at which thing to be made
        self.answers: dict[str, Any] | bytes | None = {}
        self.made = 0
        self.widens = ""  # what it silently keeps otherwise

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def posted(self, edge: str) -> list[dict[str, Any]]:
        """What was asked to be made in such a list, its values as Meta reads them."""
        return [
            {name: _value(text) for name, text in fields.items()}
            for method, path, fields in self.asked
            if method == "POST" and path == f"/v26.0/act_{ACCOUNT}/{edge}"
        ]

    def make(self, path: str, fields: dict[str, str]) -> dict[str, Any]:
        edge = path.rsplit("/", 1)[-1]
        self.made += 1
        number = str(120_000_000_000 + self.made)
        parent = fields.get("adset_id") or fields.get("campaign_id") or f"act_{ACCOUNT}"
        kept: dict[str, Any] = {"id": number, "name": fields["name"]}
        if edge == "adsets":
            kept["targeting"] = self.keep(json.loads(fields["targeting"]))
        self.holds.setdefault(f"{parent}/{edge}", []).append(kept)
        return {"id": number, "success": True} if edge == "adsets" else {"id": number}

    def keep(self, targeting: dict[str, Any]) -> dict[str, Any]:
        """As Meta tells it back, with what it adds of its own."""
        for where in ("geo_locations", "excluded_geo_locations"):
            for circle in targeting[where]["custom_locations"]:
                circle |= {"primary_city_id": 1, "region_id": 2, "country": "AL"}
        targeting["age_range"] = [targeting["age_min"], targeting["age_max"]]
        if self.widens == "visitors":
            targeting["geo_locations"]["location_types"] = ["home", "recent"]
        if self.widens == "exclusions":
            del targeting["excluded_geo_locations"]["custom_locations"][0]
        return targeting

    def listed(self, path: str, query: dict[str, str]) -> dict[str, Any]:
        """Three to a page, as few as makes every list have several."""
        held = self.holds.get(path.removeprefix("/v26.0/"), [])
        start = int(query.get("after", "0"))
        page, end = held[start : start + 3], start + 3
        paging: dict[str, Any] = {"cursors": {"before": str(start), "after": str(end)}}
        if end < len(held):
            paging["next"] = f"{self.url}{path}?after={end}&access_token={TOKEN}"
        return {"data": page, "paging": paging} if page else {"data": []}


class _Answer(BaseHTTPRequestHandler):
    server: Meta
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one piece, else each answer waits 40 ms

    def log_message(self, *told: object) -> None:
        del told

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        query = _flat(address.query)
        self.server.asked.append(("GET", address.path, query))
        if query["access_token"] != TOKEN:
            self._give({"error": EXPIRED}, 400)
        elif self.server.fails_at == 0:
            self._fail()
        elif address.path == f"/v26.0/act_{ACCOUNT}/":
            self._give({**self.server.account, "id": f"act_{ACCOUNT}"})
        else:
            self._give(self.server.listed(address.path, query))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        path = urlsplit(self.path).path
        fields = _flat(body)
        self.server.asked.append(("POST", path, fields))
        if self.server.fails_at is not None and self.server.made >= self.server.fails_at:
            self._fail()
        else:
            self._give(self.server.make(path, fields))

    def _fail(self) -> None:
        told = self.server.answers
        if told is None:  # the line is cut
            self.close_connection = True
            self.connection.close()
        elif isinstance(told, bytes):
            self._send(told, 502, "text/html")
        else:
            self._give({"error": told}, 400)

    def _give(self, answer: dict[str, Any], status: int = 200) -> None:
        self._send(json.dumps(answer).encode(), status, "application/json; charset=UTF-8")

    def _send(self, data: bytes, status: int, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def meta_server() -> Iterator[Meta]:
    server = Meta()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _flat(text: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text

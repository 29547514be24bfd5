"""The Google Ads API as it answers its own library: a local gRPC server of its own messages."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import grpc
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.ads.googleads.v26.errors.types.errors import GoogleAdsFailure
from google.ads.googleads.v26.services.services.google_ads_service.transports import (
    GoogleAdsServiceGrpcTransport,
)
from google.ads.googleads.v26.services.types import google_ads_service as messages

ACCOUNT = "1234567890"
DEVELOPER = "canaryDEVELOPERtoken0123"
ACCESS = "ya29.canaryACCESStoken0123"
SERVICE = "google.ads.googleads.v26.services.GoogleAdsService"
_FAILURE = "google.ads.googleads.v26.errors.googleadsfailure-bin"

#: As Google answers: its lists of errors, their names and words.
EXPIRED = (
    grpc.StatusCode.UNAUTHENTICATED,
    [{"error_code": {"authentication_error": "OAUTH_TOKEN_EXPIRED"},
      "message": f"OAuth token with the header is expired: {ACCESS}."}],
)  # fmt: skip
TOO_OFTEN = (
    grpc.StatusCode.RESOURCE_EXHAUSTED,
    [{"error_code": {"quota_error": "RESOURCE_EXHAUSTED"},
      "message": "Too many requests. Retry in 900 seconds."}],
)  # fmt: skip
NOT_YOURS = (
    grpc.StatusCode.PERMISSION_DENIED,
    [{"error_code": {"authorization_error": "USER_PERMISSION_DENIED"},
      "message": "User doesn't have permission to access customer."}],
)  # fmt: skip
NO_EXCLUSION = (
    grpc.StatusCode.INVALID_ARGUMENT,
    [{"error_code": {"campaign_criterion_error": "CANNOT_EXCLUDE_CRITERIA_TYPE"},
      "message": f"Criteria type can not be excluded for the campaign {DEVELOPER} {ACCESS}."}],
)  # fmt: skip
BROKEN = (grpc.StatusCode.UNAVAILABLE, [])


class Google:
    """What was asked of it, and what it holds."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.seen: list[dict[str, str]] = []  # headers
        self.campaigns: list[tuple[str, str]] = []
        self.currency = "EUR"
        self.fails_at: int | None = None
        self.answers: tuple[grpc.StatusCode, list[dict[str, Any]]] = BROKEN
        self.numbers = 0

    def search(self, request: Any, context: Any) -> Any:
        self._see(context)
        if self.fails_at == 0:
            self._fail(context)
        if "customer.currency_code" in request.query:
            rows: list[dict[str, Any]] = [{"customer": {"currency_code": self.currency}}]
            return messages.SearchGoogleAdsResponse(results=rows)
        start = int(request.page_token or 0)
        held = self.campaigns[start : start + 2]
        following = str(start + 2) if start + 2 < len(self.campaigns) else ""
        rows = [{"campaign": {"resource_name": one, "name": name}} for one, name in held]
        return messages.SearchGoogleAdsResponse(results=rows, next_page_token=following)

    def mutate(self, request: Any, context: Any) -> Any:
        self._see(context)
        asked = type(request).to_dict(
            request, use_integers_for_enums=False, always_print_fields_with_no_presence=False
        )
        if self.fails_at is not None and len(self.campaigns) >= self.fails_at:
            self._fail(context)
        self.asked.append(asked)
        return messages.MutateGoogleAdsResponse(
            mutate_operation_responses=[self._made(one) for one in asked["mutate_operations"]]
        )

    def _made(self, operation: dict[str, Any]) -> dict[str, Any]:
        ((kind, change),) = operation.items()
        what = kind.removesuffix("_operation")
        self.numbers += 1
        name = f"customers/{ACCOUNT}/{what}s/{self.numbers}"
        if what == "campaign":
            self.campaigns.append((name, change["create"]["name"]))
        return {f"{what}_result": {"resource_name": name}}

    def _see(self, context: Any) -> None:
        self.seen.append({k: v for k, v in context.invocation_metadata() if isinstance(v, str)})

    def _fail(self, context: Any) -> None:
        status, errors = self.answers
        if errors:
            failure = GoogleAdsFailure(errors=errors, request_id="request")
            told = GoogleAdsFailure.serialize(failure)
            context.set_trailing_metadata(((_FAILURE, told), ("request-id", "request")))
        context.abort(status, "Request contains an invalid argument.")


@contextmanager
def google_server(monkeypatch: Any, folder: Path) -> Iterator[Google]:
    """The server, reached by Google's own library, with a token that it gave."""
    google = Google()
    server = grpc.server(ThreadPoolExecutor(2))
    methods = {
        "Search": _method(google.search, messages.SearchGoogleAdsRequest),
        "Mutate": _method(google.mutate, messages.MutateGoogleAdsRequest),
    }
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, methods),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    monkeypatch.setattr(
        GoogleAdsServiceGrpcTransport,
        "create_channel",
        lambda **_: grpc.insecure_channel(f"127.0.0.1:{port}"),
    )
    try:
        with _tokens() as address:
            monkeypatch.setenv("GOOGLE_ADS_DEVELOPER_TOKEN", DEVELOPER)
            monkeypatch.setenv("GOOGLE_ADS_JSON_KEY_FILE_PATH", str(_key(folder, address)))
            monkeypatch.setenv("GOOGLE_ADS_USE_PROTO_PLUS", "True")
            monkeypatch.setenv("NO_PROXY", "127.0.0.1")
            yield google
    finally:
        server.stop(None).wait()


def _method(answer: Any, request: Any) -> Any:
    return grpc.unary_unary_rpc_method_handler(
        answer,
        request_deserializer=request.deserialize,
        response_serializer=lambda made: type(made).serialize(made),
    )


def _key(folder: Path, address: str) -> Path:
    """A service account's key, as Google gives it, whose tokens come from here."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path = folder / "key.json"
    path.write_text(
        json.dumps(
            {
                "type": "service_account",
                "client_email": "beforehand@example.iam.gserviceaccount.com",
                "private_key_id": "1",
                "private_key": pem.decode(),
                "token_uri": address,
            }
        )
    )
    return path


class _Token(BaseHTTPRequestHandler):
    wbufsize = -1

    def log_message(self, *told: object) -> None:
        del told

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        expired = self.path != "/token"
        answer = (
            {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
            if expired
            else {"access_token": ACCESS, "expires_in": 3599, "token_type": "Bearer"}
        )
        self.send_response(400 if expired else 200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())


@contextmanager
def _tokens() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Token)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/token"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

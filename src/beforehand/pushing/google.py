"""A Google Ads account, through Google's own library (``beforehand[google]``)."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from beforehand.pushing.account import library, said, unanswered
from beforehand.records.pushes import Asked, Pushed
from beforehand.refusals import (
    NoPushToken,
    PushNotAllowed,
    PushOtherCurrency,
    PushRejected,
    PushTokenRefused,
    PushTooOften,
    PushUnreached,
    Refusal,
)

GOOGLE = "Google"
VERSION = "v26"
_SECONDS = 120.0
#: The library's own names: each part of the token, or one file with all of them.
TOKEN, TOKEN_FILE = "GOOGLE_ADS_DEVELOPER_TOKEN", "GOOGLE_ADS_CONFIGURATION_FILE_PATH"
_NAMES = (
    "SELECT campaign.resource_name, campaign.name FROM campaign WHERE campaign.status != 'REMOVED'"
)
_CURRENCY = "SELECT customer.currency_code FROM customer LIMIT 1"


def open_google(account: str) -> GoogleAccount:
    """The account, with the token that stands in the environment.

    Raises:
        NoPushLibrary: If ``google-ads`` is not installed.
        NoPushToken: If there is no token, or it is not whole.
        PushTokenRefused: If Google does not know it, or no longer.
    """
    client = library("google.ads.googleads.client", GOOGLE)
    # It would log each refused request whole: our places, and what Google says of the token.
    logging.getLogger("google.ads.googleads.client").disabled = True
    missing = NoPushToken(platform=GOOGLE, variable=TOKEN, file_variable=TOKEN_FILE)
    if not (os.environ.get(TOKEN) or os.environ.get(TOKEN_FILE)):
        raise missing
    auth = library("google.auth.exceptions", GOOGLE)
    yaml = library("yaml", GOOGLE)
    os.environ.setdefault("GOOGLE_ADS_USE_PROTO_PLUS", "False")  # the library insists on one
    try:
        made = client.GoogleAdsClient.load_from_env(version=VERSION)
    except auth.TransportError:
        raise PushUnreached(platform=GOOGLE, account=account) from None
    except auth.RefreshError:
        raise PushTokenRefused(platform=GOOGLE) from None
    except (auth.GoogleAuthError, OSError, TypeError, ValueError, yaml.YAMLError):
        raise missing from None
    made.use_proto_plus = False  # plain messages, whatever stands there
    return GoogleAccount(account, made)


class GoogleAccount:
    """Makes campaigns in one account, each with all that belongs to it, or not at all."""

    platform = GOOGLE

    def __init__(self, account: str, client: Any) -> None:
        self.account = account
        self._client = client
        self._service: Any = client.get_service("GoogleAdsService")
        self._there: dict[str, str] | None = None

    def look(self) -> None:
        """See that the account counts in euro.

        Raises:
            PushOtherCurrency: If it does not.
        """
        (row,) = self._rows(_CURRENCY) or (None,)
        currency = row.customer.currency_code if row else ""
        if not currency:
            raise PushUnreached(platform=GOOGLE, account=self.account)
        if currency != "EUR":
            raise PushOtherCurrency(account=self.account, currency=said(currency).rstrip("."))

    def find(self, one: Asked, parent: Pushed | None) -> tuple[str, ...]:
        """The campaign of that name, if it was not removed."""
        del parent
        if self._there is None:
            self._there = {
                row.campaign.name: row.campaign.resource_name for row in self._rows(_NAMES)
            }
        found = self._there.get(one.name)
        return (found,) if found else ()

    def make(self, one: Asked, parent: Pushed | None) -> tuple[str, ...]:
        """Make the campaign and all that belongs to it; Google makes all of it or nothing."""
        del parent
        with self._plainly(one.name):
            answer = self._service.mutate(
                request={"customer_id": self.account, **one.fields}, timeout=_SECONDS, retry=None
            )
            return tuple(_named(each) for each in answer.mutate_operation_responses)

    def differing(self, asked: Sequence[Asked], pushed: Sequence[Pushed]) -> tuple[str, ...]:
        """Nothing: Google makes a campaign as it is asked, or refuses the whole of it."""
        del asked, pushed
        return ()

    def _rows(self, query: str) -> list[Any]:
        with self._plainly():
            return list(
                self._service.search(
                    request={"customer_id": self.account, "query": query}, timeout=_SECONDS
                )
            )

    @contextmanager
    def _plainly(self, name: str = "") -> Iterator[None]:
        """An error of the library as one sentence.

        Args:
            name: Of what is being made; empty while we only look.
        """
        errors = library("google.ads.googleads.errors", GOOGLE)
        core = library("google.api_core.exceptions", GOOGLE)
        auth = library("google.auth.exceptions", GOOGLE)
        grpc = library("grpc", GOOGLE)
        try:
            yield
        except errors.GoogleAdsException as error:
            raise self._refusal(error, name) from None
        except (core.ResourceExhausted, core.TooManyRequests):
            raise PushTooOften(platform=GOOGLE, name=name or self.account) from None
        except (core.Unauthenticated, auth.RefreshError):
            raise PushTokenRefused(platform=GOOGLE) from None
        except (core.GoogleAPIError, auth.GoogleAuthError, grpc.RpcError, AttributeError):
            raise unanswered(self, name) from None

    def _refusal(self, error: Any, name: str) -> Refusal:
        first = error.failure.errors[0] if error.failure.errors else None
        kind = _kind(first)
        if kind == "authentication_error":
            return PushTokenRefused(platform=GOOGLE)
        if kind == "quota_error":
            return PushTooOften(platform=GOOGLE, name=name or self.account)
        if kind == "authorization_error":
            return PushNotAllowed(platform=GOOGLE, account=self.account)
        if first is None or kind == "internal_error":
            return unanswered(self, name)
        return PushRejected(
            platform=GOOGLE, name=name or self.account, said=said(first.message, *self._secrets())
        )

    def _secrets(self) -> tuple[str, ...]:
        credentials = self._client.credentials
        held = (getattr(credentials, n, None) for n in ("token", "refresh_token", "client_secret"))
        return tuple(str(one) for one in (self._client.developer_token, *held) if one)


def _kind(error: Any) -> str:
    """Which of Google's many lists of errors this one stands in."""
    if error is None:
        return ""
    return str(_bare(error.error_code).WhichOneof("error_code") or "")


def _named(answer: Any) -> str:
    """The name of what one operation made."""
    bare = _bare(answer)
    return str(getattr(bare, bare.WhichOneof("response")).resource_name)


def _bare(message: Any) -> Any:
    """The message without what the library may wrap around it."""
    kind = type(message)
    return kind.pb(message) if hasattr(kind, "pb") else message

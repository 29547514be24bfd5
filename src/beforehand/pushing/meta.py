"""An ad account of Meta, through its own library (``beforehand[meta]``)."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from beforehand.pushing.account import library, said, token_of, unanswered
from beforehand.records.pushes import Asked, Pushed
from beforehand.refusals import (
    PushNotAllowed,
    PushOtherCurrency,
    PushRejected,
    PushTokenRefused,
    PushTooOften,
    PushUnknownZone,
    PushWouldSpill,
    Refusal,
)

META = "Meta"
VARIABLE = "BEFOREHAND_META_TOKEN"
_SECONDS = 60
_A_PAGE = 200
#: Codes of the Graph API's errors.
_EXPIRED = frozenset({102, 190, 463, 467, 2500})
_TOO_OFTEN = frozenset({4, 17, 32, 341, 613, *range(80000, 80015)})
_NOT_ALLOWED = frozenset({3, 10, *range(200, 300)})
_LIVES_THERE_REFUSED = 1870199  # "Please remove all values from the location_types field"
_LISTED = {"campaign": "get_campaigns", "ad set": "get_ad_sets", "ad": "get_ads"}
_MADE = {"campaign": "create_campaign", "ad set": "create_ad_set", "ad": "create_ad"}
_TIMES = frozenset({"start_time", "end_time"})
_PARENT = {"ad set": "campaign_id", "ad": "adset_id"}


def open_meta(account: str) -> MetaAccount:
    """The ad account, with the token that stands in the environment.

    Raises:
        NoPushLibrary: If ``facebook-business`` is not installed.
        NoPushToken: If there is no token.
    """
    library("facebook_business.api", META)
    return MetaAccount(account, token_of(META, VARIABLE))


class MetaAccount:
    """Makes campaigns, ad sets and ads in one ad account."""

    platform = META

    def __init__(self, account: str, token: str) -> None:
        api = library("facebook_business.api", META)
        session = library("facebook_business.session", META)
        # Its lines hold the address that was asked, and the token stands in it.
        logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)
        self.account = account
        self._token = token
        # Not FacebookAdsApi.init, which reports every crash of ours to Meta.
        made = session.FacebookSession(access_token=token, timeout=_SECONDS)
        self._api = api.FacebookAdsApi(made)
        self._zone: ZoneInfo | None = None
        self._listed: dict[str, dict[str, str]] = {}

    def look(self) -> None:
        """See that the account counts in euro, and in which time zone it is.

        Raises:
            PushOtherCurrency: If it does not.
            PushUnknownZone: If this machine does not know the zone.
        """
        with self._plainly():
            found = self._node("campaign", None).api_get(fields=["currency", "timezone_name"])
            currency, zone = str(found["currency"]), str(found["timezone_name"])
        if currency != "EUR":
            raise PushOtherCurrency(account=self.account, currency=said(currency).rstrip("."))
        try:
            self._zone = ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise PushUnknownZone(account=self.account, zone=said(zone).rstrip(".")) from None

    def find(self, one: Asked, parent: Pushed | None) -> tuple[str, ...]:
        """The id of what has that name under its parent; nothing under what was made just now."""
        if parent is not None and not parent.was_there:
            return ()
        key = parent.ids[0] if parent else ""
        if key not in self._listed:
            with self._plainly():
                listed = getattr(self._node(one.kind, parent), _LISTED[one.kind])(
                    fields=["id", "name"], params={"limit": _A_PAGE}
                )
                self._listed[key] = {str(each["name"]): str(each["id"]) for each in listed}
        found = self._listed[key].get(one.name)
        return (found,) if found else ()

    def make(self, one: Asked, parent: Pushed | None) -> tuple[str, ...]:
        """Make it, paused as it is asked."""
        fields = {**one.fields, **{k: self._hour(one.fields[k]) for k in _TIMES & {*one.fields}}}
        if parent is not None:
            fields[_PARENT[one.kind]] = parent.ids[0]
        with self._plainly(one.name):
            made = getattr(self._node("campaign", None), _MADE[one.kind])(params=fields)
            return (str(made["id"]),)

    def differing(self, asked: Sequence[Asked], pushed: Sequence[Pushed]) -> tuple[str, ...]:
        """Ad sets that Meta keeps with other places, or a wider audience, than it was asked for."""
        top = next(one for one in pushed if one.kind == "campaign")
        with self._plainly():
            listed = self._node("ad set", top).get_ad_sets(
                fields=["name", "targeting"], params={"limit": _A_PAGE}
            )
            kept = {
                str(each["name"]): _reach(each.export_all_data()["targeting"]) for each in listed
            }
        return tuple(
            one.name
            for one in asked
            if one.kind == "ad set" and kept.get(one.name) != _reach(one.fields["targeting"])
        )

    def _node(self, kind: str, parent: Pushed | None) -> Any:
        """Whose list a kind of thing stands in: the account's, a campaign's or an ad set's."""
        if parent is None:
            objects = library("facebook_business.adobjects.adaccount", META)
            return objects.AdAccount(f"act_{self.account}", api=self._api)
        if kind == "ad set":
            objects = library("facebook_business.adobjects.campaign", META)
            return objects.Campaign(parent.ids[0], api=self._api)
        objects = library("facebook_business.adobjects.adset", META)
        return objects.AdSet(parent.ids[0], api=self._api)

    def _hour(self, told: str) -> str:
        return datetime.fromisoformat(told).replace(tzinfo=self._zone).isoformat()

    @contextmanager
    def _plainly(self, name: str = "") -> Iterator[None]:
        """An error of the library as one sentence, without the address, which holds the token.

        Args:
            name: Of what is being made; empty while we only look.
        """
        errors = library("facebook_business.exceptions", META)
        requests = library("requests", META)
        try:
            yield
        except errors.FacebookRequestError as error:
            raise self._refusal(error, name) from None
        except (
            errors.FacebookError,
            requests.RequestException,
            # What the library raises at an answer that is no answer of Meta's.
            AttributeError,
            KeyError,
            TypeError,
            ValueError,
        ):
            raise unanswered(self, name) from None

    def _refusal(self, error: Any, name: str) -> Refusal:
        code = error.api_error_code()
        if code in _EXPIRED:
            return PushTokenRefused(platform=META)
        if code in _TOO_OFTEN:
            return PushTooOften(platform=META, name=name or self.account)
        if code in _NOT_ALLOWED:
            return PushNotAllowed(platform=META, account=self.account)
        if error.api_error_subcode() == _LIVES_THERE_REFUSED:
            return PushWouldSpill(platform=META, name=name)
        if code is None:
            return unanswered(self, name)
        body = error.body()["error"]
        words = body.get("error_user_msg") or body.get("message") or code
        return PushRejected(platform=META, name=name or self.account, said=said(words, self._token))


def _reach(targeting: dict[str, Any]) -> tuple[object, ...]:
    """Where an ad set goes and where not, to some 100 m, as far as Meta tells it back."""
    within = targeting.get("geo_locations", {})
    widened = targeting.get("targeting_automation", {}).get("advantage_audience", 0)
    return (
        _circles(within),
        _circles(targeting.get("excluded_geo_locations", {})),
        within.get("location_types"),
        int(widened),
    )


def _circles(places: dict[str, Any]) -> frozenset[tuple[float, ...]]:
    return frozenset(
        tuple(round(float(one[part]), 3) for part in ("latitude", "longitude", "radius"))
        for one in places.get("custom_locations", ())
    )

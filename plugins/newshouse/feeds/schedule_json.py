"""The planner's state as plain JSON for a column, and what HTTP headers say about freshness. Pure, no I/O."""

from __future__ import annotations

import re
from dataclasses import asdict, fields
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from newshouse.feeds.schedule import FeedState
from newshouse.records import Headers

_TIMES = ("last_answer_at", "last_not_modified_at", "moved_first_seen_at")
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})")
_NO_STORE = re.compile(r"(?:^|[\s,])no-(?:store|cache)(?:$|[\s,;=])")


def state_to_json(state: FeedState) -> dict[str, Any]:
    """``key`` and ``url`` left out: they have columns of their own. Times as ISO 8601."""
    plain = asdict(state)
    del plain["key"], plain["url"]
    for name in _TIMES:
        if plain[name] is not None:
            plain[name] = plain[name].isoformat()
    plain["previous_urls"] = list(state.previous_urls)
    return plain


def state_from_json(key: str, url: str, plain: dict[str, Any]) -> FeedState:
    """The way back; an empty dict is a feed never polled, unknown members are passed over."""
    known = {field.name for field in fields(FeedState)} - {"key", "url"}
    values = {name: value for name, value in plain.items() if name in known}
    for name in _TIMES:
        if values.get(name):
            values[name] = datetime.fromisoformat(values[name])
    values["previous_urls"] = tuple(values.get("previous_urls") or ())
    return FeedState(key=key, url=url, **values)


def freshness_s(headers: Headers, now: datetime) -> int | None:
    """Seconds for which the answer calls itself fresh (RFC 9111 4.2.1: max-age, else Expires - Date; less Age).

    None when it says nothing, forbids storing, or is stale already.
    """
    named = {name.lower(): value.strip() for name, value in reversed(headers)}
    control = named.get("cache-control", "").lower()
    if _NO_STORE.search(control):
        return None
    found = _MAX_AGE.search(control)
    if found:
        lifetime_s = int(found[1])
    else:
        expires = _http_date(named.get("expires"))
        if expires is None:
            return None
        lifetime_s = int((expires - (_http_date(named.get("date")) or now)).total_seconds())
    age = named.get("age", "")
    lifetime_s -= int(age) if re.fullmatch(r"[0-9]{1,9}", age) else 0
    return lifetime_s if lifetime_s > 0 else None


def _http_date(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)

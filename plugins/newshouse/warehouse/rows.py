"""Many rows as one bind: a JSON array for jsonb_to_recordset, made safe for PostgreSQL."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, is_dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL's text has no NUL, UTF-8 no lone surrogates


def as_rows(rows: Iterable[Any]) -> str:
    """A JSON array of ``rows`` (mappings or dataclasses).

    Bytes become hex, times ISO 8601, UUIDs text; what PostgreSQL's text cannot hold becomes U+FFFD.
    """
    return json.dumps([_plain(asdict(row) if is_dataclass(row) else row) for row in rows], ensure_ascii=False)  # type: ignore[arg-type]


def storable(text: str) -> str:
    """``text`` with what PostgreSQL's text cannot hold as U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", text)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {storable(str(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value

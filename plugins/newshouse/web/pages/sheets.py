"""Sheets: the rows of any query as CSV, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from fastapi import APIRouter
from sqlalchemy import Row
from starlette.requests import Request
from starlette.responses import Response

from newshouse.errors import RejectError
from newshouse.web import questions
from newshouse.web.house import site_of
from newshouse.web.queries import CSV_ROWS, CSV_TIMEOUT_MS, asked, listing, reading

router = APIRouter()
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # full-width ones too: OWASP, CSV injection


@router.get("/csv/{name}")
def sheet(request: Request, name: str) -> Response:
    """The rows of a query, asked as its page asks, up to CSV_ROWS of them."""
    query = questions.ALL.get(name.removesuffix(".csv"))
    if query is None:
        raise RejectError("not_found", "There is no such sheet.")
    site = site_of(request)
    with reading(site.engine, CSV_TIMEOUT_MS) as connection:
        rows = listing(connection, query, asked(query, request.query_params), CSV_ROWS).rows
    headers = {"Content-Disposition": f'attachment; filename="newshouse-{query.name}.csv"'}
    return Response(as_csv(rows), media_type="text/csv; charset=utf-8", headers=headers)


def as_csv(rows: Iterable[Row[Any]]) -> str:
    """Rows under their names. Text that a spreadsheet would run as a formula begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    header: tuple[str, ...] | None = None
    for row in rows:
        if header is None:
            header = tuple(row._fields)
            writer.writerow(header)
        writer.writerow([cell(value) for value in row])
    return out.getvalue()


def cell(value: Any) -> str:
    """One value as text; numbers stay numbers, also negative ones."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    if isinstance(value, int | float | Decimal) or not text.startswith(_FORMULA):
        return text
    return "'" + text

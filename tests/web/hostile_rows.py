"""A warehouse with a hostile string in every field that people outside can fill, and some that they can't."""

from __future__ import annotations

import json
from pathlib import Path

from newshouse.warehouse import storable
from sqlalchemy import Engine, text

OWN = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "</title><script>alert(1)</script>",
    "</textarea></style></pre><iframe srcdoc='<script>parent.alert(1)</script>'>",
    "javascript:alert(1)",
    "javascript://example.org/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}${7*7}<%= 7*7 %>",
    "--><!--<!DOCTYPE html><base href=//evil.example>",
    '=HYPERLINK("http://evil.example")',
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "\u202eright to left\u202d \u2066isolated",
    "Z\u0351\u0352\u0353" * 200,
    "\x01\x08\x1b[31m\x7f\ufffe",
    "&lt;script&gt;&#0;&amp;&nbsp",
    "' OR 1=1; DROP TABLE raw.feeds; --",
    "../../../../etc/passwd",
    "%00%ff%0d%0aSet-Cookie: x=y",
    "",
    " ",
    "x" * 3_000,
]

STATEMENTS = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


def strings(corpus: Path | None) -> list[str]:
    """Ours, and where there is a corpus the lists of others, each once, as far as PostgreSQL can hold them."""
    found = list(OWN)
    if corpus is not None:
        found += json.loads((corpus / "hostile" / "naughty-strings.json").read_text(encoding="utf-8"))
        found += (corpus / "hostile" / "markup-payloads.txt").read_text(encoding="utf-8").splitlines()
    return list(dict.fromkeys(storable(one) for one in found))


def plant(engine: Engine, values: list[str]) -> None:
    """Put each string into every field of a row of its own, in a played warehouse."""
    with engine.begin() as connection:
        connection.execute(
            text("CREATE TEMP TABLE hostile (place serial, id uuid DEFAULT gen_random_uuid(), value text)")
        )
        connection.execute(text("INSERT INTO hostile (value) VALUES (:value)"), [{"value": value} for value in values])
        for statement in STATEMENTS.split(";\n"):
            if statement.strip():
                connection.exec_driver_sql(statement.replace("%", "%%"))

"""Databases for as long as somebody wants them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from newshouse.runtime import postgres
from newshouse.runtime.postgres import Server

_numbers = count(1)


@contextmanager
def database(server: Server, template: str) -> Iterator[str]:
    """SQLAlchemy's URL of a new copy of ``template``, dropped at the end whoever is still connected."""
    name = f"{template}_{next(_numbers)}"
    postgres.create_database(server, name, template)
    try:
        yield server.url(name)
    finally:
        postgres.drop_database(server, name)

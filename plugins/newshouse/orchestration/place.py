"""Where a task works: the settings of its process, and the warehouse they name. Light to import."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from newshouse.settings import Settings


@contextmanager
def opened() -> Iterator[tuple[Settings, Engine]]:
    """The settings, and an engine for the block. Raises SettingsError."""
    from newshouse import settings
    from newshouse.warehouse import open_warehouse

    loaded = settings.load()
    engine = open_warehouse(loaded.warehouse_url)
    try:
        yield loaded, engine
    finally:
        engine.dispose()

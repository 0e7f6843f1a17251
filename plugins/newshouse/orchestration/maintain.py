"""The tasks of ``maintain``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any


def sweep_archive() -> dict[str, Any]:
    """Remove what killed writers left in the archive."""
    from newshouse import settings
    from newshouse.stages.maintain import sweep_archive
    from newshouse.warehouse import open_warehouse

    loaded = settings.load()
    engine = open_warehouse(loaded.warehouse_url)
    try:
        return asdict(sweep_archive(loaded, engine))
    finally:
        engine.dispose()


def prune() -> int:
    """Forget what nobody will ask for again."""
    from newshouse import settings
    from newshouse.stages.maintain import prune
    from newshouse.warehouse import open_warehouse

    loaded = settings.load()
    engine = open_warehouse(loaded.warehouse_url)
    try:
        return prune(loaded, engine)
    finally:
        engine.dispose()

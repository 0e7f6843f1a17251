"""The tasks of ``maintain``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from newshouse.orchestration.place import opened


def sweep_archive() -> dict[str, Any]:
    """Remove what killed writers left in the archive."""
    from newshouse.stages.maintain import sweep_archive

    with opened() as (settings, engine):
        return asdict(sweep_archive(settings, engine))


def expire_captures() -> dict[str, Any]:
    """Remove captures that are older than settings keep them."""
    from newshouse.stages.retention import expire_captures

    with opened() as (settings, engine):
        return asdict(expire_captures(settings, engine))


def expire_rows() -> dict[str, Any]:
    """Give up records and superseded texts that are older than settings keep them."""
    from newshouse.stages.retention import expire_rows

    with opened() as (settings, engine):
        return asdict(expire_rows(settings, engine))


def expire_exports() -> int:
    """Remove exported days that are older than settings keep them."""
    from newshouse.stages.retention import expire_exports

    with opened() as (settings, _):
        return expire_exports(settings)


def keep_missing_ledgers() -> int:
    """Write books into the archive that it lacks."""
    from newshouse.stages.maintain import keep_missing_ledgers

    with opened() as (settings, engine):
        return keep_missing_ledgers(settings, engine)


def prune() -> int:
    """Forget what nobody will ask for again."""
    from newshouse.stages.maintain import prune

    with opened() as (settings, engine):
        return prune(settings, engine)

"""Commands at work on a warehouse of the tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from newshouse.cli import source
from sqlalchemy import Engine
from stages.play import Play


@pytest.fixture
def commanded(played: Play, monkeypatch: pytest.MonkeyPatch) -> Play:
    """``played``, whose warehouse and settings the commands use."""

    @contextmanager
    def warehouse() -> Iterator[Engine]:
        yield played.engine

    monkeypatch.setattr(source, "warehouse", warehouse)
    monkeypatch.setattr(source, "settings", lambda: played.settings)
    return played

"""Replays of a span: what they would touch, that they change nothing, and that no request leaves the machine."""

from __future__ import annotations

import socket
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from newshouse.stages.replay import replay_batch
from newshouse.stages.replaying import plan_replay
from newshouse.stages.selection import Selection
from stages.play import Play
from stages.playing import PLAYED

MINUTE = timedelta(minutes=1)
LATER = PLAYED[-1] + timedelta(days=300)


def test_a_plan_tells_what_a_replay_touches(played: Play) -> None:
    plan = plan_replay(played.engine, PLAYED[0], PLAYED[-1], Selection(), "replay")
    assert [one.end for one in plan.batches] == sorted(PLAYED[1:], reverse=True)
    [(count,)] = played.rows("SELECT count(*) FROM raw.snapshots WHERE batch_id > 1")
    assert plan.snapshot_count == count
    assert plan.expected_s is not None
    assert plan.expected_s > 0
    german = plan_replay(played.engine, PLAYED[0], PLAYED[-1], Selection(languages=("de",)), "replay")
    assert 0 < german.article_count < plan.article_count
    nothing = plan_replay(played.engine, PLAYED[-1], LATER, Selection(), "replay")
    assert (nothing.batches, nothing.snapshot_count) == ((), 0)


def test_no_request_leaves_the_machine(played: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but the database's unix socket may be connected to; names may not even be looked up."""

    def refused(*asked: Any, **_: Any) -> Any:
        raise AssertionError(f"a replay asked for {asked}")

    connect = socket.socket.connect

    def watched(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX:
            refused(address)
        connect(self, address)

    before = played.contents()
    monkeypatch.setattr(socket.socket, "connect", watched)
    monkeypatch.setattr(socket.socket, "connect_ex", watched)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    monkeypatch.setattr(socket, "create_connection", refused)
    played.room.clear_log()
    settings = replace(played.settings, now=LATER)
    for interval in plan_replay(played.engine, PLAYED[0] - MINUTE, PLAYED[-1], Selection(), "replay").batches:
        replay_batch(played.engine, settings, interval)
    assert played.room.requests() == []
    assert played.contents() == before


def test_what_the_archive_lost_keeps_its_articles(played: Play) -> None:
    before = played.contents()
    for file in Path(played.settings.archive_url).rglob("*fetch*"):
        file.unlink()
    for _ in range(2):
        for moment in PLAYED:
            assert played.replay(moment).books["reasons"]["read:archive_missing"] > 0
        assert played.contents() == before

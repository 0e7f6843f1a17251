"""The demo newsroom keeps its ports, and its moments are played once."""

from __future__ import annotations

import socket
from datetime import timedelta
from pathlib import Path

import demo
import pytest
from demo import BATCH_TIMES
from newshouse.errors import FatalError
from newshouse.runtime import newsroom
from newshouse.runtime.environment import Place

ROOT = Path(__file__).parents[2]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setattr(demo, "BASE_PORT", 28_800)  # tests run beside a real newsroom
    return Place(ROOT, tmp_path)


def test_it_comes_back_to_the_ports_it_had(place: Place) -> None:
    assert not newsroom.was_played(place)
    first = newsroom.open_newsroom(place)
    feeds = first.feeds()
    first.stop()
    assert newsroom.was_played(place)
    second = newsroom.open_newsroom(place)
    assert second.feeds() == feeds
    second.stop()


def test_taken_ports_are_passed_by_the_first_time_and_named_later(place: Place) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", demo.BASE_PORT))
        taken.listen()
        other = newsroom.open_newsroom(place)
        other.stop()
        assert other.base_port > demo.BASE_PORT
        (place.state / "newsroom-port").write_text(str(demo.BASE_PORT))
        with pytest.raises(FatalError, match="is taken"):
            newsroom.open_newsroom(place)


def test_moments_are_played_once_and_then_an_hour_later(place: Place) -> None:
    assert newsroom.moments(place, set()) == list(BATCH_TIMES)
    assert newsroom.moments(place, set(BATCH_TIMES[:2])) == list(BATCH_TIMES[2:])
    later = BATCH_TIMES[-1] + timedelta(hours=1)
    assert newsroom.moments(place, set(BATCH_TIMES)) == [later]
    assert newsroom.moments(place, {*BATCH_TIMES, later}) == [later + timedelta(hours=1)]


def test_an_installation_without_the_demo_says_so(tmp_path: Path) -> None:
    with pytest.raises(FatalError, match="comes with a clone"):
        newsroom.open_newsroom(Place(tmp_path, tmp_path))

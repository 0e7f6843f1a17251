"""The demo newsroom, served from this process, at the same ports each time: addresses make the articles' ids."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from newshouse.errors import FatalError
from newshouse.runtime.environment import Place

_PORTS_APART = 100
_PLACES = 20


def open_newsroom(place: Place) -> Any:
    """A started demo.Newsroom; stop() it.

    The first time it takes the first free block of ports, and keeps to it from then on. Raises FatalError
    when those ports are taken, or the demo is not part of this installation.
    """
    demo = _demo(place.root)
    note = place.state / "newsroom-port"
    if note.exists():
        return _started(demo, int(note.read_text(encoding="ascii")), note)
    for number in range(_PLACES):
        try:
            newsroom = demo.Newsroom(demo.BASE_PORT + number * _PORTS_APART).start()
        except demo.NewsroomError:
            continue
        note.write_text(str(newsroom.base_port), encoding="ascii")
        return newsroom
    raise FatalError(f"no ports for the demo newsroom are free from {demo.BASE_PORT} on; stop what listens there")


def was_played(place: Place) -> bool:
    """Whether the demo was ever run here."""
    return (place.state / "newsroom-port").exists()


def moments(place: Place, played: set[datetime]) -> list[datetime]:
    """The demo's moments still to come, in order; when all were played, one hour after the last that was."""
    times: tuple[datetime, ...] = _demo(place.root).BATCH_TIMES
    left = [moment for moment in times if moment not in played]
    return left or [max(played) + timedelta(hours=1)]


def last_moment(place: Place) -> datetime:
    """The end of the demo's three days; its clock stands still then."""
    last: datetime = _demo(place.root).BATCH_TIMES[-1]
    return last


def _demo(root: Path) -> Any:
    folder = root / "tests"
    if not (folder / "demo").is_dir():
        raise FatalError(f"{folder}/demo is missing: the demo newsroom comes with a clone of the repository")
    if str(folder) not in sys.path:
        sys.path.append(str(folder))
    return import_module("demo")


def _started(demo: Any, port: int, note: Path) -> Any:
    try:
        return demo.Newsroom(port).start()
    except demo.NewsroomError as error:
        raise FatalError(
            f"{error}. The articles' ids hang on these ports; to start the demo anew on others, remove {note}"
            " and drop its warehouse (make clean)"
        ) from error

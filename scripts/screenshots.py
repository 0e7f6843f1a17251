#!/usr/bin/env python
"""Make the pictures of the pages in docs/, from the demo newsroom: light, dark, and on a phone.

    PYTHONPATH=tests python scripts/screenshots.py

Plays the demo into a warehouse in a temporary folder, serves the pages and looks at them with Chromium, which must be
installed. The newsroom is always the same, and so are the pictures, but for fonts and ports.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import demo
from newshouse.runtime import postgres
from newshouse.runtime.postgres import Server
from newshouse.settings import Settings
from newshouse.warehouse import migrate
from stages.play import Play
from stages.playing import settings_for
from web import chromium
from web.browsing import served

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pages"
LARGEST_BYTES = 150_000
WIDE, PHONE = {"width": 1200, "height": 820}, {"width": 390, "height": 780}


def played(server: Server, archive: Path) -> tuple[Settings, str]:
    """The demo's three days in a fresh warehouse, seen a few minutes after the last batch; and its largest story."""
    postgres.create_database(server, "shown")
    migrate(server.url("shown"))
    with demo.Newsroom(base_port=0, slow_s=0.05) as room:
        play = Play(settings_for(server.url("shown"), archive), room)
        play.register()
        for moment in demo.BATCH_TIMES:
            play.batch(moment)
        [story] = play.rows("SELECT story_id FROM news.stories ORDER BY publisher_count DESC, story_id LIMIT 1")
        play.engine.dispose()
    return replace(play.settings, now=demo.BATCH_TIMES[-1] + timedelta(minutes=7)), str(story.story_id)


def main() -> None:
    """Take the pictures."""
    FOLDER.mkdir(exist_ok=True)
    with postgres.passing() as server:
        settings, story = played(server, server.home.parent / "archive")
        pictures = (
            ("overview-light", "/", "light", WIDE),
            ("feeds-dark", "/feeds", "dark", WIDE),
            ("story-light", f"/stories/{story}", "light", WIDE),
            ("overview-phone", "/", "dark", PHONE),
        )
        with served(settings) as address, chromium.launched() as browser:
            for name, path, scheme, size in pictures:
                with chromium.as_anna(browser, color_scheme=scheme, viewport=size) as context:
                    watched = chromium.opened(context, address)
                    watched.open(f"/newshouse{path}")
                    if watched.alarms:
                        raise SystemExit(f"{name}: {watched.alarms}")
                    taken = watched.page.screenshot(path=FOLDER / f"{name}.png")
                sys.stdout.write(f"{name}: {len(taken):,} bytes\n")
                if len(taken) > LARGEST_BYTES:
                    raise SystemExit(f"{name} is larger than {LARGEST_BYTES:,} bytes")


if __name__ == "__main__":
    main()

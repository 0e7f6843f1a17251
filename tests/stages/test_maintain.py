"""Daily upkeep takes only what nobody can need."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newshouse.stages.ledger import is_ledger
from newshouse.stages.maintain import Swept, keep_missing_ledgers, prune, sweep_archive
from newshouse.warehouse import working
from sqlalchemy import text
from stages.play import Play
from stages.playing import PLAYED


def test_sweep_takes_old_unfinished_files_only(played: Play) -> None:
    now = datetime(2026, 3, 20, tzinfo=UTC)
    settings = replace(played.settings, now=now)
    archive = Path(settings.archive_url)
    for file in archive.rglob("*.warc.gz"):
        os.utime(file, (0, 0))
    whole = sorted(archive.rglob("*.warc.gz"))
    stray = whole[0].with_name("batch00000099-fetch000-abc.warc.gz")
    stray.write_bytes(whole[0].read_bytes())
    old, young = archive / "old.warc.gz.part", archive / "young.warc.gz.part"
    for path, age in ((stray, 9), (old, 3), (young, 1)):
        path.touch()
        moment = (now - timedelta(days=age)).timestamp()
        os.utime(path, (moment, moment))
    assert sweep_archive(settings, played.engine) == Swept(parts_removed=1, unreferenced=1)
    assert (old.exists(), young.exists(), stray.exists()) == (False, True, True)
    assert sorted(archive.rglob("*.warc.gz")) == sorted([*whole, stray])
    assert sweep_archive(settings, played.engine) == Swept(parts_removed=0, unreferenced=1)


def test_prune_forgets_old_robots_files(played: Play) -> None:
    settings = replace(played.settings, now=datetime(2026, 3, 5, tzinfo=UTC))
    assert prune(settings, played.engine) == 0
    settings = replace(settings, now=datetime(2026, 6, 1, tzinfo=UTC))
    assert prune(settings, played.engine) > 0
    assert played.rows("SELECT count(*) FROM raw.robots") == [(0,)]


def test_the_books_of_older_batches_come_into_the_archive(played: Play) -> None:
    archive = Path(played.settings.archive_url)
    with working(played.engine) as connection:
        connection.execute(text("DELETE FROM raw.ledgers"))
    for path in archive.rglob("*-ledger*"):
        path.unlink()
    settings = replace(played.settings, now=PLAYED[-1])
    assert keep_missing_ledgers(settings, played.engine) == len(PLAYED)
    written = {path.relative_to(archive).as_posix() for path in archive.rglob("*.warc.gz") if is_ledger(path.name)}
    noted = played.rows("SELECT file, batch_id FROM raw.ledgers ORDER BY batch_id")
    assert {row.file for row in noted} == written
    assert [row.batch_id for row in noted] == [
        row.batch_id for row in played.rows("SELECT batch_id FROM raw.batches ORDER BY 1")
    ]
    assert keep_missing_ledgers(settings, played.engine) == 0

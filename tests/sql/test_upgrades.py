"""Every released schema is brought to the present one with what is in it."""

from __future__ import annotations

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from newshouse.warehouse import migrate as migrate_to_head
from newshouse.warehouse import open_warehouse
from newshouse.warehouse.migrate import _config
from newshouse.warehouse.statements import SQL_ROOT
from newshouse.warehouse.version import revisions
from sqlalchemy import text

EVERY = [one.revision for one in ScriptDirectory.from_config(_config()).walk_revisions()][::-1]
LINKED = EVERY[1:]
FOUNDATION = """
INSERT INTO raw.batches (interval_start, interval_end, mode, run_id, opened_at)
VALUES ('2026-03-01T06:00Z', '2026-03-01T06:15Z', 'live', 'run', '2026-03-01T06:15Z');
INSERT INTO raw.feeds (url, url_sha256, publisher, added_at, next_poll_at)
VALUES ('https://a.example/feed', '\\x01', 'a.example', now(), now());
INSERT INTO raw.snapshots (
    batch_id, kind, page_id, url, final_url, status, fetched_at, file, file_offset, length, payload_sha256
) VALUES (
    1, 'page', '00000000-0000-0000-0000-000000000001', 'https://a.example/1', 'https://a.example/1', 200, now(), 'f',
    0, 1, '\\x02'
);
INSERT INTO news.articles (
    article_id, publisher, canonical_url, title, body, authors, language, language_confidence, declared_languages,
    keywords, reservations, flags, published_at, published_from, first_seen_at, captured_at, content_sha256, batch_id,
    snapshot_id, reader_version
) VALUES (
    '00000000-0000-0000-0000-000000000001', 'a.example', 'https://a.example/1', 'Quakes', 'The islands shook.', '{}',
    'en', 1, '{}', '{}', '{}', '{}', '2026-03-01', 'page', '2026-03-01', '2026-03-01', '\\x03', 1, 1, '0.1'
);
INSERT INTO news.changes (change_id, changed_at, batch_id, kind, article_id)
VALUES (1, now(), 1, 'article_new', '00000000-0000-0000-0000-000000000001');
"""
LINKING = """
INSERT INTO news.stories (
    story_id, founder_id, lead_id, article_count, publisher_count, language_count, first_published_at,
    last_published_at, version
) SELECT '00000000-0000-0000-0000-000000000002', article_id, article_id, 1, 1, 1, published_at, published_at, 'v'
FROM news.articles;
INSERT INTO news.members SELECT article_id, '00000000-0000-0000-0000-000000000002' FROM news.articles;
"""


@pytest.mark.parametrize(
    "version", [EVERY[0], *(pytest.param(one, marks=pytest.mark.slow) for one in EVERY[1:-1]), EVERY[-1]]
)
def test_a_released_schema_with_rows_becomes_the_present_one(database_url: str, version: str) -> None:
    engine = open_warehouse(database_url)
    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, version)
        connection.exec_driver_sql(FOUNDATION)
        if version in LINKED:
            connection.exec_driver_sql(LINKING)
    assert migrate_to_head(database_url) or version == EVERY[-1]
    with engine.connect() as connection:
        [article] = connection.execute(text("SELECT title FROM serve.search('quake island', 'en')")).scalars()
        assert article == "Quakes"
        assert connection.execute(text("SELECT kind FROM serve.changes")).scalars().all() == ["article_new"]
        stories = connection.execute(text("SELECT article_count, copy_count FROM serve.stories")).all()
        assert stories == ([(1, 0)] if version in LINKED else [])
    engine.dispose()


def test_stories_of_a_schema_without_languages_get_them(database_url: str) -> None:
    engine = open_warehouse(database_url)
    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0003_changes")
        connection.exec_driver_sql(FOUNDATION + LINKING)
    assert migrate_to_head(database_url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT languages FROM serve.stories")).scalars().all() == [["en"]]
    engine.dispose()


def test_the_version_that_tasks_ask_for_is_where_migrations_lead() -> None:
    assert revisions() == EVERY
    assert [path.stem for path in sorted((SQL_ROOT / "migrations").glob("*.sql"))] == sorted(EVERY)

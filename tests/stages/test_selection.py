"""A part of a batch replayed: what is chosen is read or linked again, the rest stays, and the books balance."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import Any

import pytest
from newshouse.errors import SettingsError
from newshouse.stages.batches import Interval, open_batch
from newshouse.stages.replay import replay_batch
from newshouse.stages.selection import Selection, selection_of
from stages.play import Play
from stages.playing import PLAYED


def replay(play: Play, selection: Selection) -> dict[str, Any]:
    moment = PLAYED[1]
    return replay_batch(play.engine, play.settings, Interval(moment, moment, "part", backfill=True), selection).books


@pytest.mark.parametrize(
    "selection",
    [Selection(languages=("de",)), Selection(("read",), publishers=("127.0.0.1",)), Selection(("link",))],
    ids=str,
)
def test_a_part_again_changes_nothing_and_keeps_the_books(played: Play, selection: Selection) -> None:
    before, books = played.contents(), played.books()
    again = replay(played, selection)
    assert played.contents() == before
    assert played.books() == books
    read = again["articles_new"] + again["articles_revised"] + again["articles_unchanged"]
    assert again["articles_due"] == read + again["articles_rejected"]


def test_only_what_is_chosen_is_read_again(played: Play) -> None:
    before = dict(played.rows("SELECT article_id, title FROM news.articles WHERE batch_id = 2"))
    with played.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE news.articles SET title = 'spoilt'")
    replay(played, Selection(languages=("de",)))
    rows = played.rows("SELECT article_id, title, language FROM news.articles WHERE batch_id = 2")
    assert {row.language for row in rows} > {"de"}
    for row in rows:
        assert row.title == (before[row.article_id] if row.language == "de" else "spoilt")


def test_linking_again_needs_no_archive(played: Play) -> None:
    members = played.contents()["news.members"]
    with played.engine.begin() as connection:
        for table in ("members", "stories", "edges", "copies", "features", "postings", "posting_periods"):
            connection.exec_driver_sql(f"DELETE FROM news.{table}")
    shutil.rmtree(played.settings.archive_url)
    for moment in PLAYED:
        interval = Interval(moment, moment, "link", backfill=True)
        replay_batch(played.engine, played.settings, interval, Selection(("link",)))
    assert played.contents()["news.members"] == members


def test_a_mistyped_param_is_refused() -> None:
    with pytest.raises(SettingsError, match="param language: there is none; there are stages, languages, publishers"):
        selection_of({"language": ["de"]})


def test_a_part_of_what_is_not_captured_yet_is_refused(fresh: Play) -> None:
    interval = Interval(PLAYED[0], PLAYED[0], "run")
    settings = replace(fresh.settings, now=PLAYED[0])
    with pytest.raises(SettingsError, match="captured nothing yet"):
        open_batch(fresh.engine, settings, interval, Selection(languages=("de",)))


def test_params_are_taken_as_a_person_writes_them() -> None:
    assert selection_of({}) == Selection()
    assert selection_of({"stages": ["link", "read"]}).is_whole
    chosen = selection_of({"stages": ["read"], "languages": ["pt-BR"], "publishers": ["www.example.co.uk"]})
    assert chosen == Selection(("read",), ("pt-BR",), ("example.co.uk",))


@pytest.mark.parametrize(
    "params",
    [
        {"stages": []},
        {"stages": ["publish"]},
        {"stages": "read"},
        {"languages": ["german"]},
        {"languages": "de"},
        {"languages": [3]},
        {"publishers": [""]},
        {"publishers": ["not a domain"]},
    ],
    ids=str,
)
def test_params_that_mean_nothing_are_refused_with_an_example(params: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match="Example"):
        selection_of(params)

"""The commands that look at one thing: JSON lines out, exit code 2 and one line for bad input."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import demo
import pytest
from newshouse.cli import main

ROOT = Path(__file__).resolve().parents[2]


Result = tuple[int, list[Any], str]
Command = Callable[..., Result]


@pytest.fixture
def newshouse(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """Runs the command in this process; gives exit code, JSON lines, what was said on standard error."""
    monkeypatch.setenv("NEWSHOUSE_ALLOW_LOOPBACK", "true")

    def call(*arguments: str, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "argv", ["newshouse", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        with pytest.raises(SystemExit) as ended:
            main()
        printed, said = capfd.readouterr()
        return int(ended.value.code or 0), [json.loads(line) for line in printed.splitlines()], said

    return call


@pytest.fixture(scope="module")
def room() -> Any:
    with demo.Newsroom(base_port=0, clock=demo.END, slow_s=0.0) as newsroom:
        yield newsroom


def test_try_feed_prints_the_entries_of_a_url(newshouse: Command, room: demo.Newsroom) -> None:
    code, entries, said = newshouse("try-feed", room.feeds()[1])
    assert (code, said.count("\n") <= 1) == (0, True)
    assert len(entries) > 1
    assert all(entry["url"].startswith("http://127.0.0.1:") and entry["title"] for entry in entries)


def test_try_feed_resolves_a_files_links_against_its_base(newshouse: Command, tmp_path: Path) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_text("<rss version='2.0'><channel><item><title>A</title><link>/a</link></item></channel></rss>")
    code, [entry], _ = newshouse("try-feed", str(feed), "--base", "https://example.org/rss")
    assert (code, entry["url"], entry["title"]) == (0, "https://example.org/a", "A")


def test_try_page_prints_the_article(newshouse: Command, room: demo.Newsroom) -> None:
    url, truth = next((url, truth) for url, truth in room.truth().items() if truth.language == "de")
    code, [article], _ = newshouse("try-page", url)
    assert (code, article["language"], article["canonical_url"]) == (0, truth.language, url)
    assert len(article["body"]) > 300
    assert {"title", "authors", "published_at", "sitename", "language_confidence", "paywall", "consent"} <= set(article)


def test_try_page_from_a_file_takes_the_address_the_page_states(newshouse: Command, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    body = (
        "<p>The council of the harbour town voted on Tuesday to rebuild the old pier before the winter storms.</p>" * 5
    )
    page.write_text(
        f"<html lang=en><head><title>Pier</title><link rel=canonical href='https://example.org/pier'></head>"
        f"<body><article><h1>Pier to be rebuilt</h1>{body}</article></body></html>"
    )
    code, [article], _ = newshouse("try-page", str(page))
    assert (code, article["canonical_url"]) == (0, "https://example.org/pier")


def test_try_stories_links_copies_and_leaves_strangers_apart(newshouse: Command) -> None:
    text = (
        "The harbour council voted on Tuesday evening to rebuild the old wooden pier before the winter storms arrive. "
        "Engineers had warned in January that two of the nine supports are rotten and could give way under load. "
        "The work costs 4.2 million crowns and is paid from the reserve that was set aside after the flood of 2019."
    )
    other = (
        "A nine-year-old from Uppsala won the national spelling championship with a word that three adults on the "
        "jury had to look up. She trained with her grandmother, a retired proofreader, every morning before school."
    )
    rows = [
        {"id": "a", "title": "Pier to be rebuilt", "text": text, "lang": "en", "published_at": "2026-03-02T08:00:00Z"},
        {"id": 2, "title": "Council: new pier", "text": text, "lang": "en", "published_at": "2026-03-02T09:00:00Z",
         "url": "https://example.org/pier"},
        {"id": "c", "title": "Girl wins spelling contest", "text": other, "lang": "en"},
    ]  # fmt: skip
    lines = "\n".join(json.dumps(row) for row in rows).encode()
    code, [first, second, third], _ = newshouse("try-stories", "-", stdin=lines)
    assert code == 0
    assert (first["copy_of"], second["copy_of"], second["copy_kind"]) == (None, "a", "exact")
    assert first["story_id"] == second["story_id"] != third["story_id"]


@pytest.mark.parametrize(
    ("arguments", "stdin", "says"),
    [
        (["try-feed", "/no/such/file"], b"", "No such file"),
        (["try-feed", "-"], b"<html><body>hello</body></html>", ""),
        (["try-feed", "-"], b"", ""),
        (["try-page", "-"], b"", "empty"),
        (["try-page", "-"], b"\x00\xff\xfe" * 100, ""),
        (["try-page", "http://127.0.0.1:1/"], b"", "connection"),
        (["try-page", "http://"], b"", "bad_url"),
        (["try-stories", "-"], b"{", "line 1"),
        (["try-stories", "-"], b"[]", "line 1"),
        (["try-stories", "-"], b'{"id": 1, "title": "x"}\n{"id": 1, "title": "y"}', "twice"),
        (["try-stories", "-"], b'{"id": 1}', "line 1"),
        (["try-stories", "-"], b'{"id": 1, "title": "x", "published_at": "tomorrow"}', "ISO 8601"),
        (["try-stories", "-"], b"\xff\xfe", ""),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(
    newshouse: Command, arguments: list[str], stdin: bytes, says: str
) -> None:
    code, lines, said = newshouse(*arguments, stdin=stdin)
    complaints = [line for line in said.splitlines() if line.startswith("newshouse: ")]
    assert (code, lines, len(complaints)) == (2, [], 1), said
    assert says in complaints[0]


def test_a_wrong_setting_is_named(newshouse: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSHOUSE_POLL_MIN_S", "often")
    code, _, said = newshouse("try-feed", "-")
    assert code == 2
    assert "NEWSHOUSE_POLL_MIN_S='often'" in said

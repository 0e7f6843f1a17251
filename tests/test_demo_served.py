"""The demo newsroom keeps what it promises to those who ask it: readers, pollers, and people at its clock."""

from __future__ import annotations

import gzip
import io
import json
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import Message
from typing import Any

import demo
import feedparser
import pytest
import trafilatura
from demo import server
from demo.desk import open_desk
from demo.model import Article
from demo.syndication import listed
from demo.truth import outcome
from trafilatura.settings import Document


@pytest.fixture(scope="module")
def newsroom() -> Iterator[demo.Newsroom]:
    with demo.Newsroom(base_port=0, slow_s=0.01) as room:
        yield room


@pytest.fixture(autouse=True)
def morning_of_the_first_day(newsroom: demo.Newsroom) -> None:
    newsroom.set_clock(demo.BATCH_TIMES[0])


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def ask(url: str, method: str = "GET", body: bytes | None = None, **headers: Any) -> Answer:
    """One request, no redirects followed; header names with _ for -."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, data=body, method=method, headers=named)
    try:
        with urllib.request.build_opener(_NoRedirects).open(request, timeout=10) as response:
            return Answer(response.status, response.headers, response.read())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.headers, error.read())


def url_of(newsroom: demo.Newsroom, key: str) -> str:
    article = article_of(key)
    return newsroom.bases[article.outlet] + article.path


def article_of(key: str) -> Article:
    return next(item for item in open_desk().articles if item.key == key)


def ordinary_articles() -> list[Article]:
    return [item for item in open_desk().articles if outcome(item) == "article"]


def entry_links(newsroom: demo.Newsroom, url: str) -> list[str]:
    body = ask(url).body
    if url.endswith(".json"):
        return [item["url"] for item in json.loads(body)["items"]]
    parsed = feedparser.parse(io.BytesIO(body), response_headers={"content-location": url})
    return [entry.link for entry in parsed.entries]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


# Feeds and pages


@pytest.mark.parametrize("moment", [demo.BATCH_TIMES[0], demo.BATCH_TIMES[3], demo.END])
def test_feeds_list_what_is_out_at_the_moment_and_nothing_else(newsroom: demo.Newsroom, moment: datetime) -> None:
    newsroom.set_clock(moment)
    plans = [(outlet, feed) for outlet in open_desk().outlets for feed in outlet.feeds]
    for url, (outlet, feed) in zip(newsroom.feeds(), plans, strict=True):
        expected = listed(open_desk(), outlet, feed, moment)
        assert all(item.published_at <= moment for item in expected)
        links = [link.split("?utm_")[0] for link in entry_links(newsroom, url)]
        wanted = [newsroom.bases[item.outlet] + (item.moved_from or item.path) for item in expected]
        assert links == wanted if outlet.key != "manara" else len(links) == len(wanted)
    if moment == demo.END:
        own = {item.key for outlet, feed in plans for item in listed(open_desk(), outlet, feed, moment)}
        assert own == {item.key for item in open_desk().articles}, "an article that no feed lists"


def test_feeds_have_the_faults_of_real_ones(newsroom: demo.Newsroom) -> None:
    newsroom.set_clock(demo.END)
    bases = newsroom.bases
    german = ask(f"{bases['elbe']}/rss/alles.xml").body
    assert b'encoding="utf-8"' in german
    with pytest.raises(UnicodeDecodeError):
        german.decode("utf-8")
    assert "bestätigt" in german.decode("windows-1252")
    old_style = feedparser.parse(io.BytesIO(ask(f"{bases['tal']}/backend.rss").body))
    assert not any("published" in entry or "id" in entry for entry in old_style.entries)
    assert b"<link>/" in ask(f"{bases['manara']}/rss/all").body
    assert b"utm_source=rss" in ask(f"{bases['harbour']}/rss.xml").body
    assert "".join(article_of("trieste-festival.vigie").revisions[0].paragraphs[-1]) in ask(
        f"{bases['vigie']}/rss/une.xml"
    ).body.decode().replace("&amp;", "&")
    undated = feedparser.parse(io.BytesIO(ask(f"{bases['lakeside']}/feed/").body)).entries
    assert sum("published" not in entry for entry in undated) == 1
    assert any(entry.link.startswith(bases["northgate"]) for entry in undated)
    unnamed = feedparser.parse(io.BytesIO(ask(f"{bases['zaliv']}/export/rss.xml").body)).entries
    assert sum("id" not in entry for entry in unnamed) == 1


def test_trafilatura_finds_the_body_of_every_ordinary_page(newsroom: demo.Newsroom) -> None:
    newsroom.set_clock(demo.END)
    for item in ordinary_articles():
        answer = ask(newsroom.bases[item.outlet] + item.path)
        assert answer.status == 200
        found = trafilatura.bare_extraction(answer.body, with_metadata=False)
        assert isinstance(found, Document), item.key
        text = squeezed(found.text or "")
        for paragraph in item.revision(demo.END).paragraphs:
            assert squeezed(paragraph) in text, item.key


def test_headline_and_body_are_updated_and_the_guid_with_the_headline(newsroom: demo.Newsroom) -> None:
    strike, olives = url_of(newsroom, "rotterdam-strike.wire"), f"{newsroom.bases['valle']}/rss"
    assert b"27 container ships wait" in ask(strike).body
    newsroom.set_clock(datetime(2026, 3, 3, 20, tzinfo=UTC))
    assert b"return to work after deal" in ask(strike).body
    before = feedparser.parse(io.BytesIO(ask(olives).body)).entries
    newsroom.set_clock(datetime(2026, 3, 4, 8, tzinfo=UTC))
    after = feedparser.parse(io.BytesIO(ask(olives).body)).entries
    link = url_of(newsroom, "olive-harvest.valle")
    ids = {entry.id for entry in [*before, *after] if entry.link == link}
    assert len(ids) == 2


def test_pages_move_vanish_hide_and_heal(newsroom: demo.Newsroom) -> None:
    newsroom.set_clock(demo.BATCH_TIMES[2])
    moved = article_of("trieste-festival.vigie")
    answer = ask(f"{newsroom.bases['vigie']}{moved.moved_from}")
    assert (answer.status, answer.headers["Location"]) == (301, newsroom.bases["vigie"] + moved.path)
    for key, status in {
        "amazon-clearing.barra": 503,
        "trieste-festival.minato": 429,
        "avalanche-course.tal": 410,
    }.items():
        refusal = ask(url_of(newsroom, key))
        assert refusal.status == status
        assert ("Retry-After" in refusal.headers) == (status != 410)
    newsroom.set_clock(demo.END)
    assert ask(url_of(newsroom, "amazon-clearing.barra")).status == 200
    assert ask(url_of(newsroom, "trieste-festival.minato")).status == 200
    assert ask(url_of(newsroom, "seal-pup.harbour")).status == 404
    assert b"subscribers" in ask(url_of(newsroom, "mill-loan.northgate")).body
    assert "préfecture" not in ask(url_of(newsroom, "oyster-tax.vigie")).body.decode()
    assert b"Disallow: /interno/" in ask(f"{newsroom.bases['valle']}/robots.txt").body
    assert article_of("staff-notes.valle").path.startswith("/interno/")
    assert ask(f"{newsroom.bases['wire']}/robots.txt").status == 404


def test_an_article_is_not_there_before_its_time(newsroom: demo.Newsroom) -> None:
    url = url_of(newsroom, "dinosaur-patagonia.wire")
    assert ask(url).status == 404
    newsroom.set_clock(article_of("dinosaur-patagonia.wire").published_at - timedelta(seconds=1))
    assert ask(url).status == 404
    newsroom.set_clock(article_of("dinosaur-patagonia.wire").published_at)
    assert ask(url).status == 200


# HTTP


def test_conditional_requests_are_honoured_as_each_outlet_does(newsroom: demo.Newsroom) -> None:
    owners = [outlet for outlet in open_desk().outlets for _ in outlet.feeds]
    for url, owner in zip(newsroom.feeds(), owners, strict=True):
        first = ask(url)
        validators: dict[str, Any] = {}
        if "ETag" in first.headers:
            validators["If_None_Match"] = first.headers["ETag"]
        if "Last-Modified" in first.headers:
            validators["If_Modified_Since"] = first.headers["Last-Modified"]
        assert bool(validators) == bool(owner.validators), url
        assert ask(url, **validators).status == (304 if validators else 200), url
        newsroom.set_clock(demo.END)
        changed = ask(url, **validators)
        is_empty = "obituaries" in url
        assert changed.status == (304 if is_empty else 200), url
        newsroom.set_clock(demo.BATCH_TIMES[0])


def test_the_entity_tag_outweighs_the_date(newsroom: demo.Newsroom) -> None:
    url = newsroom.feeds()[0]
    late = "Wed, 04 Mar 2026 23:00:00 GMT"
    assert ask(url, If_Modified_Since=late).status == 304
    assert ask(url, If_Modified_Since=late, If_None_Match='"another"').status == 200
    assert ask(url, If_Modified_Since="not a date").status == 200


def test_gzip_when_asked_and_head_without_a_body(newsroom: demo.Newsroom) -> None:
    url = newsroom.feeds()[0]
    plain, packed = ask(url), ask(url, Accept_Encoding="gzip, deflate")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    head = ask(url, method="HEAD")
    assert (head.status, head.body, head.headers["Content-Length"]) == (200, b"", str(len(plain.body)))


def test_the_same_clock_gives_the_same_bytes(newsroom: demo.Newsroom) -> None:
    urls = [*newsroom.feeds(), *newsroom.truth()]
    first = {url: ask(url) for url in urls}
    newsroom.set_clock(demo.END)
    newsroom.set_clock(demo.BATCH_TIMES[0])
    for url in urls:
        again = ask(url)
        assert (again.status, again.body) == (first[url].status, first[url].body)
        assert again.headers.items() == first[url].headers.items()


def test_the_clock_is_set_by_a_request(newsroom: demo.Newsroom) -> None:
    clock = f"{newsroom.control_url}/clock"
    assert ask(clock, method="PUT", body=b"2026-03-04T08:00:00+00:00").status == 200
    assert newsroom.clock == datetime(2026, 3, 4, 8, tzinfo=UTC)
    assert ask(clock).body == b"2026-03-04T08:00:00+00:00\n"
    for wrong in (b"", b"yesterday", b"2026-03-04T08:00:00"):
        assert ask(clock, method="POST", body=wrong).status == 400
    assert newsroom.clock == datetime(2026, 3, 4, 8, tzinfo=UTC)
    assert ask(f"{newsroom.bases['wire']}/clock", method="PUT", body=b"2026-03-02T08:00:00+00:00").status == 404


def test_requests_are_logged_with_outlet_headers_and_status(newsroom: demo.Newsroom) -> None:
    newsroom.clear_log()
    ask(newsroom.feeds()[0], User_Agent="reader/1")
    ask(f"{newsroom.bases['tal']}/nothing")
    assert [(item.outlet, item.target, item.status) for item in newsroom.requests()] == [
        ("wire", "/feeds/top.atom", 200),
        ("tal", "/nothing", 404),
    ]
    assert newsroom.requests("wire")[0].headers["user-agent"] == "reader/1"


def test_the_subscription_list_names_every_feed(newsroom: demo.Newsroom) -> None:
    listed_urls = re.findall(r'xmlUrl="([^"]+)"', newsroom.opml().decode())
    assert sorted(listed_urls) == sorted(newsroom.feeds())
    assert ask(f"{newsroom.control_url}/opml").body == newsroom.opml()


def test_a_taken_port_is_named_and_nothing_is_left_open() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        room = demo.Newsroom(base_port=min(port, 65_000))
        if port <= 65_000:
            with pytest.raises(demo.NewsroomError, match=f"port {port} of the demo newsroom .control. is taken"):
                room.start()
    with pytest.raises(demo.NewsroomError, match="base port"):
        demo.Newsroom(base_port=80)


def test_stopping_ends_open_connections() -> None:
    room = demo.Newsroom(base_port=0).start()
    host, port = room.bases["wire"].removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as held:
        held.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert held.recv(100_000).startswith(b"HTTP/1.1 200")
        room.stop()
        assert held.recv(1) == b""


def test_the_command_serves_until_it_is_told_to_stop() -> None:
    command = [sys.executable, str(server.HERE / "server.py"), "--port", "0", "--clock", "2026-03-03T06:00:00+00:00"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        control = process.stdout.readline().split()[1]
        assert ask(control).body == b"2026-03-03T06:00:00+00:00\n"
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0


def test_the_command_refuses_a_clock_without_a_zone(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        server.main(["--port", "0", "--clock", "2026-03-03T06:00:00"])
    assert "no time zone" in capsys.readouterr().err

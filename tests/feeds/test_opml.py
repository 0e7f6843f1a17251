"""Feed lists in and out, and the lists that come with the project."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newshouse.errors import RejectError
from newshouse.feeds import FeedSource, read_opml, write_opml

STARTERS = sorted((Path(__file__).resolve().parents[2] / "feeds").glob("*.opml"))

lines = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1, max_size=30)
lines = lines.map(lambda text: " ".join(text.split())).filter(bool)
urls = st.builds(
    "https://{}.example/{}?a=1&b={}".format, st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.integers(), st.integers()
)
sources = st.builds(
    FeedSource,
    url=urls,
    title=st.none() | lines,
    category=st.none() | lines.filter(lambda text: text == text.strip("/ ")),
    home_url=st.none() | urls,
    language=st.none() | st.sampled_from(["de", "pt-BR"]),
    untried=st.booleans(),
)


def document(body: str) -> bytes:
    return f'<?xml version="1.0"?>\n<opml version="1.0"><head/><body>\n{body}\n</body></opml>'.encode()


@given(st.lists(sources, max_size=8, unique_by=lambda feed: feed.url))
@settings(max_examples=80, deadline=None)
def test_a_list_written_is_the_list_read(feeds: list[FeedSource]) -> None:
    got, errors = read_opml(write_opml(feeds))
    assert errors == []
    assert sorted(got, key=lambda feed: feed.url) == sorted(feeds, key=lambda feed: feed.url)
    assert read_opml(write_opml(got)) == (got, [])


def test_lists_of_other_programs_are_read() -> None:
    got, errors = read_opml(
        document(
            '<outline text="World"><outline title="Europe"><outline type="rss" text="A" xmlurl="https://a.example/f?x=1&y=2"/>'
            '</outline></outline>\n<outline TEXT="B" xmlUrl=" http://b.example/rss " category="/Tech/Web,/x"/>\n'
            '<outline type="atom" url="feed://c.example/atom" htmlUrl="https://c.example/"/>'
        )
    )
    assert errors == []
    assert got == [
        FeedSource("https://a.example/f?x=1&y=2", "A", "World/Europe"),
        FeedSource("http://b.example/rss", "B", "Tech/Web"),
        FeedSource("http://c.example/atom", None, None, "https://c.example/"),
    ]


def test_each_line_that_gives_no_feed_is_named() -> None:
    got, errors = read_opml(
        document(
            '<outline text="fine" xmlUrl="https://a.example/1"/>\n<outline text="nothing"/>\n'
            '<outline xmlUrl="ftp://a.example/2"/>\n<outline xmlUrl="https://a.example/1"/>\n'
            '<outline xmlUrl="javascript:alert(1)"/>'
        )
    )
    assert [feed.url for feed in got] == ["https://a.example/1"]
    assert [error.line for error in errors] == [4, 5, 6, 7]
    assert "no xmlUrl" in errors[0].reason
    assert "already" in errors[2].reason


def test_a_broken_list_is_read_as_far_as_it_goes() -> None:
    got, errors = read_opml(b'<opml><body>\n<outline xmlUrl="https://a.example/1"/>\n<outline text="x" <\n')
    assert [feed.url for feed in got] == ["https://a.example/1"]
    assert errors
    assert errors[0].line >= 3


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"<rss/>",
        b"<html><body>",
        b'<!DOCTYPE opml [<!ENTITY a "b">]><opml><body><outline xmlUrl="&a;"/></body></opml>',
        b'<!DOCTYPE opml [<!entity a SYSTEM "file:///etc/passwd">]><opml/>',
    ],
)
def test_what_is_no_list_is_refused(body: bytes) -> None:
    with pytest.raises(RejectError, match="not_opml"):
        read_opml(body)


def test_deep_groups_end() -> None:
    got, _ = read_opml(document("<outline text='g'>" * 5_000 + "<outline xmlUrl='https://a.example/1'/>"))
    assert len(got) <= 1


@pytest.mark.parametrize("path", STARTERS, ids=lambda path: path.name)
def test_starter_lists_are_whole_and_say_they_are_untried(path: Path) -> None:
    feeds, errors = read_opml(path.read_bytes())
    assert errors == []
    assert all(feed.untried and feed.title and feed.category and feed.language and feed.home_url for feed in feeds)


def test_starter_lists_cover_many_languages() -> None:
    feeds = [feed for path in STARTERS for feed in read_opml(path.read_bytes())[0]]
    assert len({feed.url for feed in feeds}) == len(feeds) >= 60
    assert len({feed.language for feed in feeds}) >= 15

from __future__ import annotations

import contextlib
import string
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newshouse.errors import RejectError
from newshouse.urls import (
    article_id,
    canonicalise,
    choose_canonical,
    host_key,
    registrable_domain,
    request_url,
    same_document_hint,
)


def canonical_or_none(url: str, base: str | None = None) -> str | None:
    with contextlib.suppress(RejectError):
        return canonicalise(url, base)
    return None


@pytest.mark.parametrize(
    ("spelling", "canonical"),
    [
        ("HTTPS://News.Example.COM:443/A/b", "https://news.example.com/A/b"),
        ("http://example.com", "http://example.com/"),
        ("http://example.com?x=1", "http://example.com/?x=1"),
        ("http://example.com/a?", "http://example.com/a"),
        ("http://example.com/a#top", "http://example.com/a"),
        (" \n http://exam\tple.com/a\r\n ", "http://example.com/a"),
        ("http:\\\\example.com\\a?b=\\c", "http://example.com/a?b=%5Cc"),
        ("http:/example.com/a", "http://example.com/a"),
        ("http://user:secret@example.com/", "http://example.com/"),
        ("http://example.com./a", "http://example.com/a"),
        ("http://example.com/a/./b/../c/%2e%2e/d", "http://example.com/a/d"),
        ("http://example.com/../../a", "http://example.com/a"),
        ("http://example.com/a/..", "http://example.com/"),
        ("http://example.com//a//", "http://example.com//a//"),
        ("http://example.com/%7euser/%c3%a4", "http://example.com/~user/%C3%A4"),
        ("http://example.com/ä b", "http://example.com/%C3%A4%20b"),
        ("http://example.com/100%", "http://example.com/100%25"),
        ("http://müller.de/", "http://xn--mller-kva.de/"),
        ("http://MÜLLER.de/", "http://xn--mller-kva.de/"),
        ("http://новости.рф/", "http://xn--b1amnebsh.xn--p1ai/"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("http://0177.0.0.01/", "http://127.0.0.1/"),
        ("http://2130706433/", "http://127.0.0.1/"),
        ("http://[0:0:0:0:0:0:0:1]:8080/", "http://[::1]:8080/"),
        ("http://example.com:8080/", "http://example.com:8080/"),
        ("https://example.com:80/", "https://example.com:80/"),
    ],
)
def test_one_spelling(spelling: str, canonical: str) -> None:
    assert canonicalise(spelling) == canonical


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("utm_source=rss&utm_medium=feed&id=7", "id=7"),
        ("UTM_Source=x&b=2&a=1", "b=2&a=1"),
        ("b=2&fbclid=abc&a=1&gclid", "b=2&a=1"),
        ("id=1&amp;utm_source=x&amp;page=2", "id=1&page=2"),
        ("at_medium=RSS&at_campaign=KARANGA", ""),
        ("maca=de-rss-de-all-1119-rdf", ""),
        ("xtor=RSS-3208", ""),
        ("ref=rss&ref=12", "ref=12"),
        ("source=feedburner&source=interview", "source=interview"),
        ("cat=1&attic=2&utmost=3", "cat=1&attic=2&utmost=3"),
        ("a=&b&a=2", "a=&b&a=2"),
        ("ID=7", "ID=7"),
    ],
)
def test_only_tracking_parameters_leave(query: str, left: str) -> None:
    assert canonicalise(f"http://example.com/a?{query}") == "http://example.com/a" + (f"?{left}" if left else "")


@pytest.mark.parametrize(
    "bad",
    [
        "", " ", "no address", "/relative", "//example.com/a", "ftp://example.com/", "javascript:alert(1)", "mailto:a",
        "data:text/html,x", "file:///etc/passwd", "http://", "http:///", "http://a..b/", "http://a b/", "http://a%2fb/",
        "http://example.com:0/", "http://example.com:65536/", "http://example.com:x/", "http://[::1/", "http://[x]/",
        "http://1.2.3.4.5/", "http://256.256.256.256/", "http://1.2.3.09/", "http://example.0x/a.999999999999999",
        "http://" + "a" * 64 + ".com/", "http://" + "a." * 130 + "com/", "http://example.com/" + "a" * 9000, "http://\ud800/",
        "http://example.com/\ud800", "http://example.com/" + "ä" * 3000, "http://%ff/", "http://a\u2100b/", "https:",
    ],
)  # fmt: skip
def test_no_web_address(bad: str) -> None:
    with pytest.raises(RejectError) as caught:
        canonicalise(bad)
    assert caught.value.reason == "bad_url"


def test_not_even_text() -> None:
    with pytest.raises(RejectError, match="bad_url"):
        canonicalise(None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("link", "absolute"),
    [
        ("b?x=1", "http://example.com/news/b?x=1"),
        ("/b", "http://example.com/b"),
        ("//other.org/b", "http://other.org/b"),
        ("https://other.org/b", "https://other.org/b"),
        ("../b", "http://example.com/b"),
        ("?page=2", "http://example.com/news/a?page=2"),
        ("\\b", "http://example.com/b"),
        ("", "http://example.com/news/a"),
    ],
)
def test_relative_links(link: str, absolute: str) -> None:
    assert canonicalise(link, "http://example.com/news/a#x") == absolute


def test_servers_are_asked_for_every_parameter() -> None:
    assert request_url("http://Example.com/feed?utm_source=a&b#x") == "http://example.com/feed?utm_source=a&b"
    assert request_url("/feed?at_x=1&amp;y", "http://example.com/a") == "http://example.com/feed?at_x=1&y"


def test_paths_that_differ_by_case_are_two_articles() -> None:
    assert canonicalise("http://example.com/aB") != canonicalise("http://example.com/ab")


@given(st.text(max_size=80))
def test_any_text_ends_as_an_address_or_a_reject(text: str) -> None:
    for candidate in (text, f"http://{text}", f"http://example.com/{text}", f"http://example.com/?{text}"):
        canonical = canonical_or_none(candidate)
        if canonical is None:
            continue
        assert canonical.isascii()
        assert canonical.startswith(("http://", "https://"))
        assert canonicalise(canonical) == canonical
        assert registrable_domain(canonical)
        same_document_hint(canonical)


@given(st.lists(st.sampled_from(["a", ".", "..", "", "%2E", "%2e%2E", "b c", "é", "%C3%A9", "A"]), max_size=8))
def test_paths_are_settled_at_once(segments: list[str]) -> None:
    canonical = canonicalise("http://example.com/" + "/".join(segments))
    assert canonicalise(canonical) == canonical
    assert not {".", ".."} & set(urlsplit(canonical).path.split("/"))


@given(st.text(alphabet=string.printable, max_size=60))
def test_relative_links_never_crash(link: str) -> None:
    canonical = canonical_or_none(link, "https://example.com/a/b")
    assert canonical is None or canonical.startswith("http")


def test_article_ids_are_stable_and_valid_uuids() -> None:
    made = article_id("https://example.com/a")
    assert str(made) == str(article_id("https://example.com/a"))
    assert (made.version, made.variant) == (8, "specified in RFC 4122")
    assert made != article_id("https://example.com/b")


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("https://news.bbc.co.uk/a", "bbc.co.uk"),
        ("www.example.com", "example.com"),
        ("outlet-a.blogspot.com", "outlet-a.blogspot.com"),
        ("http://gov.uk/", "gov.uk"),
        ("http://127.0.0.1:8101/a", "127.0.0.1:8101"),
        ("127.0.0.1:8101", "127.0.0.1:8101"),
        ("http://127.0.0.1/", "127.0.0.1"),
        ("localhost:8101", "localhost:8101"),
        ("http://outlet.localhost:8101/a", "outlet.localhost"),
        ("http://[::1]:81/", "[::1]:81"),
        ("http://example.com:8080/", "example.com"),
    ],
)
def test_registrable_domain(address: str, domain: str) -> None:
    assert registrable_domain(address) == domain


def test_politeness_is_owed_to_a_server() -> None:
    assert host_key("https://News.Example.com:443/a") == "news.example.com" == host_key("http://news.example.com/b")
    assert host_key("http://127.0.0.1:81/") != host_key("http://127.0.0.1:82/")


@pytest.mark.parametrize(
    ("requested", "final", "stated", "chosen"),
    [
        ("https://a.com/x", "https://a.com/x", None, "https://a.com/x"),
        ("http://a.com/x", "https://www.a.com/news/x?utm_source=r", None, "https://www.a.com/news/x"),
        ("https://short.er/1", "https://a.com/x", None, "https://a.com/x"),
        ("https://a.com/x", "https://a.com/", None, "https://a.com/x"),
        ("https://a.com/x", "https://a.com/en/", None, "https://a.com/x"),
        ("https://a.com/x", "https://c.org/consent?back=https%3A%2F%2Fa.com%2Fx", None, "https://a.com/x"),
        ("https://a.com/x", "https://c.org/login?r=https%253A%252F%252Fa.com%252Fx%253Fq", None, "https://a.com/x"),
        ("https://a.com/x?p=2", "https://a.com/x?p=2", "https://a.com/x", "https://a.com/x"),
        ("https://m.a.com/x", "https://m.a.com/x", "https://www.a.com/x", "https://www.a.com/x"),
        ("https://a.com/x", "https://a.com/x", "/y", "https://a.com/y"),
        ("https://a.com/x", "https://a.com/x", "https://a.com/", "https://a.com/x"),
        ("https://a.com/x", "https://a.com/x", "https://a.com/index.html", "https://a.com/x"),
        ("https://a.com/?p=7", "https://a.com/?p=7", "https://a.com", "https://a.com/?p=7"),
        ("https://evil.com/x", "https://evil.com/x", "https://bbc.co.uk/news/1", "https://evil.com/x"),
        (
            "https://a.blogspot.com/x",
            "https://a.blogspot.com/x",
            "https://b.blogspot.com/x",
            "https://a.blogspot.com/x",
        ),
        ("https://a.com/x", "https://a.com/x", "javascript:1", "https://a.com/x"),
        ("https://a.com/x", "https://a.com/x", " ", "https://a.com/x"),
        ("https://a.com/", "https://a.com/en/", None, "https://a.com/en/"),
    ],
)
def test_what_a_document_is_called(requested: str, final: str, stated: str | None, chosen: str) -> None:
    assert choose_canonical(requested, final, stated) == chosen


@pytest.mark.parametrize(
    "variant",
    [
        "https://example.com/news/7", "http://www.example.com/news/7/", "https://m.example.com/news/7",
        "https://amp.example.com/news/7", "https://example.com/news/7/amp", "https://example.com/amp/news/7",
        "https://example.com/news/7?amp=1", "https://example.com/news/7?outputType=amp", "https://example.com/news/7/print",
        "https://example.com/news/7/index.html", "https://example.com/news/7?print=true&utm_source=x",
    ],
)  # fmt: skip
def test_print_amp_and_mobile_pages_are_hinted_at(variant: str) -> None:
    assert same_document_hint(variant) == "example.com/news/7"


def test_hints_keep_other_documents_apart() -> None:
    others = ["http://example.com/news/8", "http://example.com/news/7?page=2", "http://m.com/news/7", "http://amp.dev/"]
    assert len({same_document_hint(url) for url in [*others, "http://example.com/news/7"]}) == 5
    assert same_document_hint("http://m.com/amp") == "m.com/amp"

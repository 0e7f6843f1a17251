"""What a feed document becomes: every entry, with its address, title, dates and text; or one stated reject."""

from __future__ import annotations

import html
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newshouse.errors import RejectError
from newshouse.feeds import parse_feed
from newshouse.records import Entry, ParsedFeed

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
URL = "https://news.example.org/feeds/all.xml"


def parsed(document: str | bytes, content_type: str | None = None) -> ParsedFeed:
    body = document.encode() if isinstance(document, str) else document
    return parse_feed(body, url=URL, content_type=content_type, fetched_at=NOW)


def rss(items: str, channel: str = "", declaration: str = "") -> str:
    namespaces = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" '
        'xmlns:media="http://search.yahoo.com/mrss/" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
    )
    return f'{declaration}<rss version="2.0" {namespaces}><channel><title>T</title>{channel}{items}</channel></rss>'


def item(**parts: str) -> Entry:
    body = "".join(f"<{name.replace('_', ':')}>{text}</{name.replace('_', ':')}>" for name, text in parts.items())
    [entry] = parsed(rss(f"<item>{body}</item>")).entries
    return entry


def titled(markup: str) -> str | None:
    return item(title=markup, link="https://a.example/1").title


def reject(document: str | bytes, content_type: str | None = None) -> str:
    with pytest.raises(RejectError) as caught:
        parsed(document, content_type)
    return caught.value.reason


RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://a.example/"><title>T</title></channel>
<item rdf:about="https://a.example/1"><title>One</title><link>https://a.example/1</link>
<dc:date>2026-03-02T08:00:00+01:00</dc:date><dc:creator>Ada</dc:creator></item></rdf:RDF>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>T</title><link href="https://a.example/"/>
<link rel="self" href="https://a.example/atom"/><link rel="hub" href="https://hub.example/"/>
<entry><id>tag:a.example,2026:1</id><title type="html">One</title><link rel="alternate" href="https://a.example/1"/>
<link rel="replies" href="https://a.example/1#comments"/><published>2026-03-02T07:00:00Z</published>
<updated>2026-03-02T09:00:00Z</updated><author><name>Ada</name><email>ada@a.example</email></author></entry></feed>"""
ATOM03 = """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>T</title><entry><id>tag:a.example,2026:1</id>
<title>One</title><link rel="alternate" type="text/html" href="https://a.example/1"/>
<issued>2026-03-02T07:00:00Z</issued><author><name>Ada</name></author></entry></feed>"""
JSON11 = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "T",
        "home_page_url": "https://a.example/",
        "items": [
            {
                "id": "1",
                "url": "https://a.example/1",
                "title": "One",
                "date_published": "2026-03-02T07:00:00Z",
                "authors": [{"name": "Ada"}],
                "content_text": "a < b",
            }
        ],
    }
)
OLD = """<rss version="0.91"><channel><title>T</title><item><title>One</title><link>https://a.example/1</link>
<pubDate>Mon, 02 Mar 2026 07:00:00 GMT</pubDate><author>ada@a.example (Ada)</author></item></channel></rss>"""


@pytest.mark.parametrize(
    ("document", "feed_format"),
    [(RDF, "rdf"), (ATOM, "atom10"), (ATOM03, "atom03"), (JSON11, "json11"), (OLD, "rss091"),
     (JSON11.replace("version/1.1", "version/1"), "json10"), (OLD.replace("0.91", "2.0"), "rss20")],
)  # fmt: skip
def test_every_format_gives_the_same_entry(document: str, feed_format: str) -> None:
    feed = parsed(document)
    [entry] = feed.entries
    assert (feed.feed_format, feed.title) == (feed_format, "T")
    assert (entry.url, entry.title, entry.authors) == ("https://a.example/1", "One", ("Ada",))
    assert entry.published_at == datetime(2026, 3, 2, 7, 0, tzinfo=UTC)


def test_the_channel_s_own_words_are_kept() -> None:
    channel = (
        "<link>https://a.example/</link><language>pt_BR</language><ttl>30</ttl><sy:updatePeriod>hourly</sy:updatePeriod>"
        '<sy:updateFrequency>2</sy:updateFrequency><atom:link rel="hub" href="https://hub.example/"/>'
        '<atom:link rel="self" href="/self.xml"/>'
    )
    feed = parsed(rss("", channel))
    assert (feed.entries, feed.home_url, feed.language) == ((), "https://a.example/", "pt-BR")
    assert (feed.ttl_s, feed.update_period_s) == (1_800, 1_800)
    assert (feed.hub_url, feed.self_url) == ("https://hub.example/", "https://news.example.org/self.xml")


@pytest.mark.parametrize("ttl", ["", "soon", "-5", "0", "9" * 50])
def test_a_senseless_ttl_is_none(ttl: str) -> None:
    assert parsed(rss("", f"<ttl>{ttl}</ttl>")).ttl_s is None


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        ("Tom &amp; Jerry", "Tom & Jerry"),
        ("<![CDATA[Tom & Jerry]]>", "Tom & Jerry"),
        ("<![CDATA[Tom &amp; Jerry]]>", "Tom & Jerry"),
        ("Tom &amp;amp; Jerry", "Tom & Jerry"),
        ("<![CDATA[A <b>bold</b> move]]>", "A bold move"),
        ("A &lt;em&gt;bold&lt;/em&gt;&lt;br/&gt;move", "A bold move"),
        ("A <i>bold</i> move", "A bold move"),
        ("hyper&lt;wbr&gt;text", "hypertext"),
        ("1 &lt; 2 &gt; 0", "1 < 2 > 0"),
        ("How &lt;script&gt; works", "How <script> works"),
        ("List&lt;T&gt; explained", "List<T> explained"),
        ("<![CDATA[Don&#8217;t &#x2014; ever]]>", "Don’t — ever"),
        ("  spaces\n and\tlines ", "spaces and lines"),
        ("&#55357;&#56832; smile", "😀 smile"),
        ("<![CDATA[Title<script>alert(1)</script>]]>", "Title"),
        ("Caf\u00c3\u00a9", "Café"),
        ("S\u00e3o Paulo", "São Paulo"),
        ("AT&T &nbsp; more", "AT&T more"),
        ("\u0000x\u0008y", "xy"),
        ("<![CDATA[]]>", None),
    ],
)
def test_titles_become_the_text_a_reader_sees(markup: str, wanted: str | None) -> None:
    assert titled(markup) == wanted


LEADS = "".join(map(chr, range(0xC2, 0xF5)))  # "Â¡" is read as a twice encoded "¡", which it nearly always is


@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn"), exclude_characters=LEADS), max_size=60
    )
)
def test_a_properly_escaped_plain_title_comes_back(text: str) -> None:
    plain = " ".join(text.replace("&", "+").replace("<", "(").split())
    assert "".join((titled(html.escape(plain)) or "").split()) == "".join(plain.split())


@pytest.mark.parametrize(
    ("packed", "wanted"), [("TmV3cyDDvGJlcg==", "News über"), (" TmV3\ncw== ", "News"), ("no base64!", "no base64!")]
)
def test_atom_03_titles_in_base64_are_unpacked(packed: str, wanted: str) -> None:
    title = f'<title mode="base64">{packed}</title>'
    body = f'<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry>{title}</entry></feed>'
    [entry] = parse_feed(body.encode(), url="https://a.example/", content_type=None, fetched_at=NOW).entries
    assert entry.title == wanted


def test_a_media_title_stands_in_only_where_there_is_no_other() -> None:
    assert item(media_title="Photo", title="Story").title == "Story"
    assert item(title="", media_title="Photo").title == "Photo"


@pytest.mark.parametrize(
    ("parts", "wanted"),
    [
        ({"link": "https://a.example/1"}, "https://a.example/1"),
        ({"link": "\n  https://a.example/1?a=1&amp;b=2\n"}, "https://a.example/1?a=1&b=2"),
        ({"link": "<![CDATA[https://a.example/1?a=1&b=2]]>"}, "https://a.example/1?a=1&b=2"),
        ({"link": "/2026/story"}, "https://news.example.org/2026/story"),
        ({"link": "story.html"}, "https://news.example.org/feeds/story.html"),
        ({"link": "//cdn.example/x"}, "https://cdn.example/x"),
        ({"link": "www.a.example/x"}, "http://www.a.example/x"),
        ({"guid": "https://a.example/1"}, "https://a.example/1"),
        ({"link": "", "guid": "https://a.example/1"}, "https://a.example/1"),
        ({"link": "javascript:alert(1)", "guid": "https://a.example/1"}, "https://a.example/1"),
        ({"guid": "post-17"}, None),
        ({"link": "mailto:ed@a.example"}, None),
        ({"link": "http://[broken"}, None),
        ({"link": "https://proxy.example/~r/1", "feedburner_origLink": "https://a.example/1"}, "https://a.example/1"),
    ],
)
def test_an_entry_links_to_its_page(parts: dict[str, str], wanted: str | None) -> None:
    entry = item(title="x", **parts)
    assert entry.url == wanted
    assert ("url_missing" in entry.flags) == (wanted is None)


def test_relative_links_start_from_xml_base() -> None:
    feed = parsed(
        ATOM.replace("<entry>", '<entry xml:base="https://b.example/deep/">').replace("https://a.example/1", "1")
    )
    assert feed.entries[0].url == "https://b.example/deep/1"


def test_a_guid_that_carries_the_headline_does_not_move_the_address() -> None:
    first = item(guid="Headline one", link="https://a.example/1")
    second = item(guid="Headline changed", link="https://a.example/1")
    assert first.url == second.url


def test_entries_without_any_id_keep_a_key_of_their_own() -> None:
    one, other = parsed(rss("<item><title>A</title></item><item><title>B</title></item>")).entries
    assert one.guid != other.guid
    assert {"guid_missing", "url_missing", "date_missing"} <= set(one.flags)


def test_a_guid_shared_by_several_pages_gives_way_to_the_link() -> None:
    items = "".join(f"<item><guid>same</guid><link>https://a.example/{number}</link></item>" for number in (1, 2))
    entries = parsed(rss(items + "<item><guid>other</guid></item>")).entries
    assert [entry.guid for entry in entries] == ["https://a.example/1", "https://a.example/2", "other"]
    assert ["guid_repeated" in entry.flags for entry in entries] == [True, True, False]


@pytest.mark.parametrize(
    ("published", "wanted", "flag"),
    [
        ("Mon, 02 Mar 2026 07:00:00 GMT", datetime(2026, 3, 2, 7, tzinfo=UTC), None),
        ("Tue, 03 Mar 2026 07:00:00 GMT", NOW, "date_future"),
        ("9999-12-31T23:59:59Z", NOW, "date_future"),
        ("0001-01-01T00:00:00Z", None, "date_absurd"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None, "date_absurd"),
        ("next Tuesday", None, "date_unreadable"),
    ],
)
def test_dates_are_kept_raw_and_clamped_for_use(published: str, wanted: datetime | None, flag: str | None) -> None:
    entry = item(title="x", pubDate=published)
    assert (entry.published_at, entry.published_raw) == (wanted, published)
    assert set(entry.flags) & {"date_future", "date_absurd", "date_unreadable"} == ({flag} if flag else set())


def test_an_absurd_date_gives_way_to_the_update() -> None:
    entry = item(title="x", pubDate="0001-01-01T00:00:00Z", atom_updated="2026-03-01T00:00:00Z")
    assert entry.published_at == datetime(2026, 3, 1, tzinfo=UTC)
    assert {"date_absurd", "published_from_updated"} <= set(entry.flags)


def test_months_are_read_in_the_feed_s_language() -> None:
    feed = parsed(rss("<item><pubDate>1 listopada 2025</pubDate></item>", "<language>pl</language>"))
    assert feed.entries[0].published_at == datetime(2025, 11, 1, tzinfo=UTC)


def test_the_longest_text_is_kept_and_a_teaser_is_none() -> None:
    entry = item(description="Teaser &lt;b&gt;only&lt;/b&gt;", content_encoded="<![CDATA[<p>Whole text</p>]]>")
    assert (entry.summary, entry.content_html) == ("Teaser only", "<p>Whole text</p>")
    assert item(description="Teaser").content_html is None
    long = "&lt;p&gt;" + "word " * 300 + "&lt;/p&gt;"
    assert (item(description=long).content_html or "").startswith("<p>word")


def test_xhtml_content_is_kept_as_markup() -> None:
    content = '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One <b>two</b></p></div></content>'
    [entry] = parsed(ATOM.replace("</entry>", content + "</entry>")).entries
    assert entry.content_html == "<div><p>One <b>two</b></p></div>"


@pytest.mark.parametrize(
    "markup",
    [
        "<p>a</p><script>alert(1)</script>",
        '<p onclick="alert(1)">a</p>',
        '<p><a href="javascript:alert(1)">a</a></p>',
        '<p><a href=" jav\tascript:alert(1)">a</a></p>',
        '<p><a href="&#106;avascript:alert(1)">a</a></p>',
        '<p>a<img src=x onerror=alert(1)></p>',
        '<p>a</p><iframe src="//evil.example"></iframe>',
        '<p>a</p><svg/onload=alert(1)>',
        '<p>a</p><a href="data:text/html,<script>alert(1)</script>">',
        '<p>a</p><ScRiPt>alert(1)</sCrIpT>',
    ],
)  # fmt: skip
def test_nothing_that_acts_stays_in_the_content(markup: str) -> None:
    entry = item(content_encoded=f"<![CDATA[{markup}]]>")
    assert entry.content_html is not None
    assert "alert" not in entry.content_html
    assert "evil" not in entry.content_html
    assert ">a<" in entry.content_html


def test_authors_and_categories_are_names_each_once() -> None:
    entry = item(
        author="ed@a.example (Jane Doe)", dc_creator="Jane Doe", category="Politics", dc_subject="politics &amp; law"
    )
    assert entry.authors == ("Jane Doe",)
    assert entry.categories == ("Politics", "politics & law")
    assert item(author="ed@a.example").authors == ("ed@a.example",)


def test_an_entry_s_own_language_goes_before_the_feed_s() -> None:
    items = "<item><dc:language>fr</dc:language></item><item/>"
    feed = parsed(rss(items, "<language>en-us</language>"))
    assert [entry.language for entry in feed.entries] == ["fr", "en-us"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty_feed_document"),
        (b" \r\n\x00", "empty_feed_document"),
        (b"\xef\xbb\xbf", "empty_feed_document"),
        (b"<!DOCTYPE html><html><body>Not found</body></html>", "html_instead_of_feed"),
        (b"\n<html xmlns='http://www.w3.org/1999/xhtml'><head/></html>", "html_instead_of_feed"),
        (b"<div>cookies?</div>", "html_instead_of_feed"),
        (b"plain words", "not_a_feed"),
        (b"<urlset/>", "not_a_feed"),
        (b'{"hello": "world"}', "not_a_feed"),
        (b"[1, 2", "not_a_feed"),
        (b"[" * 100_000, "not_a_feed"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10, "not_a_feed"),
        (b"\xff\xfe" + b"\x00\xd8" * 1_000, "feed_encoding"),
    ],
)
def test_what_is_no_feed_is_rejected_with_its_reason(body: bytes, reason: str) -> None:
    assert reject(body) == reason


@pytest.mark.parametrize(
    "mangle",
    [
        lambda text: "\n\n  " + text,
        lambda text: "Warning: line 7\n" + text,
        lambda text: text.replace("</channel></rss>", ""),
        lambda text: text.replace("One", "R&D One"),
        lambda text: text.replace("One", "One &eacute;"),
        lambda text: text.replace("One", "One \x0b"),
        lambda text: text.replace("<title>One", "<dc:unbound>x</dc:unbound><title>One"),
        lambda text: text + "<!-- junk --><p>",
        lambda text: text.replace("<item>", "<item><!-- a -- b -->"),
        lambda text: "<?xml version='1.0' encoding='nonsense-9'?>" + text,
    ],
)
def test_the_usual_slips_cost_no_entry(mangle: object) -> None:
    feed = parsed(mangle(OLD))  # type: ignore[operator]
    assert [entry.url for entry in feed.entries] == ["https://a.example/1"]
    assert (feed.entries[0].title or "").endswith(("One", "One é"))


def test_a_feed_broken_in_the_middle_keeps_what_feedparser_keeps() -> None:
    items = "".join(f"<item><title>{n}</title><link>https://a.example/{n}</link></item>" for n in range(5))
    broken = rss(items).replace("</channel></rss>", "</channel></rss>" + items)
    assert len(parsed(broken).entries) == 10


def test_entities_are_never_expanded_without_end() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{laughs}]>' + rss("<item><title>&l9;</title></item>")
    assert len(parsed(bomb).entries[0].title or "") < 100
    quadratic = f'<!DOCTYPE rss [<!ENTITY a "{"y" * 190}">]>' + rss(f"<item><title>{'&a;' * 100_000}</title></item>")
    assert reject(quadratic) == "feed_entities"
    external = '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + rss("<item><title>a&f;b</title></item>")
    assert "root" not in (parsed(external).entries[0].title or "")


def test_a_document_s_own_short_entities_are_read() -> None:
    named = '<!DOCTYPE rss [<!ENTITY pub "The Daily &#38; Co">]>' + rss("<item><title>&pub;</title></item>")
    assert parsed(named.replace("&#38;", "and")).entries[0].title == "The Daily and Co"


def test_sizes_are_bounded() -> None:
    huge = item(title="x" * 3_000_000, guid="g" * 100_000, link="https://a.example/1", description="d" * 3_000_000)
    assert len(huge.title or "") <= 1_000
    assert len(huge.summary or "") <= 2_000
    assert len(huge.guid) < 100
    assert reject(b"<rss>" + b" " * 50_000_001) == "feed_too_large"
    many = parsed("<rss><channel>" + "<item/>" * 25_000 + "</channel></rss>")
    assert (len(many.entries), "entries_capped" in many.flags) == (20_000, True)
    assert parsed(rss("<item><description>" + "<div>" * 50_000)).entries

"""What a reader of the warehouse is promised of an article, on pages written for it."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from newshouse.errors import RejectError
from newshouse.extract import extract_article
from newshouse.records import Article

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
URL = "https://www.example-herald.com/world/2026/03/01/harbour-reopens"
PARAGRAPHS = [
    "The harbour of Port Ellis reopened on Sunday after four months of repairs, the port authority said.",
    "Engineers had replaced two of the three locks, which a storm damaged in October, and dredged the inner basin.",
    "Shipping companies welcomed the news, saying detours through the northern canal had cost them millions each week.",
    "The first container vessel, the Aurora, is expected to dock on Tuesday, followed by two grain carriers.",
]
STATED = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "Example Herald"},
        {"@type": "Person", "@id": "#ada", "name": "Ada Byron"},
        {
            "@type": ["NewsArticle"],
            "headline": "Harbour of Port Ellis reopens",
            "datePublished": "2026-03-01T09:30:00+01:00",
            "dateModified": "2026-03-01T11:00:00+01:00",
            "author": [{"@id": "#ada"}, {"@type": "Person", "name": "Grace Murray"}],
            "publisher": {"@type": "Organization", "name": "Example Herald"},
            "articleSection": "World",
            "keywords": ["harbour", "shipping"],
            "image": [{"@type": "ImageObject", "url": "/images/harbour.jpg"}],
            "isAccessibleForFree": True,
            "inLanguage": "en-GB",
            "mainEntityOfPage": {"@id": URL},
        },
    ],
}


def page(body: list[str] | None = None, *, head: str = "", extra: str = "", stated: object = STATED) -> bytes:
    paragraphs = "".join(f"<p>{text}</p>" for text in (PARAGRAPHS if body is None else body))
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
    <title>Harbour of Port Ellis reopens | Example Herald</title>
    <link rel="canonical" href="{URL}?utm_source=x">{head}
    <script type="application/ld+json">{json.dumps(stated)}</script></head>
    <body><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
    <article><h1>Harbour of Port Ellis reopens</h1><div class="article-body">{paragraphs}{extra}</div></article>
    <aside class="related"><h3>Related stories</h3><ul><li><a href="/a">Storm damages the locks of Port Ellis</a></li>
    <li><a href="/b">Canal tolls rise again as detours go on</a></li></ul></aside>
    <footer>Copyright 2026 Example Herald. All rights reserved.</footer></body></html>""".encode()


def read(html: bytes, url: str = URL, **options: object) -> Article:
    return extract_article(html, url=url, headers=(), fetched_at=NOW, **options)  # type: ignore[arg-type]


def test_a_page_with_stated_metadata_gives_it_whole() -> None:
    article = read(page())
    assert article.title == "Harbour of Port Ellis reopens"
    assert article.authors == ("Ada Byron", "Grace Murray")
    assert article.published_at == datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
    assert article.modified_at == datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
    assert article.canonical_url == URL
    assert (article.sitename, article.section, article.is_free) == ("Example Herald", "World", True)
    assert article.keywords == ("harbour", "shipping")
    assert article.image_url == "https://www.example-herald.com/images/harbour.jpg"
    assert ("html", "en") in article.declared_languages
    assert ("json-ld", "en-GB") in article.declared_languages
    assert article.flags == ()


def test_body_is_the_article_without_headline_menu_related_and_footer() -> None:
    assert read(page()).body.split("\n") == PARAGRAPHS


def test_whitespace_advertisements_and_counters_make_no_new_revision() -> None:
    before = read(page())
    spaced = [text.replace(" ", "\n  ") for text in PARAGRAPHS]
    extra = '<div class="ad-slot">Advertisement</div><p>Updated 5 minutes ago</p><div class="count">12 comments</div>'
    assert read(page(spaced, extra=extra)).content_sha256 == before.content_sha256


def test_a_changed_sentence_makes_a_new_revision_of_the_same_article() -> None:
    before, after = (
        read(page()),
        read(page([*PARAGRAPHS[:3], "The first vessel ran aground at the entrance on Monday."])),
    )
    assert before.article_id == after.article_id
    assert before.content_sha256 != after.content_sha256


def test_broken_json_ld_costs_nothing_else() -> None:
    html = page().replace(b'{"@context"', b'{"@context" oops')
    article = read(html)
    assert article.title == "Harbour of Port Ellis reopens"
    assert article.body.split("\n") == PARAGRAPHS


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (b"", "empty_page"),
        (b"  \n ", "empty_page"),
        (b"%PDF-1.7 \x00\x01", "not_html"),
        (b'{"error": "gone"}', "not_html"),
        (b"plain words without any markup", "not_html"),
        (b"<?xml version='1.0'?><rss><channel></channel></rss>", "not_html"),
        (b"<html><body></body></html>", "no_text"),
        (b"<html><body><script>var a = 1</script></body></html>", "no_text"),
    ],
)
def test_what_is_no_page_is_rejected_with_its_reason(html: bytes, reason: str) -> None:
    with pytest.raises(RejectError) as caught:
        read(html)
    assert caught.value.reason == reason


def test_an_image_is_rejected_by_its_type() -> None:
    with pytest.raises(RejectError) as caught:
        extract_article(page(), url=URL, headers=(("Content-Type", "image/png"),), fetched_at=NOW)
    assert caught.value.reason == "not_html"


@pytest.mark.parametrize(
    ("charset", "declared_in"),
    [("windows-1251", "meta"), ("windows-1251", "header"), ("utf-16", "bom"), ("gb18030", "meta")],
)
def test_character_sets_are_read_as_browsers_do(charset: str, declared_in: str) -> None:
    text = "Гавань снова открыта после ремонта." if "1251" in charset else "港口在维修四个月后重新开放。"
    meta = f'<meta charset="{charset}">' if declared_in == "meta" else ""
    html = f"<html><head>{meta}<title>x</title></head><body><article><p>{text * 8}</p></article></body></html>"
    headers = (("Content-Type", f"text/html; charset={charset}"),) if declared_in == "header" else ()
    article = extract_article(html.encode(charset), url=URL, headers=headers, fetched_at=NOW)
    assert text in article.body


def test_the_feeds_title_fills_in_where_the_page_has_none() -> None:
    html = b"<html><body><p>" + PARAGRAPHS[0].encode() * 3 + b"</p></body></html>"
    assert read(html, link_title="Harbour reopens").title == "Harbour reopens"


def test_the_canonical_link_of_another_outlet_is_not_believed() -> None:
    html = page().replace(f'href="{URL}?utm_source=x"'.encode(), b'href="https://other-paper.net/their-story"')
    assert read(html).canonical_url == URL


def test_reservations_are_kept_from_metas_and_headers() -> None:
    html = page(head='<meta name="robots" content="index, noai"><meta name="tdm-reservation" content="1">')
    article = extract_article(html, url=URL, headers=(("X-Robots-Tag", "noimageai"),), fetched_at=NOW)
    assert article.reservations == ("noai", "noimageai", "tdm-reservation")


def test_reading_twice_gives_the_same_record() -> None:
    assert read(page()) == read(page())


def test_pages_of_the_corpus_are_read_as_well_as_promised() -> None:
    corpus = Path(os.environ.get("NEWSHOUSE_CORPUS", Path(__file__).resolve().parents[3] / "shared" / "corpus"))
    if not (corpus / "pages" / "index.jsonl").exists():
        pytest.skip("no corpus: set NEWSHOUSE_CORPUS")
    import gzip

    rows = [json.loads(line) for line in (corpus / "pages" / "index.jsonl").read_text(encoding="utf-8").splitlines()]
    shares = []
    for row in [row for row in rows if row["body"]][::12]:
        found = set(read(gzip.decompress((corpus / "pages" / row["file"]).read_bytes()), url=row["url"]).body.split())
        wanted = set(row["body"].split())
        shares.append(len(found & wanted) / max(1, len(found | wanted)))
    assert sum(shares) / len(shares) > 0.9

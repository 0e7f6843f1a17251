"""What pages state in their heads, in the ways publishers state it: each page is invented, its kind is not."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from newshouse.extract import extract_article
from newshouse.records import Article

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
URL = "https://www.kurier-am-fluss.example/politik/deich-wird-erhoeht-4711.html"
TEXT = "The council voted to raise the dyke by a metre after two winters of flooding along the lower river. " * 4
ADA, TITLE = ("Ada Byron",), "Deich wird erhöht"
MORNING = datetime(2026, 2, 27, 6, 30, tzinfo=UTC)


def page(*, head: str = "", above: str = "", below: str = "", h1: str = "", url: str = URL) -> Article:
    """An article page of four paragraphs; ``above`` and ``below`` stand beside its headline and its end."""
    heading = f"<h1>{h1}</h1>" if h1 else ""
    html = f"""<html><head>{head}</head><body><article>{heading}{above}
    <div class="text">{f"<p>{TEXT}</p>" * 3}</div></article>{below}</body></html>"""
    return extract_article(html.encode(), url=url, headers=(), fetched_at=NOW)


def script(content: str) -> str:
    return f'<script type="application/ld+json">{content}</script>'


def stated(**fields: object) -> dict[str, object]:
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": TITLE,
        "datePublished": "2026-02-27T07:30:00+01:00",
        "author": {"@type": "Person", "name": "Ada Byron"},
    } | fields


def facts(article: Article) -> tuple[object, ...]:
    return article.title, article.authors, article.published_at


# --- JSON-LD: where the article's node stands ---------------------------------------------------------------------

RELATED = {"headline": "Brücke gesperrt", "author": "Otto Fremd", "datePublished": "2025-01-01T00:00:00Z"}


@pytest.mark.parametrize(
    "document",
    [
        stated(),
        [stated()],
        [{"@type": "BreadcrumbList", "itemListElement": []}, stated()],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "Kurier"}, stated()]},
        {"@type": "WebPage", "mainEntity": stated()},
        {"@type": "WebPage", "name": "Kurier", "mainEntityOfPage": URL, "mainEntity": [stated()]},
        {"@type": "ItemPage", "about": {"@type": "Thing", "name": "Deich"}, "hasPart": [stated()]},
        stated(**{"@type": ["NewsArticle", "WebPage"]}),
        stated(**{"@type": "http://schema.org/ReportageNewsArticle"}),
        stated(**{"@type": "schema:NewsArticle"}),
        stated(**{"@type": "LiveBlogPosting", "liveBlogUpdate": [{"@type": "BlogPosting", "headline": "Update 1"}]}),
        stated(video={"@type": "VideoObject", "name": "Der Deich im Film", "uploadDate": "2020-01-01T00:00:00Z"}),
        [stated(url=URL), stated(**RELATED, url="https://www.kurier-am-fluss.example/bruecke")],
        [stated(**RELATED, url="https://www.kurier-am-fluss.example/bruecke"), stated(url=URL)],
        [
            stated(**RELATED, mainEntityOfPage={"@id": "https://www.kurier-am-fluss.example/bruecke"}),
            stated(mainEntityOfPage={"@type": "WebPage", "@id": f"{URL}?utm_source=feed#top"}),
        ],
        [stated(), *(stated(**RELATED, url=f"https://www.kurier-am-fluss.example/{n}") for n in range(6))],
        {"@graph": [{"@type": "NewsArticle", "@id": f"{URL}#article", **stated()}, {"@type": "WebPage", "url": URL}]},
    ],
)
def test_the_article_is_found_wherever_its_node_stands(document: object) -> None:
    assert facts(page(head=script(json.dumps(document)), h1=TITLE)) == (TITLE, ADA, MORNING)


def test_a_list_of_other_articles_says_nothing_of_this_one() -> None:
    others = {
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "item": stated(**RELATED, url=f"https://a.example/{n}")}
            for n in range(5)
        ],
    }
    found = page(head=script(json.dumps(others)), h1=TITLE, above="<p class=byline>Von Ada Byron</p>")
    assert facts(found) == (TITLE, ADA, None)


# --- JSON-LD: as it is spelt ----------------------------------------------------------------------------------------

SOUND = json.dumps(stated(), ensure_ascii=False)


@pytest.mark.parametrize(
    "block",
    [
        f"\n<!--\n{SOUND}\n-->\n",
        f"//<![CDATA[\n{SOUND}\n//]]>",
        f"/*<![CDATA[*/{SOUND}/*]]>*/",
        f"\ufeff{SOUND};",
        SOUND.replace('"}', '",}').replace("}}", "},}"),
        SOUND.replace(TITLE, "Deich\nwird\terhöht"),
        SOUND.replace('"headline"', '"description": "Der "neue" Deich", "headline"'),
        SOUND.replace('"headline"', '// the headline\n"headline"'),
        SOUND.replace('"headline"', '/* the headline */ "headline"'),
        SOUND.replace(TITLE, "Deich wird erh&ouml;ht"),
        SOUND.replace(TITLE, "Deich wird erh&amp;ouml;ht"),
        SOUND.replace(TITLE, "Deich <b>wird</b> erhöht"),
        SOUND.replace("https://schema.org", "https:\\/\\/schema.org"),
        SOUND.replace('"headline"', '"description": "C:\\dyke\\x", "headline"'),
        SOUND.replace("{", "{\n").replace(",", ",\n,"),
        f"{SOUND}\n{json.dumps({'@type': 'WebSite', 'name': 'Kurier'})}",
        SOUND.replace('"', "&quot;"),
        f"[{SOUND},]",
        SOUND[:-1],
    ],
)
def test_a_badly_written_block_is_read_all_the_same(block: str) -> None:
    assert facts(page(head=script(block), h1=TITLE)) == (TITLE, ADA, MORNING)


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Ada Byron", ADA),
        ("By Ada Byron", ADA),
        ("Ada Byron, Grace Murray", ("Ada Byron", "Grace Murray")),
        (["Ada Byron", "Grace Murray"], ("Ada Byron", "Grace Murray")),
        (
            [{"name": "Ada Byron", "jobTitle": "Chief Reporter"}, {"name": "Grace Murray"}],
            ("Ada Byron", "Grace Murray"),
        ),
        ({"@type": "Person", "name": ["Ada Byron", "Grace Murray"]}, ("Ada Byron", "Grace Murray")),
        ({"@type": "Person", "name": "Ada Byron", "sameAs": "https://x.example/ada"}, ADA),
        ({"@type": "Person", "givenName": "Ada", "familyName": "Byron"}, ADA),
        ({"@type": "Person", "name": {"@value": "Ada Byron", "@language": "en"}}, ADA),
        ({"@type": "Thing", "name": "Ada Byron"}, ADA),
        ([{"@type": "Person", "name": "Ada Byron"}, {"@type": "Organization", "name": "Reuters"}], ADA),
        ([{"@type": "Person", "name": "Ada Byron"}, {"@type": "NewsMediaOrganization", "name": "Kurier"}], ADA),
        ({"@type": "Organization", "name": "Redaktion"}, ("Redaktion",)),
        ({"@type": "Person", "name": "Byron, Ada"}, ADA),
        ({"@type": "Person", "name": "ADA BYRON"}, ("ADA BYRON",)),
        ({"@type": "Person", "name": "Se&aacute;n O&#39;Brien"}, ("Seán O'Brien",)),
        ({"@type": "Person", "name": "https://www.kurier-am-fluss.example/autor/ada-byron"}, ()),
        ({"@type": "Person", "name": "ada.byron@kurier-am-fluss.example"}, ()),
        ({"@type": "Person", "name": ""}, ()),
        ({"@type": "Person", "name": None}, ()),
        ([], ()),
        ([[{"@type": "Person", "name": "Ada Byron"}]], ADA),
        ({"@list": [{"@type": "Person", "name": "Ada Byron"}]}, ADA),
        ({"@type": "Person", "name": "Ana María de la Cruz y Soto"}, ("Ana María de la Cruz y Soto",)),
        ({"@type": "Person", "name": "Ludwig van der Berg"}, ("Ludwig van der Berg",)),
        ({"@type": "Person", "name": "Анна Смирнова"}, ("Анна Смирнова",)),
        ({"@type": "Person", "name": "王小明"}, ("王小明",)),
        ({"@type": "Person", "name": "ليلى حداد"}, ("ليلى حداد",)),
        ({"@type": "Person", "name": "राधा शर्मा"}, ("राधा शर्मा",)),
    ],
)
def test_authors_are_read_from_every_shape(author: object, names: tuple[str, ...]) -> None:
    assert page(head=script(json.dumps(stated(author=author))), h1=TITLE).authors == names


def test_a_creator_stands_for_an_author() -> None:
    document = stated(creator=["Ada Byron"])
    del document["author"]
    assert page(head=script(json.dumps(document)), h1=TITLE).authors == ADA


# --- dates as they are spelt ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spelt", "moment"),
    [
        ("2026-02-27T07:30:00+01:00", MORNING),
        ("2026-02-27T07:30:00+0100", MORNING),
        ("2026-02-27T07:30:00.123+01:00", MORNING),
        ("2026-02-27T06:30:00.000Z", MORNING),
        ("2026-02-27T06:30Z", MORNING),
        ("2026-02-27 06:30:00 UTC", MORNING),
        ("2026-02-27 07:30:00 +0100", MORNING),
        ("2026-02-27T06:30:00", MORNING),
        ("2026-02-27 06:30", MORNING),
        ("20260227T063000Z", MORNING),
        ("Fri, 27 Feb 2026 07:30:00 +0100", MORNING),
        ("Fri Feb 27 2026 07:30:00 GMT+0100 (CET)", MORNING),
        ("Fri Feb 27 06:30:00 UTC 2026", MORNING),
        ("Fri Feb 27 07:30:00 CET 2026", MORNING),
        ("February 27, 2026 6:30 AM", MORNING),
        ("Feb 27, 2026 01:30 AM EST", MORNING),
        ("2026-02-27 06:30 AM", MORNING),
        ("2026-02-26 06:30:00 PM", MORNING - timedelta(hours=12)),
        ("2026-02-27T07:30:00 CET", MORNING),
        ("2026-02-27T07:30:00 GMT+1", MORNING),
        ("2026-02-27T12:00:00+5:30", MORNING),
        ("2026-02-27 오전 6:30:00", MORNING),
        ("27.02.2026 07:30 CET", MORNING),
        ("27.02.2026 07:30:00 +01:00", MORNING),
        ("2/27/2026 6:30:00 AM", MORNING),
        ("2/26/2026 6:30:00 PM", MORNING - timedelta(hours=12)),
        ("Thu, 26 Feb 2026 6:30:00 PM", MORNING - timedelta(hours=12)),
        ("Fri Feb 27 13:30:00 ICT 2026", MORNING),
        ("27 February 2026 09:30:00 +0300", MORNING),
        ("1772173800", MORNING),
        ("1772173800000", MORNING),
        (1772173800, MORNING),
        (1772173800000, MORNING),
        ("27.02.2026 06:30", MORNING),
        ("27-02-2026 06:30", MORNING),
        ("2026/02/27 06:30", MORNING),
        ("2026-02-27", datetime(2026, 2, 27, tzinfo=UTC)),
        ("27 February 2026", datetime(2026, 2, 27, tzinfo=UTC)),
        ("27 février 2026", datetime(2026, 2, 27, tzinfo=UTC)),
        ("2026年2月27日", datetime(2026, 2, 27, tzinfo=UTC)),
        ("2026-02-27T24:00:00Z", datetime(2026, 2, 28, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", None),
        ("1970-01-01T00:00:00Z", None),
        ("0", None),
        ("2031-02-27T06:30:00Z", None),
        ("-0001-11-30T00:00:00+00:00", None),
        ("", None),
        ("N/A", None),
        (True, None),
    ],
)
def test_a_date_is_read_however_it_is_spelt(spelt: object, moment: datetime | None) -> None:
    assert page(head=script(json.dumps(stated(datePublished=spelt))), h1=TITLE).published_at == moment


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2026-02-27T07:30:00+01:00">',
        '<meta name="pubdate" content="2026-02-27T07:30:00+01:00">',
        '<meta name="DC.date.issued" content="2026-02-27T07:30:00+01:00">',
        '<meta name="dcterms.issued" content="2026-02-27T07:30:00+01:00">',
        '<meta name="parsely-pub-date" content="2026-02-27T07:30:00+01:00">',
        '<meta name="sailthru.date" content="2026-02-27T07:30:00+01:00">',
        '<meta name="cXenseParse:recs:publishtime" content="2026-02-27T07:30:00+01:00">',
        '<meta name="cXenseParse:publishtime" content="2026-02-27T07:30:00+01:00">',
        '<meta name="article_date_original" content="2026-02-27T07:30:00+01:00">',
        '<meta itemprop="datePublished" content="2026-02-27T07:30:00+01:00">',
        '<meta name="parsely-page" content=\'{"title": "x", "pub_date": "2026-02-27T07:30:00+01:00"}\'>',
        '<meta name="originalpublicationdate" content="2026/02/27 06:30:00">',
        '<meta name="article.created" content="2026-02-27T07:30:00+01:00">',
        '<meta name="dcterms.created" content="2026-02-27T07:30:00+01:00">',
        '<meta name="publish_time" content="2026-02-27T07:30:00+01:00">',
        '<meta property="rnews:datePublished" content="2026-02-27T07:30:00+01:00">',
        '<meta name="date" content="2026-02-27T07:30:00+01:00"><meta name="last-modified" content="2026-03-01">',
    ],
)
def test_meta_tags_tell_the_publication(head: str) -> None:
    assert page(head=head, h1=TITLE).published_at == MORNING


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="author" content="Ada Byron">',
        '<meta property="article:author" content="Ada Byron">',
        '<meta property="article:author" content="https://x.example/ada"><meta name="author" content="Ada Byron">',
        '<meta name="DC.creator" content="Byron, Ada">',
        '<meta name="dcterms.creator" content="Ada Byron">',
        '<meta name="parsely-author" content="Ada Byron">',
        '<meta name="sailthru.author" content="Ada Byron">',
        '<meta name="cXenseParse:author" content="Ada Byron">',
        '<meta name="cXenseParse:recs:author" content="Ada Byron">',
        '<meta name="byl" content="By ADA BYRON"><meta name="author" content="Ada Byron">',
        '<meta itemprop="author" content="Ada Byron">',
        '<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Ada Byron">',
        '<meta name="twitter:label1" content="Verfasst von"><meta name="twitter:data1" content="Ada Byron">',
        '<meta name="twitter:label1" content="Lesezeit"><meta name="twitter:data1" content="3 Minuten">'
        '<meta name="twitter:label2" content="Écrit par"><meta name="twitter:data2" content="Ada Byron">',
        '<meta name="parsely-page" content=\'{"title": "x", "author": "Ada Byron"}\'>',
        '<meta name="author" content="Ada Byron (Kurier am Fluss)">',
        '<meta name="author" content="Ada Byron, Politikredakteurin">',
        '<meta name="author" content="Ada Byron für den Kurier am Fluss">',
    ],
)
def test_meta_tags_tell_the_author(head: str) -> None:
    assert [name.casefold() for name in page(head=head, h1=TITLE).authors] == ["ada byron"]


@pytest.mark.parametrize(
    "above",
    [
        '<div itemscope itemtype="https://schema.org/Person" itemprop="author"><span itemprop="name">Ada Byron</span>'
        '</div><time itemprop="datePublished" datetime="2026-02-27T07:30:00+01:00">Freitag</time>',
        '<span property="author" typeof="Person"><span property="name">Ada Byron</span></span>'
        '<span property="datePublished" content="2026-02-27T07:30:00+01:00">27.2.</span>',
        '<a rel="author" href="/autor/ada">Ada Byron</a>'
        '<meta itemprop="datePublished" content="2026-02-27T07:30:00+01:00">',
        '<p class="author vcard"><span class="fn">Ada Byron</span></p>'
        '<abbr class="published" title="2026-02-27T07:30:00+01:00">vor drei Tagen</abbr>',
        '<address>Ada Byron</address><time pubdate datetime="2026-02-27T07:30:00+01:00">27.2.</time>',
        '<link itemprop="author" href="/autor/ada"><span class="byline">Ada Byron</span>'
        '<time datetime="2026-02-27T07:30:00+01:00" class="updated published">27.2.</time>',
    ],
)
def test_markup_tells_author_and_date(above: str) -> None:
    assert facts(page(above=above, h1=TITLE)) == (TITLE, ADA, MORNING)

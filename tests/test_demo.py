"""What is in the demo newsroom, and that its truth is true. Nothing here is served."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import demo
import lxml.html
from demo.desk import open_desk
from demo.loopback import default_bases
from demo.model import Article, Revision
from demo.pages import article_page
from demo.syndication import feed_document
from demo.truth import as_json, outcome, truth
from lxml import etree

DEMO = Path(demo.__file__).parent
COPY_SHARE = {"exact": 1.0, "near": 0.6, "part": 0.3}
"""Of the smaller text's three-word shingles, how many must be in the original's."""


def ordinary_articles() -> list[Article]:
    return [item for item in open_desk().articles if outcome(item) == "article"]


def shingles(paragraphs: tuple[str, ...]) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", " ".join(paragraphs).casefold())
    return set(zip(words, words[1:], words[2:], strict=False))


# What is in it


def test_it_is_as_large_and_as_various_as_promised() -> None:
    desk = open_desk()
    assert len(desk.outlets) == 15
    assert {item.language for item in desk.articles} == {"en", "de", "fr", "es", "pt", "pl", "ru", "ar", "zh", "ja"}
    assert {feed.format for outlet in desk.outlets for feed in outlet.feeds} == {
        "rss20",
        "rss091",
        "atom",
        "rdf",
        "json",
    }
    assert len(desk.articles) >= 120
    assert sum(count > 1 for count in Counter(item.story for item in desk.articles).values()) >= 25
    assert {item.copy_kind for item in desk.articles} == {None, "exact", "near", "part"}
    assert {outcome(item) for item in desk.articles} == {
        *("article", "paywall", "consent", "robots", "http_404", "http_410"),
    }


def test_every_outlet_has_a_layout_of_its_own() -> None:
    layouts = {path.stem: path.read_text("utf-8") for path in (DEMO / "layouts").glob("*.html")}
    assert set(layouts) == {outlet.key for outlet in open_desk().outlets}
    skeletons = {re.sub(r"\s+", " ", " ".join(re.findall(r"<[a-z][^>]*>", text))) for text in layouts.values()}
    assert len(skeletons) == len(layouts)


def test_no_address_serves_two_articles() -> None:
    addresses = [(item.outlet, path) for item in open_desk().articles for path in (item.path, item.moved_from) if path]
    assert len(addresses) == len(set(addresses))


def test_every_batch_brings_something_new_and_something_changes_or_heals() -> None:
    moments = [demo.START, *demo.BATCH_TIMES]
    for since, until in itertools.pairwise(moments):
        assert any(since < item.published_at <= until for item in open_desk().articles)
    articles = open_desk().articles
    later = [revision.at for item in articles for revision in item.revisions[1:]]
    healed = [item.fault.until for item in articles if item.fault and item.fault.until]
    assert later
    assert healed
    for item in articles:  # a reader who comes at the batch times sees each revision and each fault
        seen = {item.revision(moment).at for moment in demo.BATCH_TIMES if moment >= item.published_at}
        assert seen == {revision.at for revision in item.revisions}, item.key
        if item.fault:
            assert any(item.fault.holds(moment) for moment in demo.BATCH_TIMES if moment >= item.published_at), item.key


# The truth


def test_the_truth_file_is_up_to_date() -> None:
    stored = (DEMO / "truth.json").read_text(encoding="utf-8")
    assert stored == as_json(open_desk(), default_bases()), "run: python tests/demo/server.py --write-truth"


def test_a_copy_repeats_an_earlier_article_in_its_own_language() -> None:
    by_key = {item.key: item for item in open_desk().articles}
    for item in open_desk().articles:
        assert bool(item.repeats) == (item.copy_kind is not None)
        for key in item.repeats:
            original = by_key[key]
            assert original.published_at < item.published_at
            assert original.language == item.language
            assert original.outlet != item.outlet
            assert not original.repeats, f"{item.key} names {key}, which is a copy itself"


def test_copies_share_as_much_as_their_kind_says_and_others_do_not() -> None:
    articles = [item for item in ordinary_articles() if item.language not in ("zh", "ja")]
    texts = {item.key: shingles(item.revisions[0].paragraphs) for item in articles}
    for item in articles:
        for other in articles:
            if other.published_at >= item.published_at or other.language != item.language:
                continue
            smaller = min(len(texts[item.key]), len(texts[other.key]))
            share = len(texts[item.key] & texts[other.key]) / smaller
            if other.key in item.repeats:
                assert item.copy_kind
                assert share >= COPY_SHARE[item.copy_kind], (item.key, other.key, share)
            elif not (item.recurring or item.repeats or other.repeats):
                assert share < 0.1, (item.key, other.key, share)


def test_the_kind_of_a_copy_follows_from_its_length() -> None:
    by_key = {item.key: item for item in open_desk().articles}
    for item in open_desk().articles:
        if len(item.repeats) != 1:
            continue
        own, original = (len(" ".join(by_key[key].revisions[0].paragraphs)) for key in (item.key, *item.repeats))
        if item.copy_kind == "exact":
            assert item.revisions[0].paragraphs == by_key[item.repeats[0]].revisions[0].paragraphs
        elif item.copy_kind == "near":
            assert 0.6 <= own / original <= 1.6, item.key
        else:
            assert own / original < 0.6, item.key


def test_look_alike_events_are_different_stories() -> None:
    facts = truth(open_desk(), default_bases())
    pairs = ["iceland-receives norway-sends", "chile-quake sulawesi-quake", "poland-rate czech-rate"]
    pairs.append("cup-semifinal-north cup-semifinal-south")
    languages = {
        name: {item.language for item in facts.values() if item.story == name} for name in " ".join(pairs).split()
    }
    assert all(len(found) >= 2 for found in languages.values())
    recurring = [item.story for item in facts.values() if item.recurring]
    assert len(recurring) == len(set(recurring)) == 6


def test_one_wire_report_is_told_in_seven_languages() -> None:
    told = [item for item in truth(open_desk(), default_bases()).values() if item.story == "rail-tunnel"]
    assert len({item.language for item in told}) == 7
    assert Counter(item.kind for item in told if item.kind) == {"exact": 2, "near": 1, "part": 1}


# What is written out


def test_titles_and_texts_are_escaped() -> None:
    title = "</script><script>alert(1)</script> & \"quotes' ]]> ${title}"
    for outlet in open_desk().outlets:
        article = next(item for item in ordinary_articles() if item.outlet == outlet.key)
        hostile = replace(article, revisions=(Revision(article.published_at, title, (title, title)),))
        desk = replace(open_desk(), articles=(hostile,))
        page = article_page(desk, hostile, "http://127.0.0.1:1", demo.END)
        tree = lxml.html.fromstring(page.replace(f'charset="{outlet.charset}"', ""))
        assert title in [str(heading.xpath("string()")) for heading in tree.iter("h1", "h2")], outlet.key
        assert "alert(1)" not in [script.text for script in tree.iter("script")]
        document = feed_document(desk, outlet, outlet.feeds[0], default_bases(), demo.END)
        if outlet.feeds[0].format != "json":
            titles = [element.text for element in etree.fromstring(document).iter("{*}title")]
            assert titles[-1] == title

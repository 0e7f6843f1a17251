"""A seeded mutator of feed documents, and the documents it starts from.

Small ones of every format are written below; the demo newsroom's feeds and, where there is a corpus, real and hostile
ones join them. Most are cut down to their first entries: slips of the same kinds, for a tenth of the time.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from demo.desk import open_desk
from demo.loopback import default_bases
from demo.syndication import feed_document

_ENTRIES = "".join(
    f"<item><title>Headline {n} &amp; more</title><link>https://a.example/{n}</link><guid>{n}</guid>"
    f"<pubDate>Mon, 0{n} Mar 2026 07:00:00 GMT</pubDate><description><![CDATA[<p>Text <b>{n}</b></p>]]></description>"
    "<dc:creator>Ada</dc:creator></item>"
    for n in range(1, 8)
)
_RUSSIAN = (
    "<?xml version='1.0' encoding='windows-1251'?><rss><channel><language>ru</language><item><title>Новости дня</title>"
)
_RUSSIAN += "<link>/1</link></item></channel></rss>"
_ATOM = (
    "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://a.example/'><entry><id>tag:a,2026:1</id><title "
    "type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>日本の<b>ニュース</b></div></title><link href='1'/>"
    "<updated>2026-03-02T07:00:00Z</updated><content type='html'>&lt;p&gt;本文&lt;/p&gt;</content></entry></feed>"
)
_RSS = (
    '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
    f"<title>Übersicht</title>{_ENTRIES}</channel></rss>"
)
_RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><item '
    'rdf:about="https://a.example/1"><title>One</title><link>https://a.example/1</link></item></rdf:RDF>'
)
_JSON = (
    '{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{"id": "1", "url": "https://a.example/1", '
    '"title": "One", "content_html": "<p>x</p>", "date_published": "2026-03-02T07:00:00Z"}]}'
)
_SITEMAP = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">'
    "<url><loc>https://a.example/1</loc><n:news><n:publication_date>2026-03-02</n:publication_date><n:title>One</n:title>"
    "</n:news></url></urlset>"
)
_WIDE = "<?xml version='1.0' encoding='utf-16'?><rss><channel><item><title>Größe</title></item></channel></rss>"
SEEDS = (
    _RSS.encode(),
    _RUSSIAN.encode("cp1251"),
    _ATOM.encode(),
    _RDF.encode(),
    _JSON.encode(),
    _SITEMAP.encode(),
    _WIDE.encode("utf-16"),
)
_MARKUP = """< > " ' & &# &#55357; &#xD83D; &amp; &nbsp; <! <!-- --> <![CDATA[ ]]> <? ?> /> </ <!DOCTYPE~x~[ ]>
    <!ENTITY~a~"aaaa"> &a; <item> </item> <entry> </rss> <script> xml:base= encoding="utf-7" { [ \\ud800
    2026-99-99T99:99:99Z = : // javascript:"""
_BYTES = (b"\xff", b"\xfe", b"\x00", b"\xed\xa0\xbd", b"\xef\xbb\xbf", b"9" * 400)
_TOKENS = (*(token.replace("~", " ").encode() for token in _MARKUP.split()), *_BYTES)
_REPEATS = (1, 1, 1, 1, 2, 10, 100, 1_000)
_ITEM = re.compile(rb"<(/?)(?:[\w.-]+:)?(?:item|entry)\b[^>]*>")
_DEMO_CLOCK = datetime(2026, 3, 3, tzinfo=UTC)
_KEPT_ENTRIES = 2
_MAX_CUT_BYTES = 6_000
_MAX_WHOLE_BYTES = 60_000
_WHOLE_SHARE = 1 / 250


def seeds(corpus: Path | None) -> list[list[bytes]]:
    """Whole documents, by kind: ours and the demo newsroom's, and unless ``corpus`` is None real and hostile ones."""
    desk, bases = open_desk(), default_bases()
    demo = [feed_document(desk, outlet, feed, bases, _DEMO_CLOCK) for outlet in desk.outlets for feed in outlet.feeds]
    kinds = [[*SEEDS, *demo]]
    if corpus is not None:
        kinds += [
            [gzip.decompress(path.read_bytes()) for path in sorted((corpus / "feeds").glob("*.gz"))],
            [body for name in ("illformed-feeds", "fuzzed-xml") for body in _members(corpus / "hostile", name)],
        ]
    return kinds


def _members(folder: Path, name: str) -> list[bytes]:
    with tarfile.open(folder / f"{name}.tar.gz") as archive:
        files = [archive.extractfile(member) for member in sorted(archive, key=lambda member: member.name)]
        return [file.read() for file in files if file]


def shortened(document: bytes) -> bytes:
    """The document with its first two entries alone; as it is where its entries can't be told."""
    if document.lstrip().startswith(b"{"):
        feed = json.loads(document)
        return json.dumps(feed | {"items": feed["items"][:_KEPT_ENTRIES]}, ensure_ascii=False).encode()
    tags = list(_ITEM.finditer(document))
    starts = [tag.start() for tag in tags if not tag[1]]
    if len(starts) <= _KEPT_ENTRIES or not tags[-1][1]:
        return document
    return document[: starts[_KEPT_ENTRIES]] + document[tags[-1].end() :]


def mangled(kinds: list[list[bytes]], count: int, seed: int) -> Iterator[bytes]:
    """``count`` mutated documents, each kind equally often; the same for the same seed. One in 250 starts whole."""
    chance = random.Random(seed)
    whole = [[body for body in bodies if len(body) <= _MAX_WHOLE_BYTES] for bodies in kinds]
    cut = [[short for short in map(shortened, bodies) if len(short) <= _MAX_CUT_BYTES] for bodies in kinds]
    for _ in range(count):
        documents = chance.choice(whole if chance.random() < _WHOLE_SHARE else cut)
        yield mutated(chance.choice(documents), chance)


def mutated(document: bytes, chance: random.Random) -> bytes:
    """``document`` with one to twenty random slips: bytes changed, cut, doubled, moved, markup thrown in."""
    body = bytearray(document)
    for _ in range(chance.randint(1, 20)):
        at = chance.randrange(len(body) + 1)
        kind = chance.randrange(6)
        if kind == 0 and at < len(body):
            body[at] = chance.randrange(256)
        elif kind == 1:
            body[at:at] = chance.choice(_TOKENS) * chance.choice(_REPEATS)
        elif kind == 2:
            del body[at : at + chance.randint(1, 200)]
        elif kind == 3:
            start = chance.randrange(len(body) + 1)
            body[at:at] = body[start : start + chance.randint(1, 500)]
        elif kind == 4:
            body[at:at] = chance.choice(_TOKENS)
        elif kind == 5 and chance.random() < 0.05:
            del body[at:]
    return bytes(body)

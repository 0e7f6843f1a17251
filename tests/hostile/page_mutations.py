"""Pages as hostile or broken servers send them: seeded mutations of sound ones, and the pathological by design.

Nothing here is copied from anybody's page: the sound ones are written below, in several languages.
"""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

_REAL_SHARE = 0.05
_MAX_REAL_BYTES = 200_000

_SENTENCES = (
    "The council voted on Monday to rebuild the bridge that the flood had carried away in spring.",
    "Der Stadtrat beschloss am Montag, die vom Hochwasser zerstörte Brücke wieder aufzubauen.",
    "Le conseil a voté lundi la reconstruction du pont emporté par la crue au printemps dernier.",
    "Совет проголосовал в понедельник за восстановление моста, снесённого весенним паводком.",
    "صوّت المجلس يوم الاثنين على إعادة بناء الجسر الذي جرفه الفيضان في الربيع.",
    "市議会は月曜日、春の洪水で流された橋の再建を可決した。工事は来月に始まる見通しだ。",
)
_DATA = (
    '{"@context":"https://schema.org","@type":"NewsArticle","headline":"Bridge to be rebuilt","author":{"@type":'
    '"Person","name":"Ada Byron"},"datePublished":"2026-03-01T09:30:00Z","image":["/a.jpg"]}'
)


def sound_page(seed: int) -> bytes:
    """A page with menu, body of 3 to 12 paragraphs, related links and comments."""
    choose = random.Random(seed)
    paragraphs = "".join(
        f"<p>{' '.join(choose.choices(_SENTENCES, k=choose.randint(1, 5)))}</p>" for _ in range(choose.randint(3, 12))
    )
    links = "".join(f'<li><a href="/{n}">Story number {n} of the day</a></li>' for n in range(choose.randint(2, 15)))
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Bridge to be rebuilt | Courier</title>'
        f'<meta property="og:title" content="Bridge to be rebuilt"><script type="application/ld+json">{_DATA}</script>'
        f"</head><body><nav><ul>{links}</ul></nav><main><article><h1>Bridge to be rebuilt</h1>"
        f'<div class="byline">By Ada Byron</div><div class="story-body">{paragraphs}</div></article></main>'
        f'<aside class="related"><ul>{links}</ul></aside><div id="comments"><p>First!</p></div></body></html>'
    ).encode()


def _cut(page: bytes, choose: random.Random) -> bytes:
    return page[: choose.randrange(len(page))]


def _flip(page: bytes, choose: random.Random) -> bytes:
    changed = bytearray(page)
    for _ in range(choose.randint(1, 60)):
        changed[choose.randrange(len(changed))] = choose.randrange(256)
    return bytes(changed)


def _repeat(page: bytes, choose: random.Random) -> bytes:
    start = choose.randrange(len(page))
    return page[:start] + page[start : start + choose.randint(1, 400)] * choose.randint(2, 50) + page[start:]


def _drop_tags(page: bytes, choose: random.Random) -> bytes:
    victim = choose.choice([b"</p>", b"<p>", b"</div>", b"</head>", b"<body>", b"</script>", b"</title>", b'"', b">"])
    return page.replace(victim, b"", choose.randint(1, 5))


def _insert(page: bytes, choose: random.Random) -> bytes:
    junk = choose.choice(
        (
            *(b"\x00" * 50, b"<![CDATA[", b"<!--", b"<script>", b"<plaintext>", b"&#xD800;", b"&#0;", b"\xff\xfe\xfd"),
            *(
                b"<svg><style>",
                b"<table><tr>" * 30,
                b"<a href='",
                b"<frameset>",
                b"]]>",
                b"&" * 200,
                b"<p " + b"a " * 300,
            ),
            *("\u202e\u2066".encode(), b"<base href='javascript:x'>", b"<meta charset=utf-7>", b"<div hidden>" * 60),
        )
    )
    start = choose.randrange(len(page))
    return page[:start] + junk + page[start:]


def _recode(page: bytes, choose: random.Random) -> bytes:
    charset = choose.choice(("utf-16", "utf-32", "cp1251", "shift_jis", "gb18030", "cp037", "utf-7"))
    return page.decode("utf-8", "replace").encode(charset, "replace")


def _shuffle(page: bytes, choose: random.Random) -> bytes:
    pieces = page.split(b"<")
    start = choose.randrange(len(pieces))
    part = pieces[start : start + 40]
    choose.shuffle(part)
    return b"<".join([*pieces[:start], *part, *pieces[start + 40 :]])


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *(_cut, _flip, _repeat, _drop_tags, _insert, _recode, _shuffle),
)


def real_pages(corpus: Path | None) -> tuple[bytes, ...]:
    """The corpus's pages that are not huge, in a fixed order; none where it is None."""
    packed = sorted((corpus / "pages").rglob("*.html.gz")) if corpus is not None else []
    pages = (gzip.decompress(path.read_bytes()) for path in packed)
    return tuple(page for page in pages if len(page) <= _MAX_REAL_BYTES)


def mutated_pages(count: int, seed: int = 0, real: Sequence[bytes] = ()) -> Iterator[bytes]:
    """``count`` pages, each a sound one after one to three mutations; the same for the same seed.

    One in twenty starts from a real page, where there are any.
    """
    for number in range(count):
        choose = random.Random(f"{seed}-{number}")
        page = sound_page(choose.randrange(1_000))
        if real and choose.random() < _REAL_SHARE:
            page = choose.choice(real)
        for mutate in choose.choices(MUTATIONS, k=choose.randint(1, 3)):
            page = mutate(page, choose) or b"<"
        yield page


def pathological_pages(scale: float = 1.0) -> Iterator[tuple[str, bytes]]:
    """(name, page), made to hold a parser or an extractor up; ``scale`` 1 is the full size."""

    def times(count: int) -> int:
        return max(1, int(count * scale))

    sentence = _SENTENCES[0].encode()
    begin, end = b"<html><head><title>x</title></head><body>", b"</body></html>"
    yield "attributes", begin + b"<p " + b" ".join(b"a%d=1" % n for n in range(times(100_000))) + b">" + sentence + end
    yield "line breaks", begin + b"<div>" + b"word<br>" * times(500_000) + b"</div>" + end
    yield "short paragraphs", begin + b"<p>short one</p>" * times(300_000) + end
    yield "nested divisions", begin + b"<div>" * times(200_000) + sentence + end
    yield "nested inlines", begin + b"<b><i>" * times(100_000) + sentence + end
    yield "links", begin + b'<p><a href="/x">a link of some length</a></p>' * times(50_000) + end
    yield "table cells", begin + b"<table>" + b"<tr><td>cell</td></tr>" * times(100_000) + b"</table>" + end
    yield "one long text", begin + b"<p>" + sentence * times(500_000) + b"</p>" + end
    yield "classes", begin + b'<div class="' + b"article comment share " * times(100_000) + b'">' + sentence * 9 + end
    yield "open comment", begin + b"<p>" + sentence + b"</p><!--" + b"-" * times(5_000_000)
    yield "entities", begin + b"<p>" + b"&amp;&#x41;&nosuch;" * times(500_000) + b"</p>" + end
    yield (
        "json",
        begin + b'<script type="application/ld+json">' + b"[" * times(1_000_000) + b"</script>" + sentence + end,
    )
    yield "headings", begin + b"<h1>A headline of some words</h1>" * times(50_000) + end
    yield (
        "separators",
        b"<html><head><title>" + b"a | b - " * times(100_000) + b"</title></head><body>" + sentence * 9 + end,
    )
    page = sound_page(1)
    before, paragraphs = page.split(b"<p>", 1)
    yield "50 MB", before + (b"<p>" + paragraphs.split(b"</div>", 1)[0]) * times(50_000_000 // len(paragraphs)) + page
    yield (
        "bylines",
        begin + b'<span class="author">' + b"by and " * 20 + b"</span>" * 1 + b"<i class=author>x</i>" * times(50_000),
    )

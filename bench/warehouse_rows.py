"""Invented rows for a whole warehouse, a million articles in minutes: for measuring queries, never for linking.

Words are syllables with Zipf's frequencies, in languages that PostgreSQL has stems for and in those that it has none
for; times end now, so that "the last day" means something. Bodies go in by COPY; of them the server makes all else.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

import psycopg

DAYS = 30
BATCHES = DAYS * 96
_LANGUAGES = {"en": 40, "de": 12, "es": 12, "fr": 10, "ru": 10, "ar": 4, "zh-Hans": 6, "ja": 4, "th": 2}
_SYLLABLES = {
    "latin": "ba be bo da de do fa fe ga ge ka ke ko la le lo ma me mo na ne no pa pe po ra re ro sa se so ta te to va",
    "ru": "ба бе во га да де жа за ка ко ла ле ма мо на не па по ра ре са со та то ча ша",
    "ar": "با تا جا حا دا را سا شا طا عا فا قا كا لا ما نا ها وا يا بو نو",
}
_KNOWN = {"en": ("earthquake", "election", "minister", "strike", "vaccine"), "de": ("erdbeben", "wahl", "minister")}
_RANGES = {"zh-Hans": (0x4E00, 0x5800), "ja": (0x5800, 0x6200), "th": (0x0E01, 0x0E2E)}
_COLUMNS = (
    "article_id, publisher, canonical_url, title, body, authors, language, language_confidence, declared_languages,"
    " keywords, reservations, flags, published_at, published_from, first_seen_at, captured_at, content_sha256,"
    " batch_id, snapshot_id, reader_version"
)


@dataclass(frozen=True)
class Voice:
    """A language's sentences, the commonest words first."""

    words: tuple[str, ...]
    sentences: tuple[str, ...]


def voices(seed: int = 1) -> dict[str, Voice]:
    """Every language's vocabulary and sentences; the same seed gives the same."""
    dice = random.Random(seed)
    return {language: _voice(dice, language) for language in _LANGUAGES}


def fill(connection: psycopg.Connection, count: int, sentences: int, feeds: int = 2_000) -> None:
    """Fill an empty, migrated warehouse with ``count`` articles of about ``sentences`` sentences (15 words) each.

    Needs the database's superuser: foreign keys are not looked up row by row. Indexes of articles are made afterwards.
    """
    dice = random.Random(1)
    connection.execute("SET session_replication_role = replica")
    connection.execute("SET maintenance_work_mem = '1GB'")
    connection.execute("SET max_parallel_maintenance_workers = 2")
    dropped = connection.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'news' AND tablename = 'articles'"
        " AND indexname <> 'articles_pkey'"
    ).fetchall()
    for name, _ in dropped:
        connection.execute(f"DROP INDEX news.{name}".encode())
    with connection.cursor().copy(f"COPY news.articles ({_COLUMNS}) FROM STDIN".encode()) as copy:
        for chunk in _articles(dice, count, sentences):
            copy.write(chunk)
    with connection.cursor().copy("COPY news.members (article_id, story_id) FROM STDIN") as copy:
        for chunk in _members(dice, count):
            copy.write(chunk)
    for _, definition in dropped:
        connection.execute(definition.encode())
    connection.execute("SELECT set_config('bench.feeds', %s, false)", [str(feeds)])
    connection.execute(Path(__file__).with_suffix(".sql").read_bytes())
    connection.commit()
    connection.autocommit = True
    connection.execute("VACUUM (ANALYZE)")
    connection.autocommit = False


def _voice(dice: random.Random, language: str) -> Voice:
    if language in _RANGES:
        low, high = _RANGES[language]
        words = [
            "".join(chr(dice.randrange(low, high)) for _ in range(dice.choice((1, 2, 2, 3)))) for _ in range(20_000)
        ]
        join, end = "", "。"
    else:
        syllables = _SYLLABLES.get(language, _SYLLABLES["latin"]).split()
        words = ["".join(dice.choices(syllables, k=dice.choice((1, 2, 3, 3, 4)))) for _ in range(30_000)]
        join, end = " ", "."
    for place, word in enumerate(_KNOWN.get(language, ())):
        words[20 * 4**place] = word
    weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(words))))
    sentences = [join.join(dice.choices(words, cum_weights=weights, k=15)) + end for _ in range(8_000)]
    return Voice(tuple(words), tuple(sentences))


def _articles(dice: random.Random, count: int, sentences: int) -> Iterator[str]:
    spoken = voices()
    outlets = [f"outlet{number}.example" for number in range(2_000)]
    outlet_weights = list(accumulate(1 / (rank + 5) for rank in range(len(outlets))))
    languages = dice.choices(list(_LANGUAGES), list(_LANGUAGES.values()), k=count)
    starts_at, step = datetime.now(UTC) - timedelta(days=DAYS), timedelta(days=DAYS) / count
    lines: list[str] = []
    for number, language in enumerate(languages):
        said = dice.choices(spoken[language].sentences, k=dice.randint(sentences // 2, sentences * 3 // 2) + 1)
        outlet = dice.choices(outlets, cum_weights=outlet_weights)[0]
        key, at = _key("article", number), (starts_at + number * step).isoformat()
        head = (key, outlet, f"https://{outlet}/{number}", said[0], " ".join(said[1:]), "{}", language, "1", "{}")
        lists, times, batch = ("{}", "{}", "{}"), (at, "page", at, at), str(1 + number * BATCHES // count)
        tail = (*lists, *times, rf"\\x{key}{key}", batch, str(number + 1), "invented")
        lines.append("\t".join((*head, *tail)) + "\n")
        if len(lines) == 2_000:
            yield "".join(lines)
            lines.clear()
    yield "".join(lines)


def _members(dice: random.Random, count: int) -> Iterator[str]:
    """Stories of neighbouring articles: most have one or two, some a hundred."""
    number = 0
    while number < count:
        size = min(count - number, 200, int(dice.paretovariate(1.1)))
        story = _key("story", number)
        yield "".join(f"{_key('article', one)}\t{story}\n" for one in range(number, number + size))
        number += size


def _key(kind: str, number: int) -> str:
    return hashlib.md5(f"{kind}{number}".encode()).hexdigest()

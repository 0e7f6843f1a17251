"""A wide window for benchmarks of linking: copies of what linking a week of articles left in the tables.

In each copy ids differ, and so do the terms that few articles share: some fewer than there are copies, since a
vocabulary grows like the 0.6th power of the text (Heaps' law), so that copies share rare terms by accident as unrelated
articles do. What one article in a hundred has is dealt out anew among the copy's articles. Runs of words are new in
every copy.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import numpy as np
from newshouse.copies import Fingerprint
from newshouse.hashing import scattered
from newshouse.stages.link.postings import NUMBER_BITS, Postings, age_of, pack_numbers, postings_of
from newshouse.stages.link.prepared import story_id_of
from newshouse.stages.link.rows import add_postings
from newshouse.stories import StoryFeatures
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, text

_COMMON_SHARE = 0.01
_GROWTH = 0.6
_COPIES_A_VACUUM = 8
_HASH_MASK = (1 << 29) - 1
_SHIFT = timedelta(seconds=37)  # between one copy's articles and the next one's
Words = NDArray[np.uint64]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class _Terms:
    """Term keys or lookup numbers of all articles of the week; ``rare`` and ``common``: places of each article's."""

    values: Words
    rare: Sequence[Places]
    common: Sequence[Places]

    @classmethod
    def of(cls, lists: Sequence[Sequence[int]]) -> _Terms:
        values = np.array([value for values in lists for value in values], np.uint64)
        _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
        is_common = (counts >= _COMMON_SHARE * len(lists))[inverse]
        bounds = np.cumsum([len(values) for values in lists])[:-1]
        places = np.split(np.arange(len(values)), bounds)
        return cls(values, [one[~is_common[one]] for one in places], [one[is_common[one]] for one in places])

    def in_copy(self, copy: int, variants: int, kept: int) -> list[tuple[Places, Words]]:
        """Each article's places and values as ``copy`` has them; the bits ``kept`` stay.

        Common ones are those of another article: by them alone nothing must look like its copy.
        """
        variant = scattered(self.values ^ np.uint64(copy << 41)) % np.uint64(variants)
        renamed = scattered(self.values + (variant << np.uint64(44))) & ~np.uint64(kept)
        renamed |= self.values & np.uint64(kept)
        others = np.random.default_rng(copy).permutation(len(self.rare)).tolist()
        return [
            (
                np.concatenate((mine, self.common[other])),
                np.concatenate((renamed[mine], self.values[self.common[other]])),
            )
            for mine, other in zip(self.rare, others, strict=True)
        ]


def copied(engine: Engine, copies: int) -> None:
    """Put ``copies`` - 1 copies of what is published beside it; now and then the space of old rows is free again."""
    with engine.connect() as connection:
        week = _Week(connection)
    for copy in range(1, copies):
        with engine.begin() as connection:
            driver: Any = connection.connection.driver_connection
            with driver.cursor() as cursor:
                added = week.write(cursor, copy, math.ceil(copies**_GROWTH))
            add_postings(connection, added)
        if copy % _COPIES_A_VACUUM == 0:
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("VACUUM news.postings"))


class _Week:
    """What linking keeps of the articles of a week."""

    def __init__(self, connection: Connection) -> None:
        def rows(query: str) -> list[Any]:
            return list(connection.execute(text(query)))

        self.articles = rows("SELECT * FROM news.features ORDER BY article_id")
        self.edges = rows("SELECT * FROM news.edges")
        self.members = rows(
            "SELECT article_id, story_id, founder_id FROM news.members JOIN news.stories USING (story_id)"
        )
        self.stories = rows("SELECT * FROM news.stories")
        self.features = [StoryFeatures.from_bytes(row.features) for row in self.articles]
        self.weights = np.frombuffer(b"".join(one.weights for one in self.features), np.uint8)
        self.prints = [Fingerprint.from_bytes(row.fingerprint) for row in self.articles]
        self.keys = _Terms.of([np.frombuffer(one.keys, "<u4").tolist() for one in self.features])
        self.lookups = _Terms.of([postings_of([(0, row.lookups)]).numbers.tolist() for row in self.articles])

    def write(self, cursor: Any, copy: int, variants: int) -> Postings:
        """Write the copy's rows but for postings, which it returns."""
        mask = int(scattered(np.array([copy], np.uint64))[0])
        keys = self.keys.in_copy(copy, variants, ~_HASH_MASK & 0xFFFFFFFFFFFFFFFF)
        numbers = self._numbers(copy, variants)
        placed = []

        def articles() -> Iterator[tuple[Any, ...]]:
            for row, features, (places, mine), found, one in zip(
                self.articles, self.features, keys, numbers, self.prints, strict=True
            ):
                at, article_id = row.published_at + copy * _SHIFT, _id(row.article_id, mask)
                order = np.argsort(mine)
                stored = StoryFeatures(
                    int(at.timestamp()), features.language, features.title_count, features.body_count,
                    mine[order].astype("<u4").tobytes(), self.weights[places[order]].tobytes(),
                )  # fmt: skip
                samples = tuple(value ^ (mask & 0xFFFF) for value in one.samples)
                exact = bytes(byte ^ (mask & 0xFF) for byte in one.exact)
                lookups, age = pack_numbers(set(found.tolist())), age_of(at, article_id)
                placed.append((age, lookups))
                print_ = Fingerprint(exact, one.token_count, one.ceiling, samples).to_bytes()
                yield (
                    article_id, at, row.publisher, row.language, list(row.flags), print_, stored.to_bytes(),
                    row.input_sha256, row.version, age, lookups,
                )  # fmt: skip

        _copy(cursor, "features (article_id, published_at, publisher, language, flags, fingerprint, features,"
              " input_sha256, version, age, lookups)", articles())  # fmt: skip
        _copy(cursor, "edges (later_id, tie_id, second_tie_id, earlier_ids, millionths, version)", (
            (_id(row.later_id, mask), row.tie_id and _id(row.tie_id, mask),
             row.second_tie_id and _id(row.second_tie_id, mask), _ids(row.earlier_ids, mask), row.millionths,
             row.version) for row in self.edges
        ))  # fmt: skip
        _copy(cursor, "members (article_id, story_id)", (
            (_id(row.article_id, mask), story_id_of(_id(row.founder_id, mask))) for row in self.members
        ))  # fmt: skip
        _copy(cursor, "stories (story_id, founder_id, lead_id, article_count, publisher_count, language_count,"
              " first_published_at, last_published_at, version)", (
            (story_id_of(_id(row.founder_id, mask)), _id(row.founder_id, mask), _id(row.lead_id, mask),
             row.article_count, row.publisher_count, row.language_count, row.first_published_at + copy * _SHIFT,
             row.last_published_at + copy * _SHIFT, row.version) for row in self.stories
        ))  # fmt: skip
        return postings_of(placed)

    def _numbers(self, copy: int, variants: int) -> list[Words]:
        kept = 1 | ~((1 << NUMBER_BITS) - 1) & 0xFFFFFFFFFFFFFFFF  # a term stays a term, a copy key a copy key
        terms, runs = self.lookups.in_copy(copy, variants, kept), self.lookups.in_copy(copy, 1 << 40, kept)
        return [np.where(one & np.uint64(1) == 0, one, other) for (_, one), (_, other) in zip(terms, runs, strict=True)]


def _copy(cursor: Any, target: str, rows: Iterator[tuple[Any, ...]]) -> None:
    with cursor.copy(f"COPY news.{target} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _id(article_id: UUID, mask: int) -> UUID:
    return UUID(int=article_id.int ^ (mask << 64))


def _ids(packed: bytes, mask: int) -> bytes:
    raw = np.frombuffer(packed, ">u8").reshape(-1, 2).copy()
    raw[:, 0] ^= np.uint64(mask)
    return raw.tobytes()

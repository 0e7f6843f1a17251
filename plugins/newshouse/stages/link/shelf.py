"""The warehouse as linking sees it: published state, with one batch's changes laid over it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import Connection, Row

from newshouse import stories
from newshouse.records import CopyLink, LinkInput
from newshouse.stages.link.engine import Override, Story
from newshouse.stages.link.index import Index
from newshouse.stages.link.lineup import ID_BYTES, Lineup, Pairs
from newshouse.stages.link.lists import absent
from newshouse.stages.link.postings import ID_MASK, id_part
from newshouse.stages.link.prepared import Prepared, is_embedded, prepare, version_of
from newshouse.stages.link.rows import array
from newshouse.stages.link.scores import UNIT
from newshouse.stories.sorting import Ints, among, distinct
from newshouse.warehouse import execute, fetch_all

Ties = tuple[UUID | None, UUID | None]  # an article's best match among the earlier, and its best in another language
UNTIED: Ties = (None, None)


@dataclass(frozen=True, slots=True)
class Edges:
    """The edges of one article with earlier ones, as stored: ids of 16 bytes, by age, and scores of 4."""

    later_id: UUID
    tie_ids: Ties
    earlier_ids: bytes
    millionths: bytes

    def scores(self) -> Iterable[tuple[UUID, float]]:
        """(earlier, score) of each."""
        places = range(0, len(self.earlier_ids), ID_BYTES)
        ids = (UUID(bytes=self.earlier_ids[place : place + ID_BYTES]) for place in places)
        return zip(ids, (np.frombuffer(self.millionths, ">i4") / UNIT).tolist(), strict=True)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of places in the lists, later and earlier, that are worth scoring.

    ``whole``: owners all of whose candidates are among them; ``partly``: those with ties that hold unless a new
    candidate is better, with these.
    """

    ages: tuple[Ints, Ints]
    whole: set[UUID]
    partly: dict[UUID, Ties]


@dataclass
class Shelf:
    """One batch's view of the warehouse. Reads are of news as published, but for items and lists."""

    connection: Connection
    batch_id: int
    fresh: dict[UUID, Prepared] = field(default_factory=dict)  # new and revised articles of the batch
    _items: dict[UUID, Prepared] = field(default_factory=dict)
    _there: dict[int, list[Prepared]] = field(default_factory=lambda: defaultdict(list))  # by place in the lists
    _index: Index = field(init=False)

    def __post_init__(self) -> None:
        self._index = Index(self.connection)

    def put(self, items: Collection[Prepared], revised: Sequence[UUID]) -> None:
        """Stage and index the batch's new articles and those ``revised``, which are published in another form."""
        self.fresh = {item.article_id: item for item in items}
        replaced = self._stored("select/link_items", ids=array(revised))
        self._index.lay_over(items, replaced)
        self._keep(items)
        execute(self.connection, "load/link_features", [self._row(item) for item in items])

    def items(self, ids: Iterable[UUID]) -> dict[UUID, Prepared]:
        """What is kept of ``ids``; those that never were are absent."""
        wanted = set(ids)
        missing = wanted - self._items.keys()
        if missing:
            self._keep(self._stored("select/link_items", ids=array(missing)))
        return {article_id: self._items[article_id] for article_id in wanted if article_id in self._items}

    def copy_owners(self) -> set[UUID]:
        """Published articles whose possible originals the batch changes."""
        return self._published(self._index.copy_owners())

    def copy_candidates(self, owners: Iterable[UUID]) -> tuple[Lineup, Pairs]:
        """``owners`` and what they may be copies of, and the pairs."""
        items = self.items(owners).values()
        return self._paired(items, self._index.copy_candidates(items))

    def story_owners(self) -> set[UUID]:
        """Published articles whose neighbours the batch changes."""
        return self._published(self._index.story_owners())

    def story_candidates(self, owners: Iterable[UUID], settled: Mapping[UUID, Ties]) -> Candidates:
        """What is worth scoring with ``owners``; of those ``settled``, published and with these ties, what the batch
        brings."""
        items = self.items(owners)
        after = self._index.story_candidates(items.values())
        before = self._index.story_candidates_before([items[one] for one in settled])
        lost = self._owners_that_lost_ties(settled, before, after)
        whole = {one for one in items if one not in settled or one in lost}
        at_whole = distinct(np.array([items[one].listed_at for one in whole], np.int64))
        at_fresh = distinct(np.array([item.listed_at for item in self.fresh.values()], np.int64))
        kept = among(after[0], at_whole) | among(after[1], at_fresh) | absent(after, before)
        ages = after[0][kept], after[1][kept]
        told = set(ages[0].tolist())
        partly = {one: ties for one, ties in settled.items() if one not in whole and items[one].listed_at in told}
        return Candidates(ages, whole, partly)

    def lined_up(self, ids: Iterable[UUID], ages: tuple[Ints, Ints]) -> tuple[Lineup, Pairs]:
        """``ids`` and all at ``ages``, places in the lists, and the pairs that these are."""
        return self._paired(self.items(ids).values(), ages)

    def _owners_that_lost_ties(
        self, settled: Mapping[UUID, Ties], before: tuple[Ints, Ints], after: tuple[Ints, Ints]
    ) -> set[UUID]:
        """Those a tie of whom is a candidate no more or another text: who is their best now is open again.

        By the part of an id that lists hold: two in 2^29 are taken for one another, and looked at in vain.
        """
        gone = absent(before, after)
        left: dict[int, set[int]] = defaultdict(set)
        for owner, away in zip(before[0][gone].tolist(), (before[1][gone] & ID_MASK).tolist(), strict=True):
            left[owner].add(away)
        return {
            one
            for one, ties in settled.items()
            for tie in ties
            if tie is not None and (tie in self.fresh or id_part(tie) in left.get(self._items[one].listed_at, ()))
        }

    def groups(self, ids: Iterable[UUID], untied: Iterable[UUID]) -> dict[UUID, Ties]:
        """All that published ties and decisions hold to ``ids``, with their ties; those of ``untied`` don't count."""
        rows = fetch_all(self.connection, "select/link_groups", ids=array(ids), untied=array(untied))
        return {row.article_id: (row.tie_id, row.second_tie_id) for row in rows}

    def copies(self, ids: Iterable[UUID]) -> dict[UUID, tuple[CopyLink, ...]]:
        """Published copy links of ``ids``; those without are absent."""
        found: dict[UUID, tuple[CopyLink, ...]] = {}
        for row in fetch_all(self.connection, "select/link_copies", ids=array(ids)):
            link = CopyLink(**row._mapping)
            found[link.article_id] = (*found.get(link.article_id, ()), link)
        return found

    def edges_of(self, ids: Iterable[UUID]) -> list[Edges]:
        """Published edges of ``ids`` with earlier articles."""
        rows = fetch_all(self.connection, "select/link_edges_of", ids=array(ids))
        return [Edges(row.later_id, (row.tie_id, row.second_tie_id), row.earlier_ids, row.millionths) for row in rows]

    def ties(self, ids: Iterable[UUID]) -> list[tuple[UUID, UUID, UUID | None]]:
        """(one of ``ids``, the article it is held to, whose tie that is: None where it is a person's decision)."""
        rows = fetch_all(self.connection, "select/link_ties", ids=array(ids))
        return [(row.one_id, row.other_id, row.later_id) for row in rows]

    def overrides(self, ids: Iterable[UUID]) -> list[Override]:
        """What people decided about ``ids``."""
        rows = fetch_all(self.connection, "select/link_overrides", ids=array(ids))
        return [Override(row.kind, row.article_id, row.other_id) for row in rows]

    def members(self, ids: Iterable[UUID]) -> dict[UUID, tuple[UUID, UUID]]:
        """Published (story_id, founder_id) of ``ids``; those in no story are absent."""
        rows = fetch_all(self.connection, "select/link_members", ids=array(ids))
        return {row.article_id: (row.story_id, row.founder_id) for row in rows}

    def stage_copies(self, links: Mapping[UUID, Sequence[CopyLink]]) -> None:
        """Stage all copy links of each article; an empty sequence takes its links away."""
        nothing = (None,) * 7
        rows = [
            row
            for article_id, found in sorted(links.items())
            for row in ([astuple(link) for link in found] or [(article_id, *nothing)])
        ]
        names = ("article_ids", "original_ids", "kinds", "similarities", "directions", "shared_counts")
        self._stage("load/link_copies", (*names, "versions", "same_publishers"), rows)

    def stage_edges(self, edges: Iterable[Edges]) -> None:
        """Stage the edges of later articles as they will be."""
        rows = [
            (
                str(one.later_id),
                *(None if tie_id is None else str(tie_id) for tie_id in one.tie_ids),
                one.earlier_ids.hex(),
                one.millionths.hex(),
                self._scored_by(one.later_id),
            )
            for one in edges
        ]
        execute(self.connection, "load/link_edges", {"batch_id": self.batch_id, "rows": json.dumps(rows)})

    def stage_members(self, members: Mapping[UUID, UUID | None]) -> None:
        """Stage memberships; None takes an article out of its story."""
        self._stage("load/link_members", ("article_ids", "story_ids"), list(members.items()))

    def stage_aliases(self, retired: Mapping[UUID, tuple[UUID | None, UUID | None]]) -> None:
        """Stage retired story ids with the article that decides where they lead, and the story it is in now."""
        rows = [(alias_id, *target) for alias_id, target in retired.items()]
        self._stage("load/link_aliases", ("alias_ids", "founder_ids", "story_ids"), rows)

    def stage_stories(self, made: Iterable[Story]) -> None:
        """Stage stories as they will be."""
        rows = [
            {
                "batch_id": self.batch_id,
                "story_id": story.story_id,
                "founder_id": story.founder_id,
                "lead_id": story.lead_id,
                "article_count": len(story.article_ids),
                "publisher_count": story.publisher_count,
                "language_count": story.language_count,
                "first_published_at": story.first_published_at,
                "last_published_at": story.last_published_at,
                "version": story.version,
            }
            for story in made
        ]
        execute(self.connection, "load/link_stories", rows)

    def _stage(self, name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], **binds: Any) -> None:
        if rows:
            arrays = {column: list(values) for column, values in zip(columns, zip(*rows, strict=True), strict=True)}
            execute(self.connection, name, {"batch_id": self.batch_id, **binds, **arrays})

    def _scored_by(self, later_id: UUID) -> str:
        later = self._items.get(later_id)
        return stories.version(embed=later is not None and bool(later.features.meaning))

    def _published(self, ages: Ints) -> set[UUID]:
        return {item.article_id for item in self._at(ages)} - self.fresh.keys()

    def _paired(self, items: Iterable[Prepared], ages: tuple[Ints, Ints]) -> tuple[Lineup, Pairs]:
        there = {item.article_id: item for item in self._at(distinct(np.concatenate(ages)))}
        lineup = Lineup.of((there | {item.article_id: item for item in items}).values())
        return lineup, lineup.pairs_at(ages)

    def _at(self, ages: Ints) -> list[Prepared]:
        """The articles at these places in the lists."""
        missing = [age for age in ages.tolist() if age not in self._there]
        if missing:
            self._keep(self._stored("select/link_items_at", ages=array(missing)))
        return [item for age in ages.tolist() for item in self._there.get(age, ())]

    def _keep(self, items: Iterable[Prepared]) -> None:
        for item in items:
            if item.article_id not in self._items:
                self._items[item.article_id] = item
                self._there[item.listed_at].append(item)

    def _stored(self, name: str, **binds: Any) -> list[Prepared]:
        """Published articles as linking keeps them; what expired is made again from the text."""
        rows = fetch_all(self.connection, name, **binds)
        expired = [row.article_id for row in rows if not row.features]
        texts = fetch_all(self.connection, "select/link_texts", ids=array(expired)) if expired else ()
        return [_prepared(row) for row in rows if row.features] + [prepared_again(row) for row in texts]

    def _row(self, item: Prepared) -> dict[str, Any]:
        return {
            "batch_id": self.batch_id,
            "article_id": item.article_id,
            "published_at": item.published_at,
            "publisher": item.publisher,
            "language": item.language,
            "flags": list(item.flags),
            "fingerprint": item.stored_fingerprint,
            "features": item.stored_features,
            "age": item.listed_at,
            "lookups": item.lookups,
            "input_sha256": item.input_sha256,
            "version": version_of(embed=bool(item.features.meaning)),
        }


def link_input(row: Row[Any]) -> LinkInput:
    """The article of a row of select/link_articles."""
    return LinkInput(
        article_id=row.article_id,
        url=row.canonical_url,
        publisher=row.publisher,
        title=row.title,
        body=row.body,
        language=row.language,
        published_at=row.published_at,
        flags=tuple(row.flags),
    )


def prepared_again(row: Row[Any]) -> Prepared:
    """What expired of a row of select/link_texts or link_expired_texts, made ready as it was."""
    return prepare(link_input(row), embed=is_embedded(row.version))


def _prepared(row: Row[Any]) -> Prepared:
    return Prepared(
        article_id=row.article_id,
        published_at=row.published_at,
        publisher=row.publisher,
        language=row.language,
        flags=tuple(row.flags),
        stored_fingerprint=row.fingerprint,
        stored_features=row.features,
        lookups=row.lookups,
        input_sha256=row.input_sha256,
    )

"""The warehouse as linking sees it: published state, with one batch's changes laid over it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row

from newshouse import copies, stories
from newshouse.copies import Fingerprint
from newshouse.records import CopyLink, LinkInput
from newshouse.stages.link import engine
from newshouse.stages.link.engine import Override, Pair, Story
from newshouse.stages.link.prepared import VERSION, Prepared, role_of
from newshouse.stories import StoryFeatures
from newshouse.warehouse import execute, fetch_all

Edge = tuple[float, bool]  # score, and whether it is the later article's tie


@dataclass
class Shelf:
    """One batch's view of the warehouse. Reads are of news as published, but for ``item`` and the candidates."""

    connection: Connection
    batch_id: int
    revised: list[UUID] = field(default_factory=list)  # articles of the batch that are published in another form
    fresh: frozenset[UUID] = frozenset()  # new and revised articles of the batch
    _items: dict[UUID, Prepared] = field(default_factory=dict)

    def put(self, items: Collection[Prepared], revised: Sequence[UUID]) -> None:
        """Stage and index the batch's new and revised articles."""
        self.revised = list(revised)
        self.fresh = frozenset(item.article_id for item in items)
        self._items.update((item.article_id, item) for item in items)
        execute(self.connection, "load/link_features", [self._row(item) for item in items])
        execute(self.connection, "load/link_terms", {"batch_id": self.batch_id})

    def items(self, ids: Iterable[UUID]) -> dict[UUID, Prepared]:
        """What is kept of ``ids``; those that have expired, or never were, are absent."""
        wanted = set(ids)
        missing = sorted(wanted - self._items.keys())
        if missing:
            rows = fetch_all(self.connection, "select/link_items", batch_id=self.batch_id, ids=missing)
            self._items.update((row.article_id, _prepared(row)) for row in rows)
        return {article_id: self._items[article_id] for article_id in wanted if article_id in self._items}

    def copy_owners(self) -> set[UUID]:
        """Published articles whose possible originals the batch changes."""
        return self._ids("select/link_copy_owners", revised=self.revised, **_copy_lists())

    def copy_candidates(self, owners: Collection[UUID]) -> set[Pair]:
        """(later, earlier) pairs worth comparing, of the batch's articles and of ``owners``."""
        return self._pairs("select/link_copy_candidates", owners, copy_rare=engine.COPY_RARE, **_copy_lists())

    def story_owners(self) -> set[UUID]:
        """Published articles whose neighbours the batch changes."""
        return self._ids("select/link_story_owners", revised=self.revised, **_story_lists())

    def story_candidates(self, owners: Collection[UUID]) -> set[Pair]:
        """(later, earlier) pairs worth scoring, of the batch's articles and of ``owners``."""
        return self._pairs("select/link_story_candidates", owners, story_best=engine.STORY_BEST, **_story_lists())

    def copies(self, ids: Iterable[UUID]) -> dict[UUID, tuple[CopyLink, ...]]:
        """Published copy links of ``ids``; those without are absent."""
        found: dict[UUID, tuple[CopyLink, ...]] = {}
        for row in fetch_all(self.connection, "select/link_copies", ids=sorted(ids)):
            link = CopyLink(**row._mapping)
            found[link.article_id] = (*found.get(link.article_id, ()), link)
        return found

    def edges_of(self, ids: Iterable[UUID]) -> dict[Pair, Edge]:
        """Published edges of ``ids`` with earlier articles."""
        rows = fetch_all(self.connection, "select/link_edges_of", ids=sorted(ids))
        return {(row.later_id, row.earlier_id): (row.score, row.is_tie) for row in rows}

    def edge_columns(self, ids: Iterable[UUID]) -> Iterable[tuple[UUID, bytes, bytes, bytes]]:
        """The same for many: (later, ids of the earlier, scores, ties), packed as select/link_edge_columns says."""
        for row in fetch_all(self.connection, "select/link_edge_columns", ids=sorted(ids)):
            yield row.later_id, row.earlier_ids, row.scores, row.ties

    def ties(self, ids: Iterable[UUID]) -> list[tuple[UUID, UUID, UUID | None]]:
        """(one of ``ids``, the article it is held to, whose tie that is: None where it is a person's decision)."""
        rows = fetch_all(self.connection, "select/link_ties", ids=sorted(ids))
        return [(row.one_id, row.other_id, row.later_id) for row in rows]

    def overrides(self, ids: Iterable[UUID]) -> list[Override]:
        """What people decided about ``ids``."""
        rows = fetch_all(self.connection, "select/link_overrides", ids=sorted(ids))
        return [Override(row.kind, row.article_id, row.other_id) for row in rows]

    def members(self, ids: Iterable[UUID]) -> dict[UUID, tuple[UUID, UUID]]:
        """Published (story_id, founder_id) of ``ids``; those in no story are absent."""
        rows = fetch_all(self.connection, "select/link_members", ids=sorted(ids))
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

    def stage_edges(self, rows: Sequence[tuple[UUID, UUID, float | None, bool | None]]) -> None:
        """Stage edges: (later, earlier, score, whether it is a tie); without score the edge is taken away."""
        texts = [(later.hex, earlier.hex, repr(score), repr(tie)) for later, earlier, score, tie in rows]
        arrays = (_array(values) for values in zip(*texts, strict=True))  # psycopg takes ten times as long
        binds = dict(zip(("later_ids", "earlier_ids", "scores", "ties"), arrays, strict=False))
        if rows:
            execute(
                self.connection,
                "load/link_edges",
                {"batch_id": self.batch_id, "version": stories.MODEL_VERSION, **binds},
            )

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

    def _ids(self, name: str, **binds: Any) -> set[UUID]:
        return {row.article_id for row in fetch_all(self.connection, name, batch_id=self.batch_id, **binds)}

    def _pairs(self, name: str, owners: Collection[UUID], **binds: Any) -> set[Pair]:
        binds |= {"batch_id": self.batch_id, "owners": sorted(owners), "revised": self.revised}
        return {(row.later_id, row.earlier_id) for row in fetch_all(self.connection, name, **binds)}

    def _row(self, item: Prepared) -> dict[str, Any]:
        return {
            "batch_id": self.batch_id,
            "article_id": item.article_id,
            "published_at": item.published_at,
            "publisher": item.publisher,
            "language": item.language,
            "flags": list(item.flags),
            "role": item.role,
            "fingerprint": item.fingerprint.to_bytes(),
            "features": item.features.to_bytes(),
            "terms": list(item.terms),
            "copy_keys": list(item.copy_keys),
            "input_sha256": item.input_sha256,
            "version": VERSION,
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


def _array(values: Iterable[str]) -> str:
    """PostgreSQL's array of ``values``, the reprs of None, numbers or truth values, or hexadecimal digits."""
    return "{" + ",".join("NULL" if value == "None" else value for value in values) + "}"


def _copy_lists() -> dict[str, Any]:
    return {"copy_list": engine.COPY_LIST, "copy_window": copies.COPY_WINDOW}


def _story_lists() -> dict[str, Any]:
    return {"story_list": engine.STORY_LIST, "story_window": engine.STORY_WINDOW}


def _prepared(row: Row[Any]) -> Prepared:
    return Prepared(
        article_id=row.article_id,
        published_at=row.published_at,
        publisher=row.publisher,
        language=row.language,
        flags=tuple(row.flags),
        role=role_of(tuple(row.flags)),
        text=copies.Text(row.article_id, row.published_at, row.publisher, Fingerprint.from_bytes(row.fingerprint)),
        features=StoryFeatures.from_bytes(row.features),
        terms=tuple(row.terms),
        copy_keys=tuple(row.copy_keys),
        input_sha256=row.input_sha256,
    )

"""Linking a set of articles all at once, in memory. Pure, no I/O."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from newshouse import copies, stories
from newshouse.records import CopyLink, LinkInput, StoryLink
from newshouse.stages.link import engine
from newshouse.stages.link.engine import STORY_WINDOW, Override, Pair, Story
from newshouse.stages.link.prepared import Age, Prepared, prepare
from newshouse.stories import MODEL_VERSION


@dataclass(frozen=True, slots=True)
class LinkResult:
    """All links of a set of articles. ``members``: article_id -> story_id; articles in no story are absent."""

    copies: tuple[CopyLink, ...]  # by (article_id, original_id)
    edges: tuple[StoryLink, ...]  # by (article_id, other_id), article_id < other_id
    stories: tuple[Story, ...]  # earliest first
    members: dict[UUID, UUID]


def link_items(items: Sequence[LinkInput], overrides: Sequence[Override] = ()) -> LinkResult:
    """Link ``items`` (distinct article_ids) with one another. The order of ``items`` plays no part."""
    ready = {item.article_id: prepare(item) for item in items}
    links = {item.article_id: _copies(item, hits, ready) for item, hits in _copy_hits(ready.values())}
    linkable = {article_id: item for article_id, item in ready.items() if item.role != "excluded"}
    edges = _edges(linkable, links, overrides)
    scored = stories.columns((*pair, score) for pair, score in edges.items())
    made = engine.assemble(linkable, scored, links, overrides)
    return LinkResult(
        copies=tuple(link for article_id in sorted(links) for link in sorted(links[article_id], key=_original)),
        edges=tuple(sorted((_edge(pair, score) for pair, score in edges.items()), key=lambda edge: edge.article_id)),
        stories=tuple(made),
        members={article_id: story.story_id for story in made for article_id in story.article_ids},
    )


def _edges(items: Mapping[UUID, Prepared], links: engine.Links, overrides: Sequence[Override]) -> dict[Pair, float]:
    candidates = _candidates(items.values())
    for found in links.values():
        candidates.update(engine.copy_pairs(found, items))
    scores = engine.scored(candidates, items)
    ties = engine.ties(scores, items)
    tied = [*ties.items()]
    tied += [(one.article_id, one.other_id) for one in overrides if one.kind == "together"]
    within = {pair for group in engine.groups(items, tied) for pair in engine.pairs_within(group, items)}
    within.update(ties.items())
    known = {pair: score for pair, score in scores.items() if pair in within}
    return known | engine.scored(within - known.keys(), items)


def _copies(item: Prepared, hits: Iterable[UUID], ready: Mapping[UUID, Prepared]) -> tuple[CopyLink, ...]:
    return engine.copies_of(item, [ready[article_id] for article_id in hits])


def _copy_hits(items: Iterable[Prepared]) -> Iterable[tuple[Prepared, list[UUID]]]:
    """Each article with the earlier ones that may be its originals (the rule stands in engine.py)."""
    items = list(items)
    lists = _lists((item.copy_keys, item.age) for item in items)
    for item in items:
        counts: dict[UUID, int] = defaultdict(int)
        rare: set[UUID] = set()
        for key in item.copy_keys:
            start = bisect_left(lists[key], (item.published_at - copies.COPY_WINDOW, UUID(int=0)))
            end = bisect_left(lists[key], item.age)
            listed = [article_id for _, article_id in lists[key][start : min(end, start + engine.COPY_LIST)]]
            for article_id in listed:
                counts[article_id] += 1
            if len(listed) <= engine.COPY_RARE:
                rare.update(listed)
        yield item, [article_id for article_id, count in counts.items() if count > 1 or article_id in rare]


def _candidates(items: Iterable[Prepared]) -> set[Pair]:
    """The (later, earlier) pairs to score first (the rule stands in engine.py)."""
    items = list(items)
    lists = _lists((item.terms, item.age) for item in items)
    pairs: set[Pair] = set()
    for item in items:
        counts: dict[Age, int] = defaultdict(int)
        for term in item.terms:
            end = bisect_left(lists[term], item.age)
            for age in lists[term][max(0, end - engine.STORY_LIST) : end]:
                if item.published_at - age[0] <= STORY_WINDOW:
                    counts[age] += 1
        best = sorted(counts, key=lambda age: (counts[age], age), reverse=True)[: engine.STORY_BEST]
        pairs.update((item.article_id, article_id) for _, article_id in best)
    return pairs


def _lists(entries: Iterable[tuple[tuple[int, ...], Age]]) -> dict[int, list[Age]]:
    lists: dict[int, list[Age]] = defaultdict(list)
    for keys, age in entries:
        for key in keys:
            lists[key].append(age)
    for listed in lists.values():
        listed.sort()
    return lists


def _original(link: CopyLink) -> UUID:
    return link.original_id


def _edge(pair: Pair, score: float) -> StoryLink:
    low, high = sorted(pair)
    return StoryLink(low, high, score, MODEL_VERSION)

"""Linking a set of articles all at once, in memory. Pure, no I/O."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from newshouse import stories
from newshouse.records import CopyLink, LinkInput, StoryLink
from newshouse.stages.link import engine
from newshouse.stages.link.engine import Override, Pair, Story
from newshouse.stages.link.lists import Lists, pairs_at
from newshouse.stages.link.postings import of_kind, postings_of
from newshouse.stages.link.prepared import Prepared, prepare


@dataclass(frozen=True, slots=True)
class LinkResult:
    """All links of a set of articles. ``members``: article_id -> story_id; articles in no story are absent."""

    copies: tuple[CopyLink, ...]  # by (article_id, original_id)
    edges: tuple[StoryLink, ...]  # by (article_id, other_id), article_id < other_id
    stories: tuple[Story, ...]  # earliest first
    members: dict[UUID, UUID]


def link_items(items: Sequence[LinkInput], overrides: Sequence[Override] = (), *, embed: bool = False) -> LinkResult:
    """Link ``items`` (distinct article_ids) with one another. The order of ``items`` plays no part."""
    ready = {item.article_id: prepare(item, embed=embed) for item in items}
    postings = postings_of([(item.listed_at, item.lookups) for item in ready.values()])
    hits: dict[UUID, list[Prepared]] = defaultdict(list)
    for later, earlier in pairs_at(
        Lists(postings).copy_candidates(of_kind(postings, copies=True)), _there(ready.values())
    ):
        hits[later].append(ready[earlier])
    links = {article_id: engine.copies_of(item, hits[article_id]) for article_id, item in ready.items()}
    linkable = {article_id: item for article_id, item in ready.items() if item.role != "excluded"}
    edges = _edges(linkable, links, overrides)
    scored = stories.columns((*pair, score) for pair, score in edges.items())
    made = engine.assemble(linkable, scored, links, overrides)
    return LinkResult(
        copies=tuple(link for article_id in sorted(links) for link in sorted(links[article_id], key=_original)),
        edges=tuple(sorted((_edge(pair, score, ready) for pair, score in edges.items()), key=_ends)),
        stories=tuple(made),
        members={article_id: story.story_id for story in made for article_id in story.article_ids},
    )


def _edges(items: Mapping[UUID, Prepared], links: engine.Links, overrides: Sequence[Override]) -> dict[Pair, float]:
    postings = of_kind(postings_of([(item.listed_at, item.lookups) for item in items.values()]), copies=False)
    candidates = set(pairs_at(Lists(postings).story_candidates(postings), _there(items.values())))
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


def _there(items: Iterable[Prepared]) -> Mapping[int, Sequence[Prepared]]:
    found: dict[int, list[Prepared]] = defaultdict(list)
    for item in items:
        found[item.listed_at].append(item)
    return found


def _original(link: CopyLink) -> UUID:
    return link.original_id


def _edge(pair: Pair, score: float, items: Mapping[UUID, Prepared]) -> StoryLink:
    low, high = sorted(pair)
    embed = all(items[article_id].features.meaning for article_id in pair)
    return StoryLink(low, high, score, stories.version(embed=embed))


def _ends(edge: StoryLink) -> tuple[UUID, UUID]:
    return edge.article_id, edge.other_id

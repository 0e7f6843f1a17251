"""Linking a set of articles all at once, in memory. Pure, no I/O."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from newshouse import stories
from newshouse.records import CopyLink, LinkInput, StoryLink
from newshouse.stages.link import engine
from newshouse.stages.link.engine import Override, Story
from newshouse.stages.link.lineup import Lineup
from newshouse.stages.link.lists import Lists
from newshouse.stages.link.postings import of_kind, postings_of
from newshouse.stages.link.prepared import Prepared, prepare
from newshouse.stages.link.scores import scored


@dataclass(frozen=True, slots=True)
class LinkResult:
    """All links of a set of articles. ``members``: article_id -> story_id; articles in no story are absent."""

    copies: tuple[CopyLink, ...]  # by (article_id, original_id)
    edges: tuple[StoryLink, ...]  # by (article_id, other_id), article_id < other_id
    stories: tuple[Story, ...]  # earliest first
    members: dict[UUID, UUID]


def link_items(items: Sequence[LinkInput], overrides: Sequence[Override] = (), *, embed: bool = False) -> LinkResult:
    """Link ``items`` (distinct article_ids) with one another. The order of ``items`` plays no part."""
    lineup = Lineup.of(prepare(item, embed=embed) for item in items)
    postings = postings_of([(item.listed_at, item.lookups) for item in lineup.items])
    hits: dict[int, list[Prepared]] = defaultdict(list)
    pairs = lineup.pairs_at(Lists(postings).copy_candidates(of_kind(postings, copies=True)))
    for later, earlier in zip(*(side.tolist() for side in pairs), strict=True):
        hits[later].append(lineup.items[earlier])
    links = {item.article_id: engine.copies_of(item, hits[place]) for place, item in enumerate(lineup.items)}
    linkable = Lineup([item for item in lineup.items if item.role != "excluded"])
    edges = _edges(linkable, links, overrides)
    made = engine.assemble({item.article_id: item for item in linkable.items}, edges, links, overrides)
    return LinkResult(
        copies=tuple(link for article_id in sorted(links) for link in sorted(links[article_id], key=_original)),
        edges=tuple(sorted(_links(edges, linkable), key=_ends)),
        stories=tuple(made),
        members={article_id: story.story_id for story in made for article_id in story.article_ids},
    )


def _edges(lineup: Lineup, links: engine.Links, overrides: Sequence[Override]) -> stories.Scored:
    postings = of_kind(postings_of([(item.listed_at, item.lookups) for item in lineup.items]), copies=False)
    listed = lineup.pairs_at(Lists(postings).story_candidates(postings))
    copied = engine.copy_pairs((link for found in links.values() for link in found), lineup)
    later, earlier = lineup.distinct_pairs(listed, copied)
    tied, second = engine.ties(lineup, (later, earlier), scored(lineup, later, earlier))
    held = [(one.article_id, one.other_id) for one in overrides if one.kind == "together"]
    one, other = lineup.pairs_of(held)
    labels = stories.connected(len(lineup), np.concatenate((tied[0], one)), np.concatenate((tied[1], other)))
    later, earlier = lineup.distinct_pairs(engine.pairs_within(labels, second, lineup), tied, second)
    scores = scored(lineup, later, earlier)
    made = ~np.isnan(scores)
    return stories.Scored([item.article_id for item in lineup.items], later[made], earlier[made], scores[made])


def _links(edges: stories.Scored, lineup: Lineup) -> Iterator[StoryLink]:
    for later, earlier, score in zip(edges.left.tolist(), edges.right.tolist(), edges.scores.tolist(), strict=True):
        both = lineup.items[later], lineup.items[earlier]
        low, high = sorted(item.article_id for item in both)
        yield StoryLink(low, high, score, stories.version(embed=all(item.features.meaning for item in both)))


def _original(link: CopyLink) -> UUID:
    return link.original_id


def _ends(edge: StoryLink) -> tuple[UUID, UUID]:
    return edge.article_id, edge.other_id

"""How links are decided, given who may be linked to whom. Pure, no I/O; the same whether memory or a warehouse asks.

What may be linked is decided by the set of articles alone, never by the order in which they came:

- copies: for each lookup key the COPY_LIST earliest articles within the copy window before the article;
- stories: for each lookup term the STORY_LIST articles next before it, at most the story window before it; of these
  the STORY_BEST that share most terms with it. The one that scores best is its tie, if it scores enough to join, and
  the best in another language its second tie.

Both end lists that everybody is on (boilerplate, the topic of the month), and an article that comes late changes the
lists of its next successors only, which can be found again. Ties make trees, each a group of articles within reach of
one another; within a group every pair is scored, and every pair between two groups that a second tie connects: the
halves of a story in two languages are two trees. Linkage then forms the stories of all that hangs together. On
headlines held out second ties raised B-cubed F1 from .65 to .68, and F1 across languages from .34 to .46. Second-best
matches of any language did little more, and made heaps of 1,000 articles where many events use the same words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

import numpy as np

from newshouse import copies, stories
from newshouse.records import CopyLink
from newshouse.stages.link.lineup import Lineup, Pairs
from newshouse.stages.link.prepared import Prepared, story_id_of, version_of
from newshouse.stages.link.scores import UNIT, Scores, connects
from newshouse.stories.sorting import Ints, among, distinct, ranges, starts

COPY_LIST: Final = 32
COPY_RARE: Final = 8  # one key shared with so few is enough to look closer; else it takes two
STORY_LIST: Final = 16
STORY_BEST: Final = 12
GROUP_LIST: Final = 100  # in groups larger than that an article is scored against so many before it
STORY_WINDOW: Final = timedelta(seconds=stories.WINDOW_S)
STORY_WINDOW_US: Final = STORY_WINDOW // timedelta(microseconds=1)

_BY_A_PERSON: Final = 2.0  # draws more than any score
Links = Mapping[UUID, tuple[CopyLink, ...]]


@dataclass(frozen=True, slots=True)
class Override:
    """What a person decided about two articles, ``article_id`` < ``other_id``."""

    kind: Literal["together", "apart"]
    article_id: UUID
    other_id: UUID


@dataclass(frozen=True, slots=True)
class Story:
    """The articles that report one event, earliest first."""

    story_id: UUID
    lead_id: UUID
    article_ids: tuple[UUID, ...]
    publisher_count: int
    language_count: int
    first_published_at: datetime
    last_published_at: datetime
    version: str

    @property
    def founder_id(self) -> UUID:
        return self.article_ids[0]


def copies_of(owner: Prepared, candidates: Iterable[Prepared]) -> tuple[CopyLink, ...]:
    """What ``owner`` repeats; empty when nothing."""
    return copies.originals(owner.text, (candidate.text for candidate in candidates))


def copy_pairs(links: Iterable[CopyLink], lineup: Lineup) -> Pairs:
    """The copies that are also worth scoring as stories: whole ones, within the story window, both lined up."""
    at = lineup.microseconds
    later, earlier = lineup.pairs_of((link.article_id, link.original_id) for link in links if link.kind != "part")
    near = at[later] - at[earlier] <= STORY_WINDOW_US
    return later[near], earlier[near]


def ties(lineup: Lineup, pairs: Pairs, scores: Scores) -> tuple[Pairs, Pairs]:
    """Of each later article the best match that is good enough, and the best in another language, if that differs."""
    later, earlier = pairs
    able = np.flatnonzero(np.rint(np.nan_to_num(scores) * UNIT) >= round(stories.cut() * UNIT))
    best = _best(pairs, scores, able)
    languages = lineup.languages
    abroad = _best(pairs, scores, able[languages[later[able]] != languages[earlier[able]]])
    abroad = abroad[~among(abroad, best)]
    return (later[best], earlier[best]), (later[abroad], earlier[abroad])


def _best(pairs: Pairs, scores: Scores, able: Ints) -> Ints:
    """Of ``able``, places in ``pairs``, that of the best of each later article, ascending; ties go to the earliest."""
    later, earlier = pairs
    order = able[np.lexsort((earlier[able], -scores[able], later[able]))]
    return np.sort(order[starts(later[order])])


def pairs_within(labels: Ints, second: Pairs, lineup: Lineup) -> Pairs:
    """The pairs to score: of each group, and of two groups between which a second tie leads.

    ``labels``: of each article the number of its group. Only pairs within the story window, and for each article at
    most the GROUP_LIST before it of each group.
    """
    count, numbers = len(lineup), distinct(labels)
    group, groups = np.searchsorted(numbers, labels), np.arange(len(numbers))
    order = np.argsort(group, kind="stable")
    codes = group[order] * count + order  # ascending: groups, in each the articles by age
    one, other = group[second[0]], group[second[1]]
    linked = distinct(np.concatenate((groups * count + groups, one * count + other, other * count + one)))
    mine, theirs = linked // max(count, 1), linked % max(count, 1)
    block, place = ranges(np.searchsorted(codes, mine * count), np.searchsorted(codes, mine * count + count))
    later, end = order[place], np.searchsorted(codes, theirs[block] * count + order[place])
    begin = np.maximum(np.searchsorted(codes, theirs[block] * count), end - GROUP_LIST)
    owner, before = ranges(begin, end)
    later, earlier = later[owner], order[before]
    near = lineup.microseconds[later] - lineup.microseconds[earlier] <= STORY_WINDOW_US
    return later[near], earlier[near]


def assemble(
    items: Mapping[UUID, Prepared], edges: stories.Scored, links: Links, overrides: Sequence[Override]
) -> list[Story]:
    """The stories that ``items`` make; ordered by their earliest article.

    ``items`` must hold whole components: every article that a connecting edge or an override leads to.
    """
    members = {item.article_id: item for item in items.values() if item.role == "member"}
    parts = stories.cluster(
        {article_id: item.features.published_s for article_id, item in members.items()},
        edges,
        cut=stories.cut(),
        overrides=stories.Overrides(_decided("together", overrides), _decided("apart", overrides)),
    )
    groups = [list(part) for part in parts]
    for item, group in _followers(items, edges, groups, overrides):
        group.append(item.article_id)
    made = [_story([items[article_id] for article_id in group], links) for group in groups]
    return sorted(made, key=lambda story: (story.first_published_at, story.founder_id))


def _story(group: list[Prepared], links: Links) -> Story:
    group.sort(key=lambda item: (item.role != "member", item.age))  # a follower founds no story
    founder = group[0]
    faces = [
        stories.Member(
            item.article_id, item.published_at, item.features.title_count > 0, item.fingerprint.token_count, item.flags
        )
        for item in group
    ]
    group_links = [link for item in group for link in links.get(item.article_id, ())]
    return Story(
        story_id=story_id_of(founder.article_id),
        lead_id=stories.lead(faces, group_links),
        article_ids=tuple(item.article_id for item in group),
        publisher_count=len({item.publisher for item in group}),
        language_count=len({item.language for item in group}),
        first_published_at=min(item.published_at for item in group),
        last_published_at=max(item.published_at for item in group),
        version=version_of(embed=any(item.features.meaning for item in group)),
    )


def _followers(
    items: Mapping[UUID, Prepared],
    edges: stories.Scored,
    groups: Sequence[list[UUID]],
    overrides: Sequence[Override],
) -> list[tuple[Prepared, list[UUID]]]:
    """Each follower with the group of the member it is drawn to most; those that nothing draws are left out."""
    follows = np.array([one in items and items[one].role == "follower" for one in edges.ids], np.bool_)
    strong = np.flatnonzero((follows[edges.left] | follows[edges.right]) & (edges.scores > 0)).tolist()
    pulls = [
        ((edges.ids[int(edges.left[place])], edges.ids[int(edges.right[place])]), float(edges.scores[place]))
        for place in strong
        if connects(float(edges.scores[place]))
    ]
    pulls += [(pair, _BY_A_PERSON) for pair in _decided("together", overrides)]
    apart = {frozenset(pair) for pair in _decided("apart", overrides)}
    group_of = {article_id: group for group in groups for article_id in group}
    drawn: dict[UUID, list[tuple[float, UUID]]] = {}
    for (one, other), strength in pulls:
        for follower, member in ((one, other), (other, one)):
            if follower in items and items[follower].role == "follower" and member in group_of:
                drawn.setdefault(follower, []).append((strength, member))
    found = []
    for follower in sorted(drawn):
        for _, member in sorted(drawn[follower], key=lambda pull: (-pull[0], items[pull[1]].age)):
            if not any(frozenset((follower, other)) in apart for other in group_of[member]):
                found.append((items[follower], group_of[member]))
                break
    return found


def _decided(kind: str, overrides: Sequence[Override]) -> tuple[tuple[UUID, UUID], ...]:
    return tuple((one.article_id, one.other_id) for one in overrides if one.kind == kind)

"""How links are decided, given who may be linked to whom. Pure, no I/O; the same whether memory or a warehouse asks.

What may be linked is decided by the set of articles alone, never by the order in which they came:

- copies: for each lookup key the COPY_LIST earliest articles within the copy window before the article;
- stories: for each lookup term the STORY_LIST articles next before it, at most the story window before it; of these
  the STORY_BEST that share most terms with it. The one that scores best is its tie, if it scores enough to join.

Both end lists that everybody is on (boilerplate, the topic of the month), and an article that comes late changes the
lists of its next successors only, which can be found again. Ties make trees, each a group of articles within reach of
one another; within a group every pair is scored and average linkage forms the stories. Groups by all edges that would
join two articles instead of the best one took in four fifths of a month's headlines, for stories no better.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

import numpy as np

from newshouse import copies, stories
from newshouse.records import CopyLink
from newshouse.stages.link.prepared import Prepared, story_id_of, version_of

COPY_LIST: Final = 32
COPY_RARE: Final = 8  # one key shared with so few is enough to look closer; else it takes two
STORY_LIST: Final = 16
STORY_BEST: Final = 12
GROUP_LIST: Final = 100  # in groups larger than that an article is scored against so many before it
STORY_WINDOW: Final = timedelta(seconds=stories.WINDOW_S)

UNIT: Final = 1_000_000  # scores are kept in whole millionths
TELLING_SIMILARITY: Final = 0.5
_SCORED_AT_ONCE: Final = 400  # pairs whose terms fit the processor's cache together
_BY_A_PERSON: Final = 2.0  # draws more than any score
Pair = tuple[UUID, UUID]  # (later, earlier)
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


def copy_pairs(links: Iterable[CopyLink], items: Mapping[UUID, Prepared]) -> list[Pair]:
    """The copies that are also worth scoring as stories: whole ones, within the story window, both in ``items``."""
    return [
        (link.article_id, link.original_id)
        for link in links
        if link.kind != "part"
        and link.original_id in items
        and items[link.article_id].published_at - items[link.original_id].published_at <= STORY_WINDOW
    ]


def scored(pairs: Collection[Pair], items: Mapping[UUID, Prepared]) -> dict[Pair, float]:
    """The scores of ``pairs`` (distinct), to six decimals. Two followers tell each other nothing and are left out."""
    wanted = [pair for pair in pairs if "member" in (items[pair[0]].role, items[pair[1]].role)]
    found: dict[Pair, float] = {}
    for start in range(0, len(wanted), _SCORED_AT_ONCE):
        chunk = wanted[start : start + _SCORED_AT_ONCE]
        found.update(zip(chunk, _scores(chunk, items), strict=True))
    return found


def ties(scores: Mapping[Pair, float], items: Mapping[UUID, Prepared]) -> dict[UUID, UUID]:
    """Later -> earlier: the best match of each later article that has one good enough; ties go to the earliest."""
    best: dict[UUID, tuple[float, UUID]] = {}
    for (later, earlier), score in scores.items():
        if connects(score) and (
            later not in best or (-score, items[earlier].age) < (-best[later][0], items[best[later][1]].age)
        ):
            best[later] = (score, earlier)
    return {later: earlier for later, (_, earlier) in best.items()}


def groups(article_ids: Iterable[UUID], tied: Iterable[Pair]) -> list[list[UUID]]:
    """``article_ids`` in groups that ``tied`` holds together, directly or through others."""
    root = {article_id: article_id for article_id in article_ids}

    def find(one: UUID) -> UUID:
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    for one, other in tied:
        if one in root and other in root:
            root[find(one)] = find(other)
    found: dict[UUID, list[UUID]] = {}
    for article_id in root:
        found.setdefault(find(article_id), []).append(article_id)
    return list(found.values())


def pairs_within(group: Iterable[UUID], items: Mapping[UUID, Prepared]) -> Iterable[Pair]:
    """The (later, earlier) pairs of a group to score: within the story window, GROUP_LIST for each article at most."""
    ordered = sorted(items[article_id].age for article_id in group)
    for place, (published_at, later) in enumerate(ordered):
        for before, earlier in ordered[max(0, place - GROUP_LIST) : place]:
            if published_at - before <= STORY_WINDOW:
                yield later, earlier


def _scores(pairs: Sequence[Pair], items: Mapping[UUID, Prepared]) -> list[float]:
    numbers: dict[UUID, int] = {}
    numbered = [
        (numbers.setdefault(later, len(numbers)), numbers.setdefault(earlier, len(numbers))) for later, earlier in pairs
    ]
    links = {
        place: link
        for place, (later, earlier) in zip(numbered, pairs, strict=True)
        if (link := telling_copy(items[later], items[earlier])) is not None
    }
    scores = stories.score_many([items[article_id].features for article_id in numbers], numbered, links)
    return [round(score, 6) for score in scores.tolist()]


def connects(score: float) -> bool:
    """Whether an edge can hold a story together: groups join on means, and no mean is above the best of its pairs."""
    return round(score * UNIT) >= round(stories.cut() * UNIT)


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


def _decided(kind: str, overrides: Sequence[Override]) -> tuple[Pair, ...]:
    return tuple((one.article_id, one.other_id) for one in overrides if one.kind == kind)


def telling_copy(later: Prepared, earlier: Prepared) -> CopyLink | None:
    """The copy as far as it tells of stories: below TELLING_SIMILARITY boilerplate may be all they share."""
    mine, theirs = later.fingerprint, earlier.fingerprint
    if not mine.exact or not theirs.exact:
        return None
    if mine.level == theirs.level and mine.exact != theirs.exact:
        least = min(len(mine.samples), len(theirs.samples)) * TELLING_SIMILARITY
        if len(mine.sample_set & theirs.sample_set) < least:
            return None
    link = copies.compare(later.text, earlier.text)
    return link if link is not None and link.similarity >= TELLING_SIMILARITY else None

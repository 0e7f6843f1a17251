"""Whether one text repeats another, and how: exact, near or part. Pure, no I/O.

Measured on sampled shingles (see fingerprint.py): containment = shared / the smaller text's, resemblance = shared /
the larger text's, spread = how much of a text lies between its first and last shared shingle.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from newshouse.copies.fingerprint import VERSION, Fingerprint
from newshouse.records import CopyKind, CopyLink

COPY_WINDOW: Final = timedelta(days=7)
"""How much earlier than its copy an original may be, by event time."""

MIN_CONTAINMENT: Final = 0.25
MIN_SHARED: Final = 3
WORN_CONTAINMENT: Final = 0.12  # damage all over (scanned, reworded throughout) leaves little, but leaves it everywhere
WORN_SHARED: Final = 8
WORN_SPREAD: Final = 0.75
NEAR_LENGTH_RATIO: Final = 0.6
NEAR_SPREAD: Final = 0.6
PART_CONTAINMENT: Final = 0.25

_KIND_RANK: Final = {"exact": 0, "near": 1, "part": 2}


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its place in time, as copies are judged: earlier means (published_at, article_id) smaller."""

    article_id: UUID
    published_at: datetime
    publisher: str
    fingerprint: Fingerprint

    @property
    def age(self) -> tuple[datetime, UUID]:
        return self.published_at, self.article_id


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two texts have in common, as the later sees it. Ratios in 0..1."""

    shared: frozenset[int]
    containment: float
    resemblance: float
    spread: float
    length_ratio: float


def compare(later: Text, earlier: Text) -> CopyLink | None:
    """How ``later`` repeats ``earlier``; None when it does not.

    None also when they are not in this order of time, or further apart than COPY_WINDOW.
    """
    if not _in_reach(later, earlier):
        return None
    mine, theirs = later.fingerprint, earlier.fingerprint
    if mine.exact and mine.exact == theirs.exact:
        return _link(later, earlier, "exact", 1.0, max(1, len(mine.samples)))
    if len(mine.sample_set & theirs.sample_set) < MIN_SHARED:
        return None
    common = overlap(mine, theirs)
    kind = _kind(common)
    if kind is None:
        return None
    return _link(later, earlier, kind, common.containment, len(common.shared))


def overlap(mine: Fingerprint, theirs: Fingerprint) -> Overlap:
    """What the two have in common, at the coarser of their sampling levels."""
    shared = mine.sample_set & theirs.sample_set
    if not shared:
        return Overlap(shared, 0.0, 0.0, 0.0, 0.0)
    level = max(mine.level, theirs.level)
    ours, others = mine.at_level(level), theirs.at_level(level)
    small, large = sorted((len(ours), len(others)))
    lengths = sorted((mine.token_count, theirs.token_count))
    return Overlap(
        shared=shared,
        containment=len(shared) / small,
        resemblance=len(shared) / large,
        spread=min(_spread(ours, shared), _spread(others, shared)),
        length_ratio=lengths[0] / max(1, lengths[1]),
    )


def originals(later: Text, candidates: Iterable[Text]) -> tuple[CopyLink, ...]:
    """What ``later`` repeats among ``candidates``: the best earlier article; of a round-up each one it quotes.

    The best: exact before near before part, then similarity in steps of a tenth, then the earliest (published_at,
    article_id). Only where that is a part may others follow, each for shingles that none before it accounts for.
    Does not depend on the order of ``candidates``.
    """
    by_age = sorted(candidates, key=lambda text: text.age)
    links = [(link, text) for text in by_age if (link := compare(later, text)) is not None]
    if not links:
        return ()
    links.sort(key=lambda pair: (_KIND_RANK[pair[0].kind], -round(pair[0].similarity, 1), pair[1].age))
    best = links[0][0]
    if best.kind != "part" or best.direction == "contained_in":
        return (best,)
    return _quoted(later, links)


def _quoted(later: Text, links: Sequence[tuple[CopyLink, Text]]) -> tuple[CopyLink, ...]:
    """Greedily, the parts of a round-up: a copy of a quoted article adds nothing to what that one accounts for."""
    chosen: list[CopyLink] = []
    accounted: set[int] = set()
    for link, text in links:
        shared = overlap(later.fingerprint, text.fingerprint).shared
        fresh = shared - accounted
        if len(fresh) >= MIN_SHARED and len(fresh) * 2 > len(shared):
            chosen.append(link)
            accounted |= shared
    return tuple(chosen)


def _kind(common: Overlap) -> CopyKind | None:
    count = len(common.shared)
    worn = common.containment >= WORN_CONTAINMENT and count >= WORN_SHARED and common.spread >= WORN_SPREAD
    if not worn and (common.containment < MIN_CONTAINMENT or count < MIN_SHARED):
        return None
    if common.length_ratio >= NEAR_LENGTH_RATIO and common.spread >= NEAR_SPREAD:
        return "near"
    if common.containment < PART_CONTAINMENT:
        return None
    return "part"


def _spread(samples: Sequence[int], shared: frozenset[int]) -> float:
    """The share of ``samples`` from the first to the last that is shared."""
    places = [place for place, value in enumerate(samples) if value in shared]
    return (places[-1] - places[0] + 1) / len(samples) if places else 0.0


def _in_reach(later: Text, earlier: Text) -> bool:
    return earlier.age < later.age and later.published_at - earlier.published_at <= COPY_WINDOW


def _link(later: Text, earlier: Text, kind: CopyKind, similarity: float, shared_count: int) -> CopyLink:
    direction: Literal["same", "contained_in", "contains"] = "same"
    if kind == "part":
        shorter = later.fingerprint.token_count < earlier.fingerprint.token_count
        direction = "contained_in" if shorter else "contains"
    return CopyLink(
        article_id=later.article_id,
        original_id=earlier.article_id,
        kind=kind,
        similarity=min(1.0, similarity),
        direction=direction,
        shared_count=shared_count,
        version=VERSION,
        same_publisher=later.publisher == earlier.publisher,
    )

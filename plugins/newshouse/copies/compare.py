"""Whether one text repeats another, and how: exact, near or part. Pure, no I/O.

Measured on sampled shingles (see fingerprint.py): containment = shared / the smaller text's, resemblance = shared /
the larger text's, spread = in how much of a text, cut into tenths, shared shingles stand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from newshouse.copies.fingerprint import VERSION, Fingerprint
from newshouse.records import CopyKind, CopyLink

COPY_WINDOW: Final = timedelta(days=7)
"""How much earlier than its copy an original may be, by event time."""

COMMON_FAMILIES: Final = 5  # as many unlike texts with the same shingle: it is boilerplate or a turn of speech
CONTAINED_COVERAGE: Final = 0.5  # with less of its own text from there an article quotes rather than shortens
MIN_CONTAINMENT: Final = 0.25
MIN_SHARED: Final = 3
PLENTY_CONTAINMENT: Final = 0.2  # so many shared shingles are no accident, even when the sample shows a little less
PLENTY_SHARED: Final = 6
ROUND_UP_SOURCES: Final = 3
SAME_SOURCE: Final = 0.8  # of what the best source gives, a source must give as much to stand in for it
WORN_CONTAINMENT: Final = 0.12  # damage all over (scanned, reworded throughout) leaves little, but leaves it everywhere
WORN_SHARED: Final = 8
WORN_SPREAD: Final = 0.75
NEAR_LENGTH_RATIO: Final = 0.6
NEAR_SPREAD: Final = 0.6

Direction = Literal["same", "contained_in", "contains"]
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
    coverage: float  # share of the later's shingles that the earlier has
    spread: float
    length_ratio: float


def compare(later: Text, earlier: Text, common: frozenset[int] = frozenset()) -> CopyLink | None:
    """How ``later`` repeats ``earlier``; None when it does not. Shingles in ``common`` prove nothing.

    None also when they are not in this order of time, or further apart than COPY_WINDOW.
    """
    if not _in_reach(later, earlier):
        return None
    mine, theirs = later.fingerprint, earlier.fingerprint
    if mine.exact and mine.exact == theirs.exact:
        whole = Overlap(mine.sample_set, 1.0, 1.0, 1.0, 1.0)
        return _link(later, earlier, "exact", whole, "same")
    if len(mine.sample_set & theirs.sample_set) < MIN_SHARED:
        return None
    found = overlap(mine, theirs, common)
    kind = _kind(found)
    if kind is None:
        return None
    quotes = kind == "part" and found.coverage < CONTAINED_COVERAGE
    direction: Direction = "contains" if quotes else "contained_in" if kind == "part" else "same"
    return _link(later, earlier, kind, found, direction)


def overlap(mine: Fingerprint, theirs: Fingerprint, common: frozenset[int] = frozenset()) -> Overlap:
    """What the two have in common beside ``common``, at the coarser of their sampling levels."""
    shared = (mine.sample_set & theirs.sample_set) - common
    if not shared:
        return Overlap(shared, 0.0, 0.0, 0.0, 0.0)
    level = max(mine.level, theirs.level)
    ours = [value for value in mine.at_level(level) if value not in common]
    others = [value for value in theirs.at_level(level) if value not in common]
    lengths = sorted((mine.token_count, theirs.token_count))
    return Overlap(
        shared=shared,
        containment=len(shared) / min(len(ours), len(others)),
        coverage=len(shared) / len(ours),
        spread=min(_spread(ours, shared), _spread(others, shared)),
        length_ratio=lengths[0] / max(1, lengths[1]),
    )


def originals(later: Text, candidates: Iterable[Text]) -> tuple[CopyLink, ...]:
    """What ``later`` repeats among ``candidates``: the best earlier article; of a round-up each one it quotes.

    The best: exact before near before part, then similarity in steps of a tenth, then the earliest (published_at,
    article_id). A round-up is what quotes, or draws on ROUND_UP_SOURCES texts that have nothing to do with each
    other; all its links are parts that it contains. Does not depend on the order of ``candidates``.
    """
    by_age = sorted(candidates, key=lambda text: text.age)
    common = common_shingles(later.fingerprint, [text.fingerprint for text in by_age])
    links = [(link, text) for text in by_age if (link := compare(later, text, common)) is not None]
    if not links:
        return ()
    best = min(links, key=lambda pair: (_KIND_RANK[pair[0].kind], -round(pair[0].similarity, 1), pair[1].age))[0]
    if best.kind == "exact":
        return (best,)
    sources = _sources(later, links, common)
    if best.direction == "contains" or len(sources) >= ROUND_UP_SOURCES:
        return tuple(replace(link, kind="part", direction="contains") for link in sources)
    return (best,)


def _sources(later: Text, links: Sequence[tuple[CopyLink, Text]], common: frozenset[int]) -> list[CopyLink]:
    """The texts that account for ``later``, greedily: most first, of those with much the same to give the earliest.

    What a copy of a source has to give is accounted for already, so it is none itself.
    """
    gives = [(overlap(later.fingerprint, text.fingerprint, common).shared, link) for link, text in links]
    chosen: list[CopyLink] = []
    accounted: frozenset[int] = frozenset()
    while True:
        fresh = [(shared - accounted, link) for shared, link in gives]
        able = [
            (given, link)
            for (given, link), (shared, _) in zip(fresh, gives, strict=True)
            if len(given) >= MIN_SHARED and len(given) * 2 > len(shared)
        ]
        if not able:
            return chosen
        most = max((given for given, _ in able), key=len)
        _, source = next(entry for entry in able if len(entry[0] & most) >= SAME_SOURCE * len(most))
        chosen.append(source)
        accounted |= next(shared for shared, link in gives if link is source)


def common_shingles(mine: Fingerprint, others: Sequence[Fingerprint]) -> frozenset[int]:
    """The shingles of ``mine`` that at least COMMON_FAMILIES different texts among ``others`` have: boilerplate.

    Copies of one another count as one text, so that what a much printed report says stays its own. ``others`` in
    order of age: the first of a family stands for it.
    """
    if len(others) < COMMON_FAMILIES:
        return frozenset()
    families: list[frozenset[int]] = []
    counts: Counter[int] = Counter()
    for other in others:
        shared = other.sample_set & mine.sample_set
        if shared and not any(_akin(other.sample_set, family) for family in families):
            families.append(other.sample_set)
            counts.update(shared)
    return frozenset(value for value, count in counts.items() if count >= COMMON_FAMILIES)


def _akin(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether two texts have so much in common that more than boilerplate must be at work."""
    return len(one & other) * 2 > min(len(one), len(other))


def _kind(found: Overlap) -> CopyKind | None:
    count = len(found.shared)
    worn = found.containment >= WORN_CONTAINMENT and count >= WORN_SHARED and found.spread >= WORN_SPREAD
    enough = found.containment >= MIN_CONTAINMENT and count >= MIN_SHARED
    plenty = found.containment >= PLENTY_CONTAINMENT and count >= PLENTY_SHARED
    if not (worn or enough or plenty):
        return None
    if found.length_ratio >= NEAR_LENGTH_RATIO and found.spread >= NEAR_SPREAD:
        return "near"
    return "part" if enough or plenty else None


def _spread(samples: Sequence[int], shared: frozenset[int]) -> float:
    """In how many of ten equal parts of ``samples`` (fewer where it has less than 30) something is shared."""
    parts = max(1, min(10, len(samples) // 3))
    return len({place * parts // len(samples) for place, value in enumerate(samples) if value in shared}) / parts


def _in_reach(later: Text, earlier: Text) -> bool:
    return earlier.age < later.age and later.published_at - earlier.published_at <= COPY_WINDOW


def _link(later: Text, earlier: Text, kind: CopyKind, found: Overlap, direction: Direction) -> CopyLink:
    return CopyLink(
        article_id=later.article_id,
        original_id=earlier.article_id,
        kind=kind,
        similarity=found.containment,
        direction=direction,
        shared_count=len(found.shared),
        version=VERSION,
        same_publisher=later.publisher == earlier.publisher,
    )

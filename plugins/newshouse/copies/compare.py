"""Whether one text repeats another, and how: exact, near or part. Pure, no I/O.

Measured on sampled shingles (see fingerprint.py): containment = shared / the smaller text's, coverage = shared / the
later text's, spread = in how much of a text, cut into tenths, shared shingles stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from newshouse.copies.fingerprint import VERSION, Fingerprint
from newshouse.records import CopyKind, CopyLink

COPY_WINDOW: Final = timedelta(days=7)
"""How much earlier than its copy an original may be, by event time."""

CONTAINED_COVERAGE: Final = 0.5  # with less of its own text from there an article quotes rather than shortens
MIN_CONTAINMENT: Final = 0.25
MIN_SHARED: Final = 3
MIN_PASSAGE: Final = 10  # shingles, sampled or not: less is a phrase
PLENTY_CONTAINMENT: Final = 0.2  # so much is no accident, even when the sample shows a little less
PLENTY_PASSAGE: Final = 24
WORN_CONTAINMENT: Final = 0.12  # damage all over (scanned, reworded throughout) leaves little, but leaves it everywhere
WORN_PASSAGE: Final = 32
WORN_SPREAD: Final = 0.75
QUOTED_RUN: Final = 4  # samples in one piece, and as many shingles as QUOTED_PASSAGE
QUOTED_PASSAGE: Final = 20
QUOTED_SHARE: Final = 0.6  # of all that is shared
NEAR_LENGTH_RATIO: Final = 0.6
NEAR_SPREAD: Final = 0.6

Direction = Literal["same", "contained_in", "contains"]
_HASHES: Final = 1 << 32


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
    passage: float  # about how many shingles that is, with those that were not sampled
    containment: float
    coverage: float  # share of the later's shingles that the earlier has
    given: float  # share of the earlier's shingles that the later has
    length_ratio: float
    sides: tuple[Sequence[int], Sequence[int]]  # what of either was compared, in text order

    def spread(self) -> float:
        """In how much of the text where it is less; walks through both."""
        return min(_spread(side, self.shared) for side in self.sides)


def compare(later: Text, earlier: Text, common: frozenset[int] = frozenset()) -> CopyLink | None:
    """How ``later`` repeats ``earlier``; None when it does not. Shingles in ``common`` prove nothing.

    None also when they are not in this order of time, or further apart than COPY_WINDOW.
    """
    if not _in_reach(later, earlier):
        return None
    mine, theirs = later.fingerprint, earlier.fingerprint
    if mine.exact and mine.exact == theirs.exact:
        return _link(
            later, earlier, "exact", Overlap(mine.sample_set, len(mine.sample_set), 1.0, 1.0, 1.0, 1.0, ((), ()))
        )
    if len(mine.sample_set & theirs.sample_set) < MIN_SHARED:
        return None
    found = overlap(mine, theirs, common)
    kind = _kind(found)
    return None if kind is None else _link(later, earlier, kind, found)


def quotation(later: Text, earlier: Text, common: frozenset[int] = frozenset()) -> CopyLink | None:
    """The link of a round-up to what it quotes, however little of either that is; None without a passage in one piece.

    By itself that proves no copy: two reports may give the same statement in full.
    """
    mine, theirs = later.fingerprint, earlier.fingerprint
    if not _in_reach(later, earlier) or len(mine.sample_set & theirs.sample_set) < QUOTED_RUN:
        return None
    found = overlap(mine, theirs, common)
    ceiling = min(mine.ceiling, theirs.ceiling)
    run = _longest_run(mine.up_to(ceiling), theirs.up_to(ceiling), found.shared)
    if run < max(QUOTED_RUN, QUOTED_SHARE * len(found.shared)) or run * _HASHES / (ceiling + 1) < QUOTED_PASSAGE:
        return None
    return _link(later, earlier, "part", found)


def overlap(mine: Fingerprint, theirs: Fingerprint, common: frozenset[int] = frozenset()) -> Overlap:
    """What the two have in common beside ``common``, up to the lower of their ceilings."""
    shared = mine.sample_set & theirs.sample_set
    if common:
        shared -= common
    if not shared:
        return Overlap(shared, 0.0, 0.0, 0.0, 0.0, 0.0, ((), ()))
    ceiling = min(mine.ceiling, theirs.ceiling)
    ours, others = mine.up_to(ceiling), theirs.up_to(ceiling)
    if common:
        ours = tuple([value for value in ours if value not in common])
        others = tuple([value for value in others if value not in common])
    lengths = sorted((mine.token_count, theirs.token_count))
    return Overlap(
        shared=shared,
        passage=len(shared) * _HASHES / (ceiling + 1),
        containment=len(shared) / min(len(ours), len(others)),
        coverage=len(shared) / len(ours),
        given=len(shared) / len(others),
        length_ratio=lengths[0] / max(1, lengths[1]),
        sides=(ours, others),
    )


def resembles(mine: Fingerprint, theirs: Fingerprint, least: float) -> bool:
    """Whether the smaller of two texts has at least that share of its sampled shingles from the other."""
    ceiling = min(mine.ceiling, theirs.ceiling)
    smaller = min(mine.count_up_to(ceiling), theirs.count_up_to(ceiling))
    return len(mine.sample_set & theirs.sample_set) >= least * smaller


def _kind(found: Overlap) -> CopyKind | None:
    if len(found.shared) < MIN_SHARED:
        return None
    enough = found.containment >= MIN_CONTAINMENT and found.passage >= MIN_PASSAGE
    plenty = found.containment >= PLENTY_CONTAINMENT and found.passage >= PLENTY_PASSAGE
    worn = found.containment >= WORN_CONTAINMENT and found.passage >= WORN_PASSAGE
    if (enough or plenty or worn) and found.length_ratio >= NEAR_LENGTH_RATIO:
        spread = found.spread()
        if spread >= NEAR_SPREAD and (enough or plenty or spread >= WORN_SPREAD):
            return "near"
    return "part" if enough or plenty else None


def _spread(samples: Sequence[int], shared: frozenset[int]) -> float:
    """In how many of ten equal parts of ``samples`` (fewer where it has less than 30) something is shared."""
    parts = max(1, min(10, len(samples) // 3))
    return len({place * parts // len(samples) for place, value in enumerate(samples) if value in shared}) / parts


def _longest_run(ours: Sequence[int], others: Sequence[int], shared: frozenset[int]) -> int:
    """The most of ``shared`` that follow one another in both."""
    place = {value: number for number, value in enumerate(others) if value in shared}
    longest = run = 0
    before = -2
    for value in ours:
        here = place.get(value, -2)
        run = 0 if here < 0 else run + 1 if here == before + 1 else 1
        longest, before = max(longest, run), here
    return longest


def _in_reach(later: Text, earlier: Text) -> bool:
    return earlier.age < later.age and later.published_at - earlier.published_at <= COPY_WINDOW


def _link(later: Text, earlier: Text, kind: CopyKind, found: Overlap) -> CopyLink:
    quotes = kind == "part" and found.coverage < CONTAINED_COVERAGE
    return CopyLink(
        article_id=later.article_id,
        original_id=earlier.article_id,
        kind=kind,
        similarity=found.containment,
        direction="contains" if quotes else "contained_in" if kind == "part" else "same",
        shared_count=len(found.shared),
        version=VERSION,
        same_publisher=later.publisher == earlier.publisher,
    )

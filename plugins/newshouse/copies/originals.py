"""Which of several earlier texts a text repeats: the best of them, or each that a round-up quotes. Pure, no I/O."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from newshouse.copies.compare import MIN_SHARED, Text, compare, overlap, quotation, resembles
from newshouse.copies.fingerprint import Fingerprint
from newshouse.records import CopyLink

COMMON_FAMILIES: Final = 5  # as many unlike texts with the same shingle: it is boilerplate or a turn of speech
AKIN: Final = 0.5  # texts with so much in common are copies of one another
ROUND_UP_SOURCES: Final = 3
WHOLE: Final = 0.85  # a source of which so much is there, and that makes up most of the text, was copied, not quoted
ONE_SOURCE: Final = 0.75
SECOND_SOURCE: Final = 0.2  # two texts in one: what the second must make up at least
DIGESTED: Final = 0.4  # what quotations must make up of a text that repeats nobody otherwise
SAME_SOURCE: Final = 0.7  # of what the best source gives, an earlier one must give as much to stand in for it
SAME_FAMILY: Final = 0.5  # the same, where the best source is a copy of the earlier one
_KIND_RANK: Final = {"exact": 0, "near": 1, "part": 2}


@dataclass(frozen=True, slots=True)
class _Source:
    """An earlier text, how it is repeated, and what of the later text's sample it can account for."""

    text: Text
    link: CopyLink
    shared: frozenset[int]
    covered: frozenset[int]  # the shared, with all that stands between two that follow one another
    ceiling: int
    coverage: float  # share of the later text's sample
    given: float  # share of its own


def originals(later: Text, candidates: Iterable[Text]) -> tuple[CopyLink, ...]:
    """What ``later`` repeats among ``candidates``: the best earlier article; of a round-up each one it quotes.

    The best: exact before near before part, then similarity in steps of a tenth, then the earliest (published_at,
    article_id); but what is contained in several goes to the earliest that gives about as much. All links of a
    round-up (see _is_round_up) are parts that it contains. Does not depend on the order of ``candidates``.
    """
    by_age = sorted(candidates, key=lambda text: text.age)
    common = common_shingles(later.fingerprint, [text.fingerprint for text in by_age])
    links = {text.article_id: link for text in by_age if (link := compare(later, text, common)) is not None}
    linked = [text for text in by_age if text.article_id in links]
    if not links:
        return _digested(later, by_age, common)
    best = min((_rank(links[text.article_id]), text.age, links[text.article_id]) for text in linked)[2]
    if best.kind == "exact":
        return (best,)
    sources = _chosen(later.fingerprint, [_source(later, text, links[text.article_id], common) for text in linked])
    if sources and _is_round_up(sources):
        weak = [(text, link) for text in by_age if (link := quotation(later, text, common)) is not None]
        quoted = [_source(later, text, link, common) for text, link in weak if text.article_id not in links]
        sources = _chosen(later.fingerprint, quoted, sources)
        return _parts(sources)
    return (sources[0].link,) if sources and sources[0].link.direction == "contained_in" else (best,)


def _digested(later: Text, by_age: Sequence[Text], common: frozenset[int]) -> tuple[CopyLink, ...]:
    """What a text quotes that repeats no one, when quotations of three others make up much of it."""
    if len(by_age) < ROUND_UP_SOURCES:
        return ()
    quoted = [(text, link) for text in by_age if (link := quotation(later, text, common)) is not None]
    if len(quoted) < ROUND_UP_SOURCES:
        return ()
    sources = _chosen(later.fingerprint, [_source(later, text, link, common) for text, link in quoted])
    if len(sources) < ROUND_UP_SOURCES or sum(source.coverage for source in sources) < DIGESTED:
        return ()
    return _parts(sources)


def _parts(sources: Iterable[_Source]) -> tuple[CopyLink, ...]:
    return tuple(replace(source.link, kind="part", direction="contains") for source in sources)


def _is_round_up(sources: Sequence[_Source]) -> bool:
    """Whether the later text is made of these: quotes the first, or draws on three, or much of it is of a second."""
    first = sources[0]
    if first.link.direction == "contains":
        return True
    if len(sources) >= ROUND_UP_SOURCES:
        return first.coverage < ONE_SOURCE or first.given < WHOLE
    return len(sources) > 1 and first.coverage < ONE_SOURCE and sources[1].coverage >= SECOND_SOURCE


def _rank(link: CopyLink) -> tuple[int, float]:
    return _KIND_RANK[link.kind], -round(link.similarity, 1)


def _source(later: Text, earlier: Text, link: CopyLink, common: frozenset[int]) -> _Source:
    mine, theirs = later.fingerprint, earlier.fingerprint
    found = overlap(mine, theirs, common)
    ceiling = min(mine.ceiling, theirs.ceiling)
    return _Source(
        earlier, link, found.shared, _covered(mine, found.shared, ceiling), ceiling, found.coverage, found.given
    )


def _covered(mine: Fingerprint, shared: frozenset[int], ceiling: int) -> frozenset[int]:
    """``shared``, with the samples above ``ceiling`` that stand between two shared ones which follow one another."""
    covered: list[int] = []
    between: list[int] = []
    was_shared = False
    for value in mine.samples:
        if value > ceiling:
            between.append(value)
            continue
        is_shared = value in shared
        if is_shared:
            covered.append(value)
            if was_shared:
                covered += between
        between = []
        was_shared = is_shared
    return frozenset(covered)


def _chosen(mine: Fingerprint, sources: Sequence[_Source], before: Sequence[_Source] = ()) -> list[_Source]:
    """The texts that account for the later one, greedily: most first, of those with much the same to give the earliest.

    What a copy of a source has to give is accounted for already, so it is none itself.
    """
    chosen = [*before]
    accounted = frozenset[int]().union(*(source.covered for source in before))
    while True:
        able = []
        for source in sources:
            fresh = source.shared - accounted
            if len(fresh) >= MIN_SHARED and len(fresh) * 2 > len(source.shared):
                able.append((fresh, source))
        if not able:
            return chosen
        fresh, most = max(able, key=lambda entry: len(entry[0]) / mine.count_up_to(entry[1].ceiling))
        source = next(other for gives, other in able if other is most or _stands_in((gives, other), (fresh, most)))
        chosen.append(source)
        accounted |= source.covered


def _stands_in(one: tuple[frozenset[int], _Source], most: tuple[frozenset[int], _Source]) -> bool:
    """Whether the earlier ``one`` gives about as much as ``most``, of what both would show."""
    ceiling = min(one[1].ceiling, most[1].ceiling)
    wanted = [value for value in most[0] if value <= ceiling]
    given = sum(value in one[0] for value in wanted)
    if given >= SAME_SOURCE * len(wanted):
        return given > 0
    return given >= SAME_FAMILY * len(wanted) and resembles(one[1].text.fingerprint, most[1].text.fingerprint, AKIN)


def common_shingles(mine: Fingerprint, others: Sequence[Fingerprint]) -> frozenset[int]:
    """The shingles of ``mine`` that at least COMMON_FAMILIES different texts among ``others`` have: boilerplate.

    Copies of one another count as one text, so that what a much printed report says stays its own. The longest text
    of a family stands for it: of a short one boilerplate may be the most part, so that it is akin to all that have it.
    """
    if len(others) < COMMON_FAMILIES:
        return frozenset()
    families: list[Fingerprint] = []
    counts: Counter[int] = Counter()
    for other in sorted(others, key=lambda text: (-text.token_count, text.samples)):
        shared = other.sample_set & mine.sample_set
        if shared and not any(resembles(other, family, AKIN) for family in families):
            families.append(other)
            counts.update(shared)
    return frozenset([value for value, count in counts.items() if count >= COMMON_FAMILIES])

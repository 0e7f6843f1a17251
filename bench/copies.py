"""How well copies are recognised: synthetic edits of ten kinds, beside MinHash-LSH and SimHash on the same texts.

    python bench/copies.py [seed] [--held-out] [--ours]

Originals are the whole bodies of the corpus's pages and the demo newsroom's articles, less those that repeat another
by exact long common substrings; every original is edited in three of the ten ways, and round-ups quote four of them.
``--held-out``: texts of the corpus's article pairs, and ten other kinds of edit, digests and concatenations, on which
nothing was tuned. Copies come after their originals in time; unrelated originals are in the set too.
Scored: pairs (two articles of one family are a pair, and a round-up with each article it quotes), and B-cubed over
the families, where a round-up is a family of its own. A family a system finds is a connected group of its exact, near
and contained copies; what a round-up contains joins nothing.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
import time
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from copy_edits import HELD_OUT, KINDS, concatenated, digest, round_up
from newshouse.records import LinkInput
from newshouse.stages.link import link_items
from newshouse.text import normalised, tokens
from newsprint import START, corpus, whole_bodies

Pair = tuple[int, int]
System = Callable[["list[Case]"], "tuple[list[Pair], list[Pair]]"]
_DEMO = Path(__file__).resolve().parents[1] / "tests" / "demo" / "newsroom"
_LEAST_TOKENS = 60
_SUBSTRING_CHARS = 40
_REPEATED_SHARE = 0.1
_HELD_OUT_COUNT = 400


@dataclass(frozen=True)
class Case:
    """One text of the test: ``family`` of its original; ``quotes``: the texts a round-up quotes."""

    body: str
    family: int
    kind: str
    quotes: tuple[int, ...] = ()


def cases(seed: int) -> list[Case]:
    """Originals first, then their copies and the round-ups, shuffled."""
    dice = random.Random(seed)
    bodies = unlike([*(body for _, body in whole_bodies()), *_demo_bodies()])
    originals = [Case(body, number, "original") for number, body in enumerate(bodies)]
    made = [
        Case(KINDS[kind](case.body, dice), case.family, kind)
        for case in originals
        for kind in dice.sample(sorted(KINDS), 3)
    ]
    for number in range(len(bodies) // 5):
        quoted = dice.sample(range(len(bodies)), 4)
        body = round_up([bodies[one] for one in quoted], dice)
        made.append(Case(body, len(bodies) + number, "round-up", tuple(quoted)))
    dice.shuffle(made)
    return originals + made


def held_out_cases(seed: int) -> list[Case]:
    """The same of other texts and other edits."""
    dice = random.Random(seed)
    bodies = unlike(_paired_bodies())
    bodies = dice.sample(bodies, min(_HELD_OUT_COUNT, len(bodies)))
    originals = [Case(body, number, "original") for number, body in enumerate(bodies)]
    made = [
        Case(HELD_OUT[kind](case.body, dice), case.family, kind)
        for case in originals
        for kind in dice.sample(sorted(HELD_OUT), 3)
    ]
    for number in range(len(bodies) // 5):
        kind, quote, count = ("digest", digest, dice.randint(3, 6)) if number % 2 else ("two in one", concatenated, 2)
        quoted = dice.sample(range(len(bodies)), count)
        body = quote([bodies[one] for one in quoted], dice)
        made.append(Case(body, len(bodies) + number, kind, tuple(quoted)))
    dice.shuffle(made)
    return originals + made


def unlike(bodies: Iterable[str]) -> list[str]:
    """``bodies`` of some length, less those of which common substrings with an earlier one make up a tenth."""
    kept: list[str] = []
    places: dict[str, set[int]] = defaultdict(set)
    for body in dict.fromkeys(bodies):
        plain = normalised(body)
        if len(tokens(body)) < _LEAST_TOKENS or _repeats(plain, places):
            continue
        for start in range(0, len(plain) - _SUBSTRING_CHARS, _SUBSTRING_CHARS // 2):
            places[plain[start : start + _SUBSTRING_CHARS]].add(len(kept))
        kept.append(body)
    return kept


def _repeats(plain: str, places: dict[str, set[int]]) -> bool:
    """Whether substrings at ``places`` of any one text, all of which have _SUBSTRING_CHARS, cover so much of this."""
    covered: dict[int, set[int]] = defaultdict(set)
    for start in range(len(plain) - _SUBSTRING_CHARS):
        for number in places.get(plain[start : start + _SUBSTRING_CHARS], ()):
            covered[number].update(range(start, start + _SUBSTRING_CHARS))
    return any(len(characters) > _REPEATED_SHARE * len(plain) for characters in covered.values())


def _demo_bodies() -> Iterable[str]:
    for path in sorted(_DEMO.glob("*.toml")) if _DEMO.is_dir() else ():
        for article in tomllib.loads(path.read_text(encoding="utf-8")).get("article", ()):
            if not article.get("copy_of") and article.get("body"):
                yield article["body"]


def _paired_bodies() -> Iterable[str]:
    with (corpus() / "stories" / "pairs.jsonl").open(encoding="utf-8") as lines:
        for pair in map(json.loads, lines):
            yield pair["a"]["text"]
            yield pair["b"]["text"]


def truth(texts: list[Case]) -> set[Pair]:
    families = defaultdict(list)
    for number, case in enumerate(texts):
        families[case.family].append(number)
    pairs = {(a, b) for members in families.values() for a in members for b in members if a < b}
    return pairs | {(one, number) for number, case in enumerate(texts) for one in case.quotes}


def ours(texts: list[Case]) -> tuple[list[Pair], list[Pair]]:
    """(links that join, links of round-ups) as newshouse finds them."""
    items = [
        LinkInput(
            UUID(int=number + 1), "", f"outlet{number % 50}", "", case.body, "und", START + timedelta(minutes=number)
        )
        for number, case in enumerate(texts)
    ]
    join, quote = [], []
    for link in link_items(items).copies:
        pair = (link.original_id.int - 1, link.article_id.int - 1)
        (quote if link.direction == "contains" else join).append(pair)
    return join, quote


def minhash(texts: list[Case]) -> tuple[list[Pair], list[Pair]]:
    """128 permutations over 3-word shingles, LSH at Jaccard .3 (the best of .2, .3, .4, .5 here)."""
    from datasketch import MinHash, MinHashLSH

    index, found = MinHashLSH(threshold=0.3, num_perm=128), []
    for number, case in enumerate(texts):
        sketch = MinHash(num_perm=128)
        sketch.update_batch([shingle.encode() for shingle in _shingles(case.body)])
        found += [(int(other), number) for other in index.query(sketch)]
        index.insert(str(number), sketch)
    return found, []


def simhash(texts: list[Case]) -> tuple[list[Pair], list[Pair]]:
    """64 bits over 3-word shingles, at most 10 bits apart, every pair compared."""
    import numpy as np

    marks = []
    for case in texts:
        hashes = np.array([_hash64(shingle) for shingle in _shingles(case.body)], np.uint64)
        bits = (hashes[:, None] >> np.arange(64, dtype=np.uint64)) & np.uint64(1)
        marks.append(sum(1 << place for place, share in enumerate(bits.mean(0)) if share > 0.5))
    numbers = range(len(texts))
    return [(a, b) for b in numbers for a in range(b) if (marks[a] ^ marks[b]).bit_count() <= 10], []


def _shingles(body: str) -> list[str]:
    words = tokens(body)
    return [" ".join(words[at : at + 3]) for at in range(max(1, len(words) - 2))]


def _hash64(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


def scored(texts: list[Case], join: list[Pair], quote: list[Pair]) -> tuple[float, float, float, float]:
    """Pair precision, recall and F1, B-cubed F1."""
    group_of, groups = _grouped(len(texts), join)
    found = {(a, b) for group in groups.values() for a in group for b in group if a < b} | set(quote)
    true = truth(texts)
    hits = len(found & true)
    families = defaultdict(set)
    for number, case in enumerate(texts):
        families[case.family].add(number)
    exact = total = 0.0
    for number, case in enumerate(texts):
        group, family = groups[group_of[number]], families[case.family]
        exact += len(group & family) / len(group)
        total += len(group & family) / len(family)
    precision, recall = hits / max(1, len(found)), hits / len(true)
    return precision, recall, _f1(precision, recall), _f1(exact / len(texts), total / len(texts))


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / max(1e-9, precision + recall)


def _grouped(count: int, join: list[Pair]) -> tuple[list[int], dict[int, set[int]]]:
    root = list(range(count))

    def find(one: int) -> int:
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    for a, b in join:
        root[find(b)] = find(a)
    groups = defaultdict(set)
    for number in range(count):
        groups[find(number)].add(number)
    return [find(number) for number in range(count)], groups


def main() -> None:
    seeds = [int(word) for word in sys.argv[1:] if word.isdecimal()] or [1]
    texts = (held_out_cases if "--held-out" in sys.argv else cases)(seeds[0])
    print(f"{len(texts)} texts, {len(truth(texts))} true pairs")
    print("| system | pair precision | pair recall | pair F1 | B-cubed F1 | CPU ms a text |")
    print("|---|---|---|---|---|---|")
    systems: dict[str, System] = {"newshouse": ours, "MinHash-LSH": minhash, "SimHash": simhash}
    for name, system in systems.items():
        if "--ours" in sys.argv and system is not ours:
            continue
        started = time.process_time()
        join, quote = system(texts)
        cost_ms = (time.process_time() - started) * 1_000 / len(texts)
        figures = " | ".join(f"{figure:.3f}" for figure in scored(texts, join, quote))
        print(f"| {name} | {figures} | {cost_ms:.1f} |", flush=True)
        if system is ours:
            _by_kind(texts, join, quote)


def _by_kind(texts: list[Case], join: list[Pair], quote: list[Pair]) -> None:
    """On stderr: how many copies of each kind have a link to their family, or round-ups to all they quote."""
    linked = defaultdict(set)
    for a, b in join + quote:
        linked[b].add(texts[a].family)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for number, case in enumerate(texts):
        if case.kind != "original":
            wanted = {texts[one].family for one in case.quotes} or {case.family}
            counts[case.kind][0] += len(wanted & linked[number])
            counts[case.kind][1] += len(wanted)
    print("; ".join(f"{kind} {hit}/{of}" for kind, (hit, of) in sorted(counts.items())), file=sys.stderr)


if __name__ == "__main__":
    main()

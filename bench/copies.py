"""How well copies are recognised: synthetic edits of ten kinds, beside MinHash-LSH and SimHash on the same texts.

    python bench/copies.py [seed]

Originals are the whole bodies of the corpus's pages and the demo newsroom's articles; every original is edited in ten
ways, and round-ups quote several of them. Copies come after their originals in time; unrelated originals are in the
set too. Scored: pairs (two articles of one family are a pair, and a round-up with each article it quotes), and B-cubed
over the families, where a round-up is a family of its own. A family a system finds is a connected group of its
exact, near and contained copies; what a round-up contains joins nothing.
"""

from __future__ import annotations

import random
import re
import sys
import time
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from datasketch import MinHash, MinHashLSH
from newshouse.records import LinkInput
from newshouse.stages.link import link_items
from newshouse.text import script_of, tokens
from newsprint import START, whole_bodies

Pair = tuple[int, int]
_DEMO = Path(__file__).resolve().parents[1] / "tests" / "demo" / "newsroom"
_FILLER = (
    "Our reporter has followed the matter for this newspaper from the beginning and will go on doing so.",
    "Sign up for the evening letter and get the most important news of the day in your inbox.",
    "More on this in the course of the day; readers can send their questions to the editors.",
    "This article first appeared in another edition and was edited for length and clarity.",
)


@dataclass(frozen=True)
class Case:
    """One text of the test: ``family`` of its original; ``quotes``: the texts a round-up quotes."""

    body: str
    family: int
    kind: str
    quotes: tuple[int, ...] = ()


def _sentences(body: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?。！？])\s*", body) if part.strip()]


def _verbatim(body: str, dice: random.Random) -> str:
    return "\n\n".join(_sentences(body)).upper() if dice.random() < 0.3 else "  ".join(_sentences(body))


def _shortened(body: str, dice: random.Random) -> str:
    parts = _sentences(body)
    return " ".join(parts[: max(2, int(len(parts) * dice.uniform(0.3, 0.6)))])


def _new_lead(body: str, dice: random.Random) -> str:
    return " ".join([*dice.sample(_FILLER, 2), *_sentences(body)[2:]])


def _boilerplate(body: str, dice: random.Random) -> str:
    return " ".join([dice.choice(_FILLER), *_sentences(body), *dice.sample(_FILLER, 2)])


def _changed(body: str, rate: float, dice: random.Random, change: Callable[[str], str]) -> str:
    """Change words (characters where words have no gaps) at ``rate``."""
    gap = "" if script_of(body) in {"Hani", "Jpan", "Thai", "Laoo", "Khmr", "Mymr"} else " "
    units = list(body) if not gap else body.split()
    return gap.join(change(unit) if dice.random() < rate else unit for unit in units)


def _reworded(body: str, dice: random.Random) -> str:
    words = body.split() if " " in body else list(body)
    return _changed(body, 0.12, dice, lambda _: dice.choice(words))


def _scanned(body: str, dice: random.Random) -> str:
    """As a scanner reads it: letters mistaken, words run together or apart."""
    wrong = {
        "e": "c",
        "l": "1",
        "o": "0",
        "i": "l",
        "m": "rn",
        "s": "5",
        "a": "o",
        "n": "h",
        "t": "f",
        "и": "н",
        "о": "0",
    }
    return "".join(wrong.get(letter, letter) if dice.random() < 0.03 else letter for letter in body)


def _reordered(body: str, dice: random.Random) -> str:
    parts = _sentences(body)
    blocks = [parts[start : start + 3] for start in range(0, len(parts), 3)]
    dice.shuffle(blocks)
    return " ".join(part for block in blocks for part in block)


def _cut_through(body: str, dice: random.Random) -> str:
    return " ".join(part for part in _sentences(body) if dice.random() > 0.3)


def _spliced(body: str, dice: random.Random) -> str:
    parts = _sentences(body)
    for _ in range(max(1, len(parts) // 4)):
        parts.insert(dice.randrange(len(parts) + 1), dice.choice(_FILLER))
    return " ".join(parts)


def _renamed(body: str, dice: random.Random) -> str:
    """House style: every number and some names written otherwise."""
    body = re.sub(r"\d+", lambda match: str(int(match.group()) + 1) if len(match.group()) < 9 else "", body)
    names = sorted(set(re.findall(r"\b[A-ZÄÖÜА-Я]\w{4,}", body)))
    for name in dice.sample(names, len(names) // 3):
        body = body.replace(name, name[:3] + ".")
    return body


KINDS: dict[str, Callable[[str, random.Random], str]] = {
    "verbatim": _verbatim,
    "shortened": _shortened,
    "new lead": _new_lead,
    "boilerplate": _boilerplate,
    "reworded": _reworded,
    "scanned": _scanned,
    "reordered": _reordered,
    "cut through": _cut_through,
    "spliced": _spliced,
    "renamed": _renamed,
}


def cases(seed: int) -> list[Case]:
    """Originals first, then their copies and the round-ups, shuffled."""
    dice = random.Random(seed)
    bodies = [body for _, body in whole_bodies()] + list(_demo_bodies())
    bodies = [body for body in dict.fromkeys(bodies) if len(tokens(body)) >= 60]
    originals = [Case(body, number, "original") for number, body in enumerate(bodies)]
    made = []
    for case in originals:
        for kind in dice.sample(sorted(KINDS), 3):
            made.append(Case(KINDS[kind](case.body, dice), case.family, kind))
    for number in range(len(bodies) // 5):
        quoted = dice.sample(range(len(bodies)), 4)
        made.append(
            Case(_round_up([bodies[one] for one in quoted], dice), len(bodies) + number, "round-up", tuple(quoted))
        )
    dice.shuffle(made)
    return originals + made


def _round_up(bodies: list[str], dice: random.Random) -> str:
    found = []
    for body in bodies:
        parts = _sentences(body)
        start = dice.randrange(max(1, int(len(parts) * 0.5)))
        found.append(dice.choice(_FILLER))
        quoted = 0
        while quoted < len(body) * 0.4 and start < len(parts):
            found.append(parts[start])
            quoted, start = quoted + len(parts[start]), start + 1
    return " ".join(found)


def _demo_bodies() -> Iterable[str]:
    for path in sorted(_DEMO.glob("*.toml")) if _DEMO.is_dir() else ():
        for article in tomllib.loads(path.read_text(encoding="utf-8")).get("article", ()):
            if not article.get("copy_of") and article.get("body"):
                yield article["body"]


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
    index, found = MinHashLSH(threshold=0.3, num_perm=128), []
    for number, case in enumerate(texts):
        words = tokens(case.body)
        sketch = MinHash(num_perm=128)
        sketch.update_batch([" ".join(words[at : at + 3]).encode() for at in range(max(1, len(words) - 2))])
        found += [(int(other), number) for other in index.query(sketch)]
        index.insert(str(number), sketch)
    return found, []


def simhash(texts: list[Case]) -> tuple[list[Pair], list[Pair]]:
    """64 bits over 3-word shingles, at most 10 bits apart, every pair compared."""
    import numpy as np

    marks = []
    for case in texts:
        words = tokens(case.body)
        shingles = [" ".join(words[at : at + 3]) for at in range(max(1, len(words) - 2))]
        hashes = np.array([_hash64(shingle) for shingle in shingles], np.uint64)
        bits = (hashes[:, None] >> np.arange(64, dtype=np.uint64)) & np.uint64(1)
        marks.append(sum(1 << place for place, share in enumerate(bits.mean(0)) if share > 0.5))
    numbers = range(len(texts))
    return [(a, b) for b in numbers for a in range(b) if (marks[a] ^ marks[b]).bit_count() <= 10], []


def _hash64(text: str) -> int:
    import hashlib

    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


def scored(texts: list[Case], join: list[Pair], quote: list[Pair]) -> tuple[float, float, float, float]:
    """Pair precision, recall and F1, B-cubed F1."""
    root = list(range(len(texts)))

    def find(one: int) -> int:
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    for a, b in join:
        root[find(b)] = find(a)
    groups = defaultdict(set)
    for number in range(len(texts)):
        groups[find(number)].add(number)
    found = {(a, b) for group in groups.values() for a in group for b in group if a < b} | set(quote)
    true = truth(texts)
    hits = len(found & true)
    precision, recall = hits / max(1, len(found)), hits / len(true)
    families = defaultdict(set)
    for number, case in enumerate(texts):
        families[case.family].add(number)
    exact = total = 0.0
    for number, case in enumerate(texts):
        group, family = groups[find(number)], families[case.family]
        exact += len(group & family) / len(group)
        total += len(group & family) / len(family)
    exact, total = exact / len(texts), total / len(texts)
    return (
        precision,
        recall,
        2 * precision * recall / max(1e-9, precision + recall),
        2 * exact * total / (exact + total),
    )


def main() -> None:
    texts = cases(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
    print(f"{len(texts)} texts, {len(truth(texts))} true pairs")
    print("| system | pair precision | pair recall | pair F1 | B-cubed F1 | CPU ms a text |")
    print("|---|---|---|---|---|---|")
    for name, system in (("newshouse", ours), ("MinHash-LSH", minhash), ("SimHash", simhash)):
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

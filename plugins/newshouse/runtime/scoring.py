"""How well stories and copies match a known truth. Pure.

B-cubed precision, recall and F1 are Bagga and Baldwin's (1998): of each item, how much of its cluster belongs with
it, and how much of what belongs with it is in its cluster; averaged over the items.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CopyScore:
    """Copies of the truth: ``known`` in all, ``found``, ``typed`` as the right kind; and ``false`` ones beside them."""

    known: int
    found: int
    typed: int
    false: int


@dataclass(frozen=True, slots=True)
class KnownCopy:
    """What is true of an article: the addresses of all texts it repeats (none: a text of its own), and how."""

    repeats: frozenset[str]
    kind: str | None


def b_cubed_f1(found: Mapping[str, Hashable], truth: Mapping[str, Hashable]) -> float:
    """F1 in 0..1 over the items of ``truth``. An item that was not found counts as a cluster of its own."""
    clusters = {item: found.get(item, ("alone", item)) for item in truth}
    both = Counter((clusters[item], truth[item]) for item in truth)
    in_cluster, in_class = Counter(clusters.values()), Counter(truth.values())
    if not truth:
        return 1.0
    precision = sum(n * n / in_cluster[cluster] for (cluster, _), n in both.items()) / len(truth)
    recall = sum(n * n / in_class[kind] for (_, kind), n in both.items()) / len(truth)
    return 2 * precision * recall / (precision + recall)


def copy_score(found: Iterable[tuple[str, str, str]], truth: Mapping[str, KnownCopy]) -> CopyScore:
    """``found`` are (address, original's address, kind). Whoever repeats the same text may stand for the original.

    Articles that ``truth`` does not name are not judged.
    """
    kinds: dict[str, set[str]] = {}
    false = set()
    for url, original, kind in found:
        known, base = truth.get(url), truth.get(original)
        if known is None:
            continue
        if known.repeats & ({original} | (base.repeats if base else frozenset())):
            kinds.setdefault(url, set()).add(kind)
        else:
            false.add(url)
    real = {url: known.kind for url, known in truth.items() if known.repeats}
    typed = sum(kind in kinds.get(url, ()) for url, kind in real.items())
    return CopyScore(len(real), len(kinds.keys() & real.keys()), typed, len(false - kinds.keys()))

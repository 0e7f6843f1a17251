"""Make plugins/newshouse/extract/block_model.npz from the corpus' pages, and say how good it is on pages not seen.

    python bench/train_block_model.py            cross-validate by host, then train on all pages and write the file

Needs scikit-learn, which the project itself does not. Truth: on pages with a whole body every block that occurs in
it; on pages with strings only the blocks that hold a wanted or an unwanted string. A page weighs the same whatever its
length. The figures printed are out of fold: no page was judged by a model that saw a page of its host.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray
from read_pages import ROOT, TruePage, _shingles, load_pages, string_counts, strings_f1, whole_f1, whole_scores

sys.path.insert(0, str(ROOT / "plugins"))

from newshouse.extract.blocks import Block, blocks_of, key_of
from newshouse.extract.body import take
from newshouse.extract.document import parse
from newshouse.extract.features import FEATURES, block_features, candidates
from newshouse.extract.metadata import descriptions
from newshouse.extract.pruning import prune
from newshouse.extract.titles import declared_titles

TARGET = ROOT / "plugins" / "newshouse" / "extract" / "block_model.npz"
VERSION = "2026-1"
TREES, RATE, LEAVES, LEAST_IN_LEAF = 90, 0.09, 10, 30
FOLDS, SEED = 6, 7
STRING_WEIGHT = 0.06


@dataclass(frozen=True, slots=True)
class Case:
    """One page made ready: its candidate blocks' rows, labels (1, 0, -1 unknown) and weights."""

    page: TruePage
    host: str
    texts: list[str]
    rows: NDArray[np.float32]
    labels: NDArray[np.int8]
    weights: NDArray[np.float64]


def make_case(page: TruePage) -> Case:
    parsed = parse(page.html, page.url, ())
    titles = [title for title in declared_titles(parsed) if title]
    prune(parsed.tree)
    blocks = blocks_of(parsed.tree)
    taken = take(parsed.tree, blocks)
    rows = block_features(blocks, taken.blocks, titles, descriptions(parsed))
    chosen = [blocks[index] for index in candidates(len(blocks), taken.blocks)]
    host = ".".join((urlsplit(page.url).hostname or "").split(".")[-2:])
    taken_size = 200 + sum(len(blocks[index].text) for index in taken.blocks)
    weights = np.array([_weight(page, block, taken_size) for block in chosen])
    return Case(page, host, [block.text for block in chosen], rows, np.array(_labels(page, chosen), np.int8), weights)


def _weight(page: TruePage, block: Block, taken_size: int) -> float:
    return (min(len(block.text), 400) + 15) / taken_size if page.body is not None else STRING_WEIGHT


def _labels(page: TruePage, blocks: Sequence[Block]) -> list[int]:
    if page.body is None:
        wanted = [key_of(text) for text in page.must_contain or []]
        unwanted = [key_of(text) for text in page.must_not_contain or []]
        return [_string_label(block.key, wanted, unwanted) for block in blocks]
    body, shingles = key_of(page.body), _shingles(page.body)
    return [int(block.key in body or _half_in(_shingles(block.text), shingles)) for block in blocks]


def _string_label(key: str, wanted: list[str], unwanted: list[str]) -> int:
    has_wanted = any(text in key for text in wanted)
    has_unwanted = any(text in key for text in unwanted)
    return -1 if has_wanted == has_unwanted else int(has_wanted)


def _half_in(part: dict[tuple[str, ...], int], whole: dict[tuple[str, ...], int]) -> bool:
    shared = sum(min(count, whole.get(shingle, 0)) for shingle, count in part.items())
    return shared > 0.5 * sum(part.values())


def train(cases: Sequence[Case]):
    from sklearn.ensemble import HistGradientBoostingClassifier

    rows = np.concatenate([case.rows for case in cases])
    labels = np.concatenate([case.labels for case in cases])
    weights = np.concatenate([case.weights for case in cases])
    known = labels >= 0
    model = HistGradientBoostingClassifier(
        max_iter=TREES,
        learning_rate=RATE,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=LEAST_IN_LEAF,
        l2_regularization=1,
        early_stopping=False,
        random_state=SEED,
    )
    return model.fit(rows[known], labels[known], sample_weight=weights[known])


def cross_validate(cases: Sequence[Case]) -> None:
    hosts = sorted({case.host for case in cases})
    order = np.random.default_rng(SEED).permutation(len(hosts))
    fold_of = {hosts[index]: place % FOLDS for place, index in enumerate(order)}
    odds: dict[int, NDArray[np.float64]] = {}
    for fold in range(FOLDS):
        model = train([case for case in cases if fold_of[case.host] != fold])
        for index, case in enumerate(cases):
            if fold_of[case.host] == fold and len(case.rows):
                odds[index] = model.decision_function(case.rows)
    for threshold in (-0.4, 0.0, 0.4):
        texts = [_text(case, odds.get(index), threshold) for index, case in enumerate(cases)]
        whole = [whole_scores(c.page.body, t) for c, t in zip(cases, texts, strict=True) if c.page.body is not None]
        strings = [string_counts(c.page, t) for c, t in zip(cases, texts, strict=True) if c.page.body is None]
        report = [f"{value:.4f}" for value in (*whole_f1(whole), *strings_f1(strings))]
        print(f"out of fold, log odds > {threshold:4}: whole F1 P R {report[:3]}   strings F1 P R {report[3:]}")


def _text(case: Case, odds: NDArray[np.float64] | None, threshold: float) -> str:
    if odds is None:
        return ""
    return "\n".join(text for text, value in zip(case.texts, odds, strict=True) if value > threshold)


def save(model, path: Path) -> None:
    """Write the trees as flat arrays; see newshouse.extract.block_model for their meaning."""
    columns: dict[str, list] = {name: [] for name in ("feature", "threshold", "left", "right", "value")}
    roots, depth = [], 0
    for (tree,) in model._predictors:
        base = len(columns["feature"])
        roots.append(base)
        depth = max(depth, int(tree.nodes["depth"].max()))
        for place, node in enumerate(tree.nodes):
            leaf = bool(node["is_leaf"])
            columns["feature"].append(0 if leaf else int(node["feature_idx"]))
            columns["threshold"].append(0.0 if leaf else float(node["num_threshold"]))
            columns["left"].append(base + (place if leaf else int(node["left"])))
            columns["right"].append(base + (place if leaf else int(node["right"])))
            columns["value"].append(float(node["value"]) if leaf else 0.0)
    kinds = {"feature": np.int16, "threshold": np.float64, "left": np.int32, "right": np.int32, "value": np.float64}
    arrays = {name: np.array(values, dtype=kinds[name]) for name, values in columns.items()}
    base_odds = np.float64(model._baseline_prediction.item())
    np.savez_compressed(
        path, roots=np.array(roots, np.int32), base=base_odds, depth=np.int64(depth), names=np.array(FEATURES),
        version=np.array(VERSION), **arrays,
    )  # fmt: skip


def main() -> None:
    cases = [make_case(page) for page in load_pages()]
    cross_validate(cases)
    save(train(cases), TARGET)
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes, version {VERSION}")


if __name__ == "__main__":
    main()

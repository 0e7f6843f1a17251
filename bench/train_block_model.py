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

from newshouse.extract.authors import page_authors
from newshouse.extract.blocks import Block, blocks_of, key_of
from newshouse.extract.body import MOST_DOUBT, doubt, take
from newshouse.extract.byline import headline_of
from newshouse.extract.document import parse
from newshouse.extract.edges import Heading, within_edges
from newshouse.extract.features import FEATURES, Around, block_features, candidates
from newshouse.extract.metadata import descriptions
from newshouse.extract.pruning import prune
from newshouse.extract.region import prose_region
from newshouse.extract.titles import declared_titles, page_title, site_keys

TARGET = ROOT / "plugins" / "newshouse" / "extract" / "block_model.npz"
VERSION = "2026-2"
TREES, RATE, LEAVES, LEAST_IN_LEAF = 90, 0.09, 10, 30
FOLDS, SEED = 6, 7
STRING_WEIGHT = 0.06


@dataclass(frozen=True, slots=True)
class Case:
    """One page made ready: its candidate blocks' rows, labels (1, 0, -1 unknown) and weights."""

    page: TruePage
    host: str
    blocks: list[Block]  # of the whole page
    chosen: range
    heading: Heading
    rows: NDArray[np.float32]
    labels: NDArray[np.int8]
    weights: NDArray[np.float64]


def make_cases(page: TruePage) -> tuple[Case, Case]:
    """The page for the models ``alone`` and ``helped``."""
    parsed = parse(page.html, page.url, ())
    title = page_title(parsed, None)
    authors = page_authors(parsed, site_keys(parsed), headline_of(parsed, title))
    titles = [title for title in declared_titles(parsed) if title]
    prune(parsed.tree)
    blocks = blocks_of(parsed.tree)
    around = Around(blocks, titles, descriptions(parsed))
    labels = np.array(_labels(page, blocks), np.int8)
    taken = take(parsed.tree, blocks).blocks
    heading = Heading(title, titles, authors)
    return tuple(_case(page, around, labels, some, heading) for some in (prose_region(blocks), taken))


def _case(page: TruePage, around: Around, labels: NDArray[np.int8], taken: frozenset[int], heading: Heading) -> Case:
    chosen = candidates(len(around.blocks), taken)
    part = around.blocks[chosen.start : chosen.stop]
    host = ".".join((urlsplit(page.url).hostname or "").split(".")[-2:])
    taken_size = 200 + sum(len(around.blocks[index].text) for index in taken)
    weights = np.array([_weight(page, block, taken_size) for block in part])
    rows = block_features(around, taken)
    return Case(page, host, around.blocks, chosen, heading, rows, labels[chosen.start : chosen.stop], weights)


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


def cross_validate(alone: Sequence[Case], helped: Sequence[Case]) -> None:
    odds_alone, odds_helped = out_of_fold(alone), out_of_fold(helped)
    for most_doubt in (-1.0, 0.05, 0.08, MOST_DOUBT, 0.13, 0.16, 1e9):
        texts, asked = [], 0
        for first, second, odds, more in zip(alone, helped, odds_alone, odds_helped, strict=True):
            lengths = [len(first.blocks[index].text) for index in first.chosen]
            in_doubt = doubt(lengths, odds) > most_doubt
            asked += in_doubt
            texts.append(_text(second, more) if in_doubt else _text(first, odds))
        whole = [whole_scores(c.page.body, t) for c, t in zip(alone, texts, strict=True) if c.page.body is not None]
        strings = [string_counts(c.page, t) for c, t in zip(alone, texts, strict=True) if c.page.body is None]
        report = [f"{value:.4f}" for value in (*whole_f1(whole), *strings_f1(strings))]
        share = f"out of fold, trafilatura asked on {asked / len(alone):.0%} (doubt > {most_doubt:g})"
        print(f"{share}: whole F1 P R {report[:3]}   strings F1 P R {report[3:]}")


def out_of_fold(cases: Sequence[Case]) -> list[NDArray[np.float64]]:
    """Each page's log odds by a model that saw no page of its host."""
    hosts = sorted({case.host for case in cases})
    order = np.random.default_rng(SEED).permutation(len(hosts))
    fold_of = {hosts[index]: place % FOLDS for place, index in enumerate(order)}
    models = [train([case for case in cases if fold_of[case.host] != fold]) for fold in range(FOLDS)]
    return [
        models[fold_of[case.host]].decision_function(case.rows) if len(case.rows) else np.zeros(0) for case in cases
    ]


def _text(case: Case, odds: NDArray[np.float64]) -> str:
    chosen = [index for index, value in zip(case.chosen, odds, strict=True) if value > 0]
    return "\n".join(block.text for block in within_edges(case.blocks, chosen, case.heading))


def save(models: dict[str, object], path: Path) -> None:
    """Write the trees as flat arrays; see newshouse.extract.block_model for their meaning."""
    arrays = {f"{name}_{part}": values for name, model in models.items() for part, values in _flat(model).items()}
    np.savez_compressed(path, names=np.array(FEATURES), version=np.array(VERSION), **arrays)


def _flat(model) -> dict[str, NDArray]:
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
    kinds = {"feature": np.int32, "threshold": np.float64, "left": np.int32, "right": np.int32, "value": np.float64}
    arrays = {name: np.array(values, dtype=kinds[name]) for name, values in columns.items()}
    base_odds = np.float64(model._baseline_prediction.item())
    return arrays | {"roots": np.array(roots, np.int32), "base": base_odds, "depth": np.int64(depth)}


def main() -> None:
    alone, helped = zip(*map(make_cases, load_pages()), strict=True)
    cross_validate(alone, helped)
    save({"alone": train(alone), "helped": train(helped)}, TARGET)
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes, version {VERSION}")


if __name__ == "__main__":
    main()

"""What training and the benchmarks of stories share: reading the data, counting rarities, fitting, measuring."""

from __future__ import annotations

import json
import math
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

import lightgbm
import numpy as np
import stopwordsiso
from newshouse.records import LinkInput
from newshouse.stories import article_features, candidates, channels, compare, tokens
from newshouse.stories.article_features import StoryFeatures
from newshouse.stories.model import RARITY_STEP, Rarities
from newshouse.stories.trees import MOST_LEAVES, Trees

CORPUS = Path(os.environ.get("NEWSHOUSE_CORPUS", "../shared/corpus"))
WINDOW_S = 96 * 3_600
INDEX_LIST = 16  # how far back a term leads in linking (stages/link/engine.py)
_ISO = {
    "eng": "en",
    "spa": "es",
    "por": "pt",
    "fra": "fr",
    "rus": "ru",
    "deu": "de",
    "ara": "ar",
    "slv": "sl",
    "zho": "zh",
}
_UNSEEN = 1 / 4_000  # share of articles that a term never seen in training is taken to be in
_PRIOR_ARTICLES = 100  # how many articles' worth of _UNSEEN every count is smoothed with
_STOP_WORD = 0.05


@dataclass(frozen=True)
class Headline:
    item: LinkInput
    story: str


@dataclass(frozen=True)
class RatedPair:
    a: LinkInput
    b: LinkInput
    alike: float  # 1: the same story, 0: unrelated

    @property
    def is_across(self) -> bool:
        return self.a.language != self.b.language


def headlines(path: Path | None = None) -> list[Headline]:
    """The headlines with their hand-made stories, by time."""
    found = []
    for line in _lines(path or CORPUS / "stories/headlines.jsonl"):
        row = json.loads(line)
        at = datetime.fromisoformat(row["published_at"])
        found.append(
            (at, row["id"], Headline(article(row["title"], "", _ISO.get(row["lang"], row["lang"]), at), row["story"]))
        )
    return [headline for _, _, headline in sorted(found, key=lambda entry: entry[:2])]


def rated_pairs(path: Path | None = None) -> list[RatedPair]:
    """The article pairs with their rated likeness; they carry no time, so all have the same."""
    at = datetime(2020, 1, 1, tzinfo=UTC)
    rows = [json.loads(line) for line in _lines(path or CORPUS / "stories/pairs.jsonl")]
    sides = [[article(row[side]["title"], row[side]["text"], row[side]["lang"], at) for side in "ab"] for row in rows]
    return [RatedPair(a, b, (4.0 - row["score"]) / 3.0) for row, (a, b) in zip(rows, sides, strict=True)]


def _lines(path: Path) -> list[str]:
    if not path.exists():
        sys.exit(f"skipped: {path} is not there; set NEWSHOUSE_CORPUS")
    return path.read_text(encoding="utf-8").splitlines()


def article(title: str, body: str, language: str, at: datetime) -> LinkInput:
    """An article as linking gets it; its id follows from all that is given."""
    name = uuid5(NAMESPACE_URL, f"{title}\n{language}\n{at}\n{body}")
    return LinkInput(name, "", "", title, body, language, at)


class Counts:
    """Document frequencies by collection; a term is as common as in the collection that uses it most."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter[int]] = defaultdict(Counter)
        self.sizes: Counter[str] = Counter()

    def add(self, collection: str, item: LinkInput) -> None:
        self.counts[collection].update(article_features.all_keys(item.title, item.body, item.language))
        self.sizes[collection] += 1

    def table(self) -> dict[int, float]:
        """key -> inverse document frequency in nats, for all terms that are not as good as unseen."""
        shares: dict[int, float] = {}
        for collection, counts in self.counts.items():
            size = self.sizes[collection]
            for key, count in counts.items():
                share = (count - 0.7 + _PRIOR_ARTICLES * _UNSEEN) / (size + _PRIOR_ARTICLES)
                shares[key] = max(share, shares.get(key, 0.0))
        for key in _stop_word_keys():
            shares[key] = max(_STOP_WORD, shares.get(key, 0.0))
        steps = {key: round(-math.log(share) / RARITY_STEP) for key, share in shares.items() if share > 1.3 * _UNSEEN}
        return {key: step * RARITY_STEP for key, step in steps.items()}


def _stop_word_keys() -> set[int]:
    found = set()
    for language in stopwordsiso.langs():
        for word in stopwordsiso.stopwords(language):
            for token in tokens.words(word):
                found.add(
                    channels.key(channels.WORD, token.written if token.is_ungapped else tokens.stem(token.folded))
                )
    return found


def rarities(lines: Sequence[Headline], pairs: Sequence[RatedPair]) -> dict[int, float]:
    counted = Counts()
    for line in lines:
        counted.add("headlines", line.item)
    for pair in pairs:
        for item in (pair.a, pair.b):
            counted.add(item.language, item)
    return counted.table()


def unseen_rarity() -> float:
    return round(-math.log(_UNSEEN) / RARITY_STEP) * RARITY_STEP


def features_of(
    items: Iterable[LinkInput], table: dict[int, float], meanings: Mapping[UUID, bytes] | None = None
) -> list[StoryFeatures]:
    """The features, with ``meanings`` by article where they are given."""
    known = meanings or {}
    rarity = Rarities(table, unseen_rarity()).of
    return [article_features.build(item, rarity, known.get(item.article_id, b"")) for item in items]


def pairs_in_window(times: Sequence[int]) -> tuple[compare.Ints, compare.Ints]:
    """All pairs of places whose times are no further apart than the window."""
    left, right = np.triu_indices(len(times), 1)
    at = np.asarray(times)
    near = np.abs(at[left] - at[right]) <= WINDOW_S
    return left[near], right[near]


def candidate_pairs(items: Sequence[StoryFeatures]) -> tuple[compare.Ints, compare.Ints]:
    """The pairs that linking would score: for each index term the INDEX_LIST articles next before, in the window."""
    order = sorted(range(len(items)), key=lambda place: items[place].published_s)
    listed: dict[int, list[int]] = defaultdict(list)
    pairs: set[tuple[int, int]] = set()
    for place in order:
        for term in candidates.terms(items[place]):
            near = (one for one in listed[term][-INDEX_LIST:])
            since = items[place].published_s - WINDOW_S
            pairs.update((min(one, place), max(one, place)) for one in near if items[one].published_s >= since)
            listed[term].append(place)
    found = np.array(sorted(pairs), np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def compared(items: Sequence[StoryFeatures], left: compare.Ints, right: compare.Ints) -> compare.Floats:
    table, step = compare.table(items), 100_000
    parts = [compare.compare(table, left[at : at + step], right[at : at + step]) for at in range(0, len(left), step)]
    return np.concatenate(parts) if parts else np.zeros((0, len(compare.FEATURES)), np.float32)


def fit(  # noqa: PLR0913
    rows: compare.Floats,
    target: np.ndarray,
    weight: np.ndarray,
    trees: int,
    leaves: int = MOST_LEAVES,
    leaf_rows: int = 100,
) -> Trees:
    """Boosted trees for soft targets (0..1); the seed is fixed."""
    settings = {
        "objective": "cross_entropy", "num_leaves": leaves, "learning_rate": 0.05, "min_data_in_leaf": leaf_rows,
        "max_depth": 6,
        "feature_fraction": 0.5, "bagging_fraction": 0.8, "bagging_freq": 1, "seed": 1, "deterministic": True,
        "num_threads": 1, "verbose": -1, "boost_from_average": True,
    }  # fmt: skip
    booster = lightgbm.train(settings, lightgbm.Dataset(rows, target, weight=weight), trees)
    return _as_arrays(booster.dump_model()["tree_info"])


def _as_arrays(dumped: list[dict]) -> Trees:
    trees = [_flat(info["tree_structure"]) for info in dumped]
    size = max(len(nodes) for nodes, _ in trees)
    shape = (len(trees), size)
    feature, left, right = (np.zeros(shape, np.int64) for _ in range(3))
    threshold, value = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    for number, (nodes, _) in enumerate(trees):
        for place, (which, limit, to_left, to_right, mean) in enumerate(nodes):
            feature[number, place], left[number, place], right[number, place] = which, to_left, to_right
            threshold[number, place], value[number, place] = limit, mean
    return Trees(feature, threshold, left, right, value, max(depth for _, depth in trees))


def _flat(tree: dict) -> tuple[list[tuple[int, float, int, int, float]], int]:
    nodes: list[tuple[int, float, int, int, float]] = []

    def put(node: dict, depth: int) -> tuple[int, int]:
        place = len(nodes)
        if "leaf_value" in node:
            nodes.append((0, 0.0, place, place, node["leaf_value"]))
            return place, depth
        nodes.append((0, 0.0, 0, 0, 0.0))
        left, deep_left = put(node["left_child"], depth + 1)
        right, deep_right = put(node["right_child"], depth + 1)
        limit = np.nextafter(np.float32(node["threshold"]), np.float32(-np.inf)) if (
            np.float32(node["threshold"]) > node["threshold"]
        ) else np.float32(node["threshold"])  # fmt: skip
        nodes[place] = (node["split_feature"], float(limit), left, right, node["internal_value"])
        return place, max(deep_left, deep_right)

    return nodes, put(tree, 0)[1]


def b_cubed(truth: Sequence[object], found: Sequence[object]) -> tuple[float, float, float]:
    """(F1, precision, recall) of Bagga and Baldwin 1998, averaged over articles."""
    true_sets, found_sets = _members(truth), _members(found)
    precision = recall = 0.0
    for one, other in zip(truth, found, strict=True):
        both = len(true_sets[one] & found_sets[other])
        precision += both / len(found_sets[other])
        recall += both / len(true_sets[one])
    precision, recall = precision / len(truth), recall / len(truth)
    return 2 * precision * recall / (precision + recall), precision, recall


def pair_f1(truth: Sequence[object], found: Sequence[object], languages: Sequence[str]) -> float:
    """F1 over pairs of articles in different languages."""
    left, right = np.triu_indices(len(truth), 1)
    true, guessed, tongue = (
        np.unique(np.array(list(map(str, one))), return_inverse=True)[1] for one in (truth, found, languages)
    )
    across = tongue[left] != tongue[right]
    same, said = (true[left] == true[right]) & across, (guessed[left] == guessed[right]) & across
    return 2 * float((same & said).sum()) / max(1.0, float(same.sum() + said.sum()))


def _members(labels: Sequence[object]) -> dict[object, set[int]]:
    found: dict[object, set[int]] = defaultdict(set)
    for place, label in enumerate(labels):
        found[label].add(place)
    return found

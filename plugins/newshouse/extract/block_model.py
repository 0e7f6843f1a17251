"""How likely a block belongs to the article: boosted trees, frozen in block_model.npz. Reads that file once.

The file is made by bench/train_block_model.py. It holds two models, ``alone`` and ``helped`` (see body.py), each the
nodes of its trees in one row after the other: ``alone_feature``, ``_threshold``, ``_left``, ``_right`` (a leaf is its
own child), ``_value`` (log odds, of leaves), ``_roots``, ``_base``, ``_depth``; and ``names`` (the columns it was made
for), ``version``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from newshouse.errors import FatalError
from newshouse.extract.features import FEATURES

_FILE = Path(__file__).with_name("block_model.npz")


@cache
def _arrays() -> dict[str, NDArray[np.generic]]:
    try:
        with np.load(_FILE, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
    except (OSError, ValueError) as error:
        raise FatalError(f"the block model cannot be read: {error}") from error
    if tuple(arrays["names"]) != FEATURES:
        raise FatalError("the block model was made for other features: run bench/train_block_model.py")
    return arrays


def load() -> str:
    """Read the model before any fork; returns its version. Raises FatalError if it is missing or does not fit."""
    return str(_arrays()["version"])


def log_odds(model: Literal["alone", "helped"], rows: NDArray[np.float32]) -> NDArray[np.float64]:
    """Log odds that each row's block is the article's own; above 0: more likely than not."""
    arrays = _arrays()
    feature, threshold, left, right = (arrays[f"{model}_{name}"] for name in ("feature", "threshold", "left", "right"))
    roots = arrays[f"{model}_roots"]
    node = np.repeat(roots[None, :], len(rows), axis=0).ravel()
    cells, start = rows.ravel(), np.repeat(np.arange(len(rows)) * rows.shape[1], len(roots))
    for _ in range(int(arrays[f"{model}_depth"])):
        goes_left = cells.take(start + feature.take(node)) <= threshold.take(node)
        node = np.where(goes_left, left.take(node), right.take(node))
    value = arrays[f"{model}_value"].take(node).reshape(len(rows), len(roots))
    total: NDArray[np.float64] = value.sum(axis=1, dtype=np.float64) + arrays[f"{model}_base"]
    return total

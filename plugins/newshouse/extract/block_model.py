"""How likely a block belongs to the article: boosted trees, frozen in block_model.npz. Reads that file once.

The file is made by bench/train_block_model.py. It holds the trees' nodes in one row after the other: ``feature``,
``threshold``, ``left``, ``right`` (a leaf points at itself), ``value`` (log odds, of leaves), and ``roots``, ``base``,
``depth``, ``names`` (the columns it was made for) and ``version``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

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


def log_odds(rows: NDArray[np.float32]) -> NDArray[np.float64]:
    """Log odds that each row's block is the article's own; above 0: more likely than not."""
    model = _arrays()
    feature, threshold, left, right = (model[name] for name in ("feature", "threshold", "left", "right"))
    node = np.broadcast_to(model["roots"], (len(rows), len(model["roots"])))
    row = np.arange(len(rows))[:, None]
    for _ in range(int(model["depth"])):
        node = np.where(rows[row, feature[node]] <= threshold[node], left[node], right[node])
    total: NDArray[np.float64] = model["value"][node].sum(axis=1) + model["base"]
    return total

"""Numbers scattered over all 64 bits. Pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def scattered(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Each of ``numbers`` as another one, one to one, all bits of which depend on all of its own.

    The finish of splitmix64 (Steele, Lea and Flood 2014).
    """
    mixed = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(mixed ^ (mixed >> np.uint64(31)))

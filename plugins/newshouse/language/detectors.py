"""The two detectors behind one interface. Pure but for reading their own model files once."""

from __future__ import annotations

from functools import cache
from typing import Any

try:  # bit-identical to langdetect and some 50 times faster, where a wheel exists for the platform
    import langdetect_rs as langdetect
except ImportError:
    import langdetect
from py3langid.langid import MODEL_FILE, LanguageIdentifier

SEED = 0


@cache
def _langdetect() -> Any:
    langdetect.DetectorFactory.seed = SEED
    langdetect.detect_langs("warm up")
    return langdetect


@cache
def _langid() -> Any:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def warm() -> None:
    """Load every profile now, so that forked workers share them. May be called more than once."""
    _langdetect()
    _langid()


def by_langdetect(text: str) -> dict[str, float]:
    """Probabilities over langdetect's 55 languages, those above .1 only; empty when it finds no features."""
    module = _langdetect()
    try:
        return {item.lang: item.prob for item in module.detect_langs(text)}
    except module.LangDetectException:
        return {}


def by_langid(text: str) -> dict[str, float]:
    """Probabilities over all of py3langid's languages."""
    return dict(_langid().rank(text))

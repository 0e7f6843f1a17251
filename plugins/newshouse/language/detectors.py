"""Three detectors behind one interface: text in, probabilities by language out. Pure but for reading their own models.

langdetect, seeded, knows 55 languages; py3langid 139, with a full posterior; CLD2 some 160, from a top three. All
answers come under this project's codes (``tags.primary_language``); a language a detector does not give has no entry.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pycld2
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from newshouse.language.tags import primary_language

try:  # bit-identical to langdetect and some 60 times faster; has no wheel for some platforms
    import langdetect_rs as langdetect
except ImportError:
    import langdetect

SEED = 0
_NOT_A_LANGUAGE = "zxx"
_CLD2_KNOWS_ONE_SCRIPT = frozenset({"ku"})  # in Arabic letters alone: it takes the Latin ones for Rundi
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@cache
def _langdetect() -> Any:
    langdetect.DetectorFactory.seed = SEED
    langdetect.detect_langs("loads the profiles")
    return langdetect


@cache
def _langid() -> Any:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def known_to_langdetect() -> frozenset[str]:
    """The languages langdetect has a profile for."""
    return frozenset(map(primary_language, _langdetect().detector_factory._factory.get_lang_list()))


@cache
def known_to_langid() -> frozenset[str]:
    """The languages py3langid was trained on."""
    return frozenset(map(primary_language, _langid().labels)) - {_NOT_A_LANGUAGE}


@cache
def known_to_cld2() -> frozenset[str]:
    """The languages CLD2 can answer, without its joke and its script classes (X_KLINGON, X_Gothic ...)."""
    codes = dict(pycld2.LANGUAGES)
    names = (name for name in pycld2.DETECTED_LANGUAGES if not name.startswith("X_"))
    return frozenset(primary_language(codes[name]) for name in names if name in codes) - _CLD2_KNOWS_ONE_SCRIPT


def warm() -> None:
    """Load every model now, so that processes forked later share them. Cheap when called again."""
    known_to_langdetect()
    known_to_langid()
    known_to_cld2()


def by_langdetect(text: str) -> dict[str, float]:
    """Probabilities above .1, as langdetect gives them; empty when it finds nothing to go by."""
    module = _langdetect()
    try:
        return _merged((item.lang, item.prob) for item in module.detect_langs(text))
    except module.LangDetectException:
        return {}


def by_langid(text: str) -> dict[str, float]:
    """The posterior over all of py3langid's languages; what it takes for no language at all is left out."""
    return _merged(pair for pair in _langid().rank(text) if pair[0] != _NOT_A_LANGUAGE)


def by_cld2(text: str) -> dict[str, float]:
    """The share of the text in each of at most three languages, of what CLD2 could attribute; empty when nothing."""
    clean = _CONTROL.sub(" ", text)
    try:
        _, _, details = pycld2.detect(clean, isPlainText=True, bestEffort=True)
    except pycld2.error:  # a code point CLD2's own UTF-8 check refuses: it abstains
        return {}
    known = known_to_cld2() | _CLD2_KNOWS_ONE_SCRIPT
    shares = _merged((code, percent) for _, code, percent, _ in details if primary_language(code) in known)
    total = sum(shares.values())
    return {language: share / total for language, share in shares.items()} if total else {}


def _merged(pairs: Any) -> dict[str, float]:
    merged: dict[str, float] = {}
    for code, value in pairs:
        language = primary_language(code)
        merged[language] = merged.get(language, 0.0) + value
    return merged

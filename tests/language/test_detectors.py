"""The detectors behind their interface, and the fast langdetect against the original."""

from __future__ import annotations

import langdetect
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newshouse.language import detectors

langdetect_rs = pytest.importorskip("langdetect_rs", reason="no langdetect-rs wheel here: the original is in use")


def _probabilities(module: object, text: str) -> list[tuple[str, float]] | str:
    module.DetectorFactory.seed = detectors.SEED  # type: ignore[attr-defined]
    try:
        return [(item.lang, item.prob) for item in module.detect_langs(text)]  # type: ignore[attr-defined]
    except module.LangDetectException as error:  # type: ignore[attr-defined]
        return str(error)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["the", "Straße", "été", "не", "мост", "και", "の", "東京", "سلام", "ção", "łódź", "123", "URL"]
        ),
        max_size=12,
    ).map(" ".join)
    | st.text(max_size=60)
)
def test_the_fast_langdetect_gives_the_very_same_probabilities(text: str) -> None:
    assert _probabilities(langdetect, text) == _probabilities(langdetect_rs, text)


def test_what_no_detector_can_read_gives_no_probabilities() -> None:
    assert detectors.by_langdetect("12345") == {}
    assert detectors.by_cld2("\ud800\x00") == {}


def test_the_detectors_answer_under_one_set_of_codes() -> None:
    hebrew = "העירייה סוגרת שתי בריכות שחייה למרות המחאה של התושבים"
    for detector in (detectors.by_langdetect, detectors.by_langid, detectors.by_cld2):
        answer = detector(hebrew)
        assert max(answer, key=lambda language: answer[language]) == "he"


def test_script_classes_and_jokes_are_not_languages() -> None:
    assert {"tlh", "xx", "zzp"}.isdisjoint(detectors.known_to_cld2())
    assert "zxx" not in detectors.known_to_langid()

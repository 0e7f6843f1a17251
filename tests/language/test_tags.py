"""Language tags as publishers write them."""

from __future__ import annotations

import pytest
from newshouse.language import normal_tag, primary_language


@pytest.mark.parametrize(
    ("raw", "tag"),
    [
        ("en_US", "en-US"),
        ("EN", "en"),
        (" pt-br ", "pt-BR"),
        ("en_US.UTF-8", "en-US"),
        ("zh_hant_tw", "zh-Hant-TW"),
        ("sr-latn", "sr-Latn"),
        ("ca@valencia", "ca"),
        ("es-419", "es-419"),
    ],
)
def test_tags_come_out_in_bcp_47_spelling(raw: str, tag: str) -> None:
    assert normal_tag(raw) == tag


@pytest.mark.parametrize("raw", ["", "und", "english", "<html>", "e", "mul", "en,de", "x-default", "e" * 1_000])
def test_what_names_no_language_is_none(raw: str) -> None:
    assert normal_tag(raw) is None


@pytest.mark.parametrize(
    ("tag", "language"),
    [("pt-BR", "pt"), ("iw", "he"), ("nb-NO", "no"), ("nn", "nn"), ("cmn-Hans", "zh"), ("eng", "en"), ("fil", "tl")],
)
def test_one_language_has_one_code(tag: str, language: str) -> None:
    assert primary_language(tag) == language

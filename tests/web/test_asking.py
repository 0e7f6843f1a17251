"""What an address may say: a wrong value is refused in words that tell what would be right."""

from __future__ import annotations

import pytest
from newshouse.errors import RejectError
from newshouse.web import questions
from newshouse.web.queries import Query, asked


@pytest.mark.parametrize(
    ("query", "name", "value", "said"),
    [
        (questions.BATCHES, "since", "yesterday", "not a time such as 2026-03-02"),
        (questions.BATCHES, "state", "red", "not one of open, published"),
        (questions.REJECTS, "retryable", "perhaps", "not one of true, false"),
        (questions.REJECTS, "batch_id", "12b", "not a whole number"),
        (questions.REJECTS, "batch_id", "9" * 30, "too large a number"),
        (questions.REJECTS, "after_item", "zz", "not hexadecimal"),
        (questions.ARTICLE, "article_id", "17", "not an id such as 7b262f1b"),
        (questions.FEEDS, "after_key", "NaN", "too large a number"),
    ],
)
def test_a_wrong_value_is_refused_with_what_would_be_right(query: Query, name: str, value: str, said: str) -> None:
    with pytest.raises(RejectError) as caught:
        asked(query, {name: value})
    assert caught.value.reason == "bad_request"
    assert f"{name}=" in str(caught.value.detail)
    assert said in str(caught.value.detail)


def test_what_is_left_open_is_null_and_right_values_are_read() -> None:
    binds = asked(questions.REJECTS, {"retryable": "TRUE", "batch_id": " 12 ", "host": "", "unknown": "x"})
    assert (binds["retryable"], binds["batch_id"], binds["host"]) == (True, 12, None)
    assert "unknown" not in binds

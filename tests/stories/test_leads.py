"""Which article stands for a story."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from newshouse.records import CopyLink
from newshouse.stories import Member, lead

AT = datetime(2026, 3, 2, tzinfo=UTC)


def member(number: int, words: int = 200, flags: tuple[str, ...] = (), has_title: bool = True) -> Member:
    return Member(UUID(int=number), AT + timedelta(hours=number), has_title, words, flags)


def copy(article: int, original: int, kind: str = "near") -> CopyLink:
    return CopyLink(UUID(int=article), UUID(int=original), kind, 0.9, "same", 9, "v")  # type: ignore[arg-type]


def test_the_one_that_others_copy() -> None:
    assert lead([member(1), member(2), member(3)], [copy(3, 2)]) == UUID(int=2)


def test_a_round_up_copies_nobody() -> None:
    assert lead([member(1), member(2), member(3)], [copy(3, 2, "part")]) == UUID(int=1)


def test_else_the_earliest_good_one() -> None:
    assert lead([member(1, words=10), member(2, flags=("paywall",)), member(3, has_title=False), member(4)]) == UUID(
        int=4
    )


def test_else_the_earliest() -> None:
    assert lead([member(2, words=0), member(1, words=0)]) == UUID(int=1)


def test_nobody_leads_nothing() -> None:
    with pytest.raises(ValueError, match="at least one"):
        lead([])

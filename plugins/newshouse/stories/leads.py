"""Which article stands for a story. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newshouse.records import CopyLink

_GOOD_BODY_WORDS = 80
_POOR_FLAGS = frozenset({"paywall", "consent", "stub", "gallery", "live_blog", "video", "not_article"})


@dataclass(frozen=True, slots=True)
class Member:
    """An article of a story. ``body_words`` counts the whole body or as much of it as was read."""

    article_id: Any
    published_at: datetime
    has_title: bool
    body_words: int
    flags: tuple[str, ...] = ()


def lead(members: Sequence[Member], copies: Iterable[CopyLink] = ()) -> Any:
    """The id of the article that most others copy, else of the earliest of good quality, else of the earliest.

    Good: has a title and 80 words, and none of the flags of pages that show too little. Only ``exact`` and ``near``
    copies between members count. Ties go to the earlier, then to the smaller id. Raises ValueError for no members.
    """
    if not members:
        raise ValueError("a story has at least one member")
    ids = {member.article_id for member in members}
    copied = Counter(
        link.original_id
        for link in copies
        if link.kind != "part" and link.original_id in ids and link.article_id in ids
    )
    return min(
        members, key=lambda one: (-copied[one.article_id], not _is_good(one), one.published_at, one.article_id)
    ).article_id


def _is_good(member: Member) -> bool:
    return member.has_title and member.body_words >= _GOOD_BODY_WORDS and not _POOR_FLAGS.intersection(member.flags)

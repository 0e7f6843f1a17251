"""One article made ready for linking: all that is kept of it, and nothing of its text. Pure, no I/O."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from newshouse import copies, stories
from newshouse.copies import Fingerprint
from newshouse.records import LinkInput
from newshouse.stories import StoryFeatures

Role = Literal["member", "follower", "excluded"]
Age = tuple[datetime, UUID]

VERSION: Final = f"{copies.VERSION} {stories.MODEL_VERSION} link-1"
EXCLUDED_FLAGS: Final = frozenset({"consent", "not_article"})  # says nothing of an article
FOLLOWER_FLAGS: Final = frozenset({"paywall", "stub"})  # headline and teaser: enough to join a story, not to found one


@dataclass(frozen=True, slots=True)
class Prepared:
    """What linking keeps of an article. ``terms`` are even, ``copy_keys`` odd signed 64-bit lookup numbers."""

    article_id: UUID
    published_at: datetime
    publisher: str
    language: str
    flags: tuple[str, ...]
    role: Role
    text: copies.Text
    features: StoryFeatures
    terms: tuple[int, ...]
    copy_keys: tuple[int, ...]
    input_sha256: bytes

    @property
    def age(self) -> Age:
        """What earlier and later mean everywhere in linking."""
        return self.published_at, self.article_id

    @property
    def fingerprint(self) -> Fingerprint:
        return self.text.fingerprint


def prepare(item: LinkInput) -> Prepared:
    """Make ``item`` ready. Depends on its content and event time alone."""
    role = role_of(item.flags)
    fingerprint, keys = copies.fingerprint(item)
    features = stories.features(item)
    return Prepared(
        article_id=item.article_id,
        published_at=item.published_at,
        publisher=item.publisher,
        language=item.language,
        flags=tuple(sorted(item.flags)),
        role=role,
        text=copies.Text(item.article_id, item.published_at, item.publisher, fingerprint),
        features=features,
        terms=() if role == "excluded" else tuple(_signed(term << 1) for term in stories.terms(features)),
        copy_keys=() if role == "excluded" else tuple(_signed(key << 1 | 1) for key in keys),
        input_sha256=input_sha256(item),
    )


def role_of(flags: tuple[str, ...]) -> Role:
    """What an article with these quality flags may do in stories."""
    if EXCLUDED_FLAGS.intersection(flags):
        return "excluded"
    return "follower" if FOLLOWER_FLAGS.intersection(flags) else "member"


def input_sha256(item: LinkInput) -> bytes:
    """32 bytes over all that prepare() looks at, and its version: the same again means nothing to do."""
    seen = (item.publisher, item.title, item.body, item.language, item.published_at.isoformat(), *sorted(item.flags))
    return hashlib.sha256("\0".join((VERSION, *seen)).encode("utf-8", "replace")).digest()


def story_id_of(founder_id: UUID) -> UUID:
    """The id of the story whose earliest article is ``founder_id``: version 8, from sha256("story:" + founder_id)."""
    digest = bytearray(hashlib.sha256(f"story:{founder_id}".encode()).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x80
    digest[8] = digest[8] & 0x3F | 0x80
    return UUID(bytes=bytes(digest))


def _signed(number: int) -> int:
    """``number`` modulo 2**64 as PostgreSQL's bigint has it."""
    number &= (1 << 64) - 1
    return number - (1 << 64) if number >> 63 else number

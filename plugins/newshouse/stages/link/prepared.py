"""One article made ready for linking: all that is kept of it, and nothing of its text. Pure, no I/O."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final, Literal
from uuid import UUID

from newshouse import copies, stories
from newshouse.copies import Fingerprint
from newshouse.records import LinkInput
from newshouse.stages.link.postings import NUMBER_MASK, age_of, of_kind, pack_numbers, postings_of
from newshouse.stories import StoryFeatures
from newshouse.stories.meaning import EMBEDDER

Role = Literal["member", "follower", "excluded"]
Age = tuple[datetime, UUID]

_VERSION: Final = "link-3"
EXCLUDED_FLAGS: Final = frozenset({"consent", "not_article"})  # says nothing of an article
# Headline and teaser, or many events on one page: enough to join a story, not to found one.
FOLLOWER_FLAGS: Final = frozenset({"gallery", "live_blog", "paywall", "stub", "video"})


@dataclass(frozen=True)
class Prepared:
    """What linking keeps of an article, as stored; ``lookups`` are packed numbers of the candidate index."""

    article_id: UUID
    published_at: datetime
    publisher: str
    language: str
    flags: tuple[str, ...]
    stored_fingerprint: bytes
    stored_features: bytes
    lookups: bytes
    input_sha256: bytes

    @property
    def age(self) -> Age:
        """What earlier and later mean everywhere in linking."""
        return self.published_at, self.article_id

    @cached_property
    def listed_at(self) -> int:
        """The same to the second, as the candidate index has it."""
        return age_of(self.published_at, self.article_id)

    @cached_property
    def role(self) -> Role:
        return role_of(self.flags)

    def terms(self) -> list[int]:
        """The lookup terms by which candidates for stories find each other."""
        numbers: list[int] = of_kind(postings_of([(0, self.lookups)]), copies=False).numbers.tolist()
        return numbers

    @cached_property
    def fingerprint(self) -> Fingerprint:
        return Fingerprint.from_bytes(self.stored_fingerprint)

    @cached_property
    def text(self) -> copies.Text:
        return copies.Text(self.article_id, self.published_at, self.publisher, self.fingerprint)

    @cached_property
    def features(self) -> StoryFeatures:
        return StoryFeatures.from_bytes(self.stored_features)


def prepare(item: LinkInput, *, embed: bool = False) -> Prepared:
    """Make ``item`` ready. Depends on its content and event time alone; ``embed``: with the extra ``embeddings``."""
    fingerprint, keys = copies.fingerprint(item)
    features = stories.features(item, embed=embed)
    lookups = {term << 1 & NUMBER_MASK for term in stories.terms(features)}
    lookups.update((key << 1 | 1) & NUMBER_MASK for key in keys)
    return Prepared(
        article_id=item.article_id,
        published_at=item.published_at,
        publisher=item.publisher,
        language=item.language,
        flags=tuple(sorted(item.flags)),
        stored_fingerprint=fingerprint.to_bytes(),
        stored_features=features.to_bytes(),
        lookups=b"" if role_of(item.flags) == "excluded" else pack_numbers(lookups),
        input_sha256=input_sha256(item, embed=embed),
    )


def version_of(*, embed: bool) -> str:
    """Of all that decides about an article, with the embedder where its meaning is known: what its rows carry."""
    return f"{copies.VERSION} {stories.version(embed=embed)} {_VERSION}"


def is_embedded(version: str) -> bool:
    """Whether a row with this version_of() was made with the extra ``embeddings``."""
    return f"+{EMBEDDER}" in version


def role_of(flags: tuple[str, ...]) -> Role:
    """What an article with these quality flags may do in stories."""
    if EXCLUDED_FLAGS.intersection(flags):
        return "excluded"
    return "follower" if FOLLOWER_FLAGS.intersection(flags) else "member"


def input_sha256(item: LinkInput, *, embed: bool = False) -> bytes:
    """16 bytes over all that prepare() looks at, and its version: the same again means nothing to do."""
    seen = (item.publisher, item.title, item.body, item.language, item.published_at.isoformat(), *sorted(item.flags))
    return hashlib.sha256("\0".join((version_of(embed=embed), *seen)).encode("utf-8", "replace")).digest()[:16]


def story_id_of(founder_id: UUID) -> UUID:
    """The id of the story whose earliest article is ``founder_id``: version 8, from sha256("story:" + founder_id)."""
    digest = bytearray(hashlib.sha256(f"story:{founder_id}".encode()).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x80
    digest[8] = digest[8] & 0x3F | 0x80
    return UUID(bytes=bytes(digest))

"""Linking one batch against the warehouse, incrementally, to the same result as linking everything at once.

    changed articles -> whose originals change  -> compare -> copy links
                     -> whose candidates change -> score   -> ties
                     -> groups they touch       -> score, cluster -> edges, stories, members, aliases

Everything is staged; publish_links() moves it into news within the caller's transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from newshouse.records import CopyLink, StageReport
from newshouse.stages.link import engine
from newshouse.stages.link.engine import Story
from newshouse.stages.link.expiry import restore
from newshouse.stages.link.index import publish_postings
from newshouse.stages.link.prepared import Prepared, input_sha256, prepare
from newshouse.stages.link.shelf import Shelf, link_input
from newshouse.stages.link.within import Ties, edges_within
from newshouse.warehouse import execute, fetch_all, fetch_one

_PUBLISH = (
    "features",
    "old_copies",
    "copies",
    "old_edges",
    "edges",
    "old_members",
    "members",
    "old_stories",
    "stories",
    "aliases",
    "revived_aliases",
    "alias_targets",
    "alias_chains",
    "dead_aliases",
    "counts",
)


@dataclass(frozen=True, slots=True)
class _Copies:
    """Copy links as they will be, of every article whose links may change, and of which they do."""

    links: dict[UUID, tuple[CopyLink, ...]]
    changed: frozenset[UUID]


def link_batch(connection: Connection, batch_id: int, *, embed: bool = False) -> StageReport:
    """Link the batch's staged articles with each other and with the warehouse, and stage the outcome.

    ok: new and revised articles; unchanged: articles that say what they said when they were linked before, and
    revisions older than the published one. Safe to repeat; nothing outside staging changes. ``embed``: with the extra
    ``embeddings``; articles that were linked without it are compared without it until they are staged again.
    """
    restore(connection, batch_id, embed=embed)
    shelf = _opened(connection, batch_id)
    rows = fetch_all(connection, "select/link_articles", batch_id=batch_id)
    fresh = []
    for row in rows:
        item = link_input(row)
        if row.known_sha256 != input_sha256(item, embed=embed):
            fresh.append((prepare(item, embed=embed), row.known_sha256 is not None))
    shelf.put([item for item, _ in fresh], [item.article_id for item, was_known in fresh if was_known])
    _relink(shelf, [item for item, _ in fresh], ())
    staged_count = fetch_one(connection, "select/link_staged_count", batch_id=batch_id).article_count
    return StageReport(ok=len(fresh), unchanged=staged_count - len(fresh))


def relink(connection: Connection, batch_id: int, seeds: Collection[UUID]) -> None:
    """Make the stories of ``seeds`` anew, after people's decisions changed, and stage the outcome."""
    _relink(_opened(connection, batch_id), (), seeds)


def publish_links(connection: Connection, batch_id: int, at: datetime | None = None, *, embed: bool = False) -> int:
    """Move the batch's links from staging into news; returns how many stories they make or change.

    What changes is numbered for readers as of ``at``; None: the warehouse's clock.

    To be called in the transaction that publishes the batch's articles, after them. Where news changed since the
    batch was linked it is linked again first; publications wait for each other.
    """
    execute(connection, "load/publishing_lock")
    if not fetch_one(connection, "select/link_is_current", batch_id=batch_id).is_current:
        link_batch(connection, batch_id, embed=embed)
    binds = {"batch_id": batch_id}
    execute(connection, "load/link_publish_changes", binds | {"now": at})
    publish_postings(connection, batch_id)
    counts = {step: execute(connection, f"load/link_publish_{step}", binds) for step in _PUBLISH}
    execute(connection, "load/link_publish_state")
    execute(connection, "load/link_clear", binds)
    return counts["stories"]


def _opened(connection: Connection, batch_id: int) -> Shelf:
    execute(connection, "load/link_lock")
    execute(connection, "load/link_planner")
    execute(connection, "load/link_clear", {"batch_id": batch_id})
    execute(connection, "load/link_run", {"batch_id": batch_id})
    return Shelf(connection, batch_id)


def _relink(shelf: Shelf, changed: Collection[Prepared], seeds: Collection[UUID]) -> None:
    fresh = {item.article_id for item in changed}
    found = _copies(shelf, fresh)
    shelf.stage_copies({article_id: found.links[article_id] for article_id in found.changed})
    ties = _ties(shelf, fresh, found)
    moved = {article_id for owner in ties.changed for article_id in owner if article_id is not None}
    reach = _reach(shelf, fresh | found.changed | moved | set(seeds), ties)
    _stories(shelf, reach, ties, found)


def _copies(shelf: Shelf, fresh: set[UUID]) -> _Copies:
    """Whom the batch's articles repeat, and who repeats whom otherwise because of them."""
    if not fresh:
        return _Copies({}, frozenset())
    owners = shelf.copy_owners()
    candidates: dict[UUID, list[UUID]] = defaultdict(list)
    concerned = owners | fresh
    for later, earlier in shelf.copy_candidates(concerned):
        candidates[later].append(earlier)
    items = shelf.items(concerned.union(*candidates.values()))
    links = {
        article_id: engine.copies_of(items[article_id], [items[one] for one in candidates[article_id]])
        for article_id in sorted(concerned)
    }
    before = shelf.copies(concerned)
    changed = {
        article_id
        for article_id, found in links.items()
        if sorted(found, key=_original) != sorted(before.get(article_id, ()), key=_original)
    }
    return _Copies(links, frozenset(changed))


def _ties(shelf: Shelf, fresh: set[UUID], found: _Copies) -> Ties:
    """The best matches of the batch's articles, and of those that match otherwise because of them."""
    if not fresh:
        return Ties(frozenset(), {}, {}, frozenset())
    repeating_fresh = {
        article_id for article_id, links in found.links.items() if any(link.original_id in fresh for link in links)
    }
    published = (shelf.story_owners() | repeating_fresh | found.changed) - fresh
    owners = published | fresh
    pairs = shelf.story_candidates(owners)
    links = shelf.copies(published - found.links.keys()) | {
        key: found.links[key] for key in owners & found.links.keys()
    }
    originals = {link.original_id for some in links.values() for link in some}
    items = shelf.items({article_id for pair in pairs for article_id in pair}.union(owners, originals))
    pairs.update(engine.copy_pairs((link for some in links.values() for link in some), items))
    before = {row.later_id: row for row in shelf.edges_of(owners)}
    known = {
        (later, earlier): score
        for later, row in before.items()
        if later not in fresh
        for earlier, score in row.scores()
        if earlier not in fresh and (later, earlier) in pairs
    }
    scores = known | engine.scored(pairs - known.keys(), items)
    after = engine.ties(scores, items)
    old = {later: row.tie_id for later, row in before.items()}
    changed = {(one, old.get(one), after.get(one)) for one in owners if old.get(one) != after.get(one)}
    return Ties(frozenset(owners), after, scores, frozenset(changed))


def _reach(shelf: Shelf, touched: set[UUID], ties: Ties) -> list[list[UUID]]:
    """The groups, as they will be, that ``touched`` are in."""
    owners = {owner for owner, _, _ in ties.changed}
    made = [(owner, tie) for owner, _, tie in ties.changed if tie is not None]
    reached, tied = shelf.groups(touched.union(*made), owners)
    present = shelf.items(reached)
    held = [(one.article_id, one.other_id) for one in shelf.overrides(reached) if one.kind == "together"]
    return engine.groups(present, [*tied, *made, *held])


def _stories(shelf: Shelf, reach: list[list[UUID]], ties: Ties, found: _Copies) -> None:
    """Make the stories of the groups in ``reach`` anew, and stage what differs."""
    inside = {article_id for group in reach for article_id in group}
    present = shelf.items(inside)
    items = {key: item for key, item in present.items() if item.role != "excluded"}
    edges = edges_within(shelf, reach, items, ties)
    links = shelf.copies(inside - found.links.keys()) | found.links
    made = engine.assemble(items, edges, links, shelf.overrides(inside))
    before = shelf.members(inside)
    after = {article_id: story.story_id for story in made for article_id in story.article_ids}
    members: dict[UUID, UUID | None] = dict.fromkeys(before.keys() - after.keys())
    members.update((key, story) for key, story in after.items() if key not in before or before[key][0] != story)
    shelf.stage_members(members)
    shelf.stage_stories(made)
    shelf.stage_aliases(_retired(before, made, after))


def _retired(
    before: Mapping[UUID, tuple[UUID, UUID]], made: Iterable[Story], after: Mapping[UUID, UUID]
) -> dict[UUID, tuple[UUID | None, UUID | None]]:
    """Story ids that are no story's any more: by whom, and where, they lead on."""
    living = {story.story_id for story in made}
    old: dict[UUID, tuple[UUID, list[UUID]]] = {}
    for article_id, (story_id, founder_id) in sorted(before.items()):
        old.setdefault(story_id, (founder_id, []))[1].append(article_id)
    retired: dict[UUID, tuple[UUID | None, UUID | None]] = {}
    for story_id, (founder_id, article_ids) in old.items():
        if story_id not in living:
            heir = next((one for one in (founder_id, *article_ids) if one in after), None)
            retired[story_id] = (heir, after[heir] if heir else None)
    return retired


def _original(link: CopyLink) -> UUID:
    return link.original_id

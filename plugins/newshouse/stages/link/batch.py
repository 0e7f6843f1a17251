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

import numpy as np
from sqlalchemy import Connection

from newshouse import stories
from newshouse.records import CopyLink, StageReport
from newshouse.stages.link import engine
from newshouse.stages.link.engine import Story
from newshouse.stages.link.expiry import restore
from newshouse.stages.link.lineup import Lineup
from newshouse.stages.link.prepared import Prepared, input_sha256, prepare
from newshouse.stages.link.rows import publish_postings
from newshouse.stages.link.scores import scored
from newshouse.stages.link.shelf import UNTIED, Shelf, Ties, link_input
from newshouse.stages.link.within import Matches, Reach, edges_within, known_scores
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
    matches = _matches(shelf, fresh, found)
    reach = _reach(shelf, fresh | found.changed | set(seeds), matches)
    _stories(shelf, reach, matches, found)


def _copies(shelf: Shelf, fresh: set[UUID]) -> _Copies:
    """Whom the batch's articles repeat, and who repeats whom otherwise because of them."""
    if not fresh:
        return _Copies({}, frozenset())
    owners = shelf.copy_owners()
    concerned = owners | fresh
    lineup, pairs = shelf.copy_candidates(concerned)
    candidates: dict[int, list[Prepared]] = defaultdict(list)
    for later, earlier in zip(*(side.tolist() for side in pairs), strict=True):
        candidates[later].append(lineup.items[earlier])
    links = {
        article_id: engine.copies_of(lineup.items[place], candidates[place])
        for article_id, place in ((one, lineup.number[one]) for one in sorted(concerned))
    }
    before = shelf.copies(concerned)
    changed = {
        article_id
        for article_id, found in links.items()
        if sorted(found, key=_original) != sorted(before.get(article_id, ()), key=_original)
    }
    return _Copies(links, frozenset(changed))


def _matches(shelf: Shelf, fresh: set[UUID], found: _Copies) -> Matches:
    """The best matches of the batch's articles, and of those that match otherwise because of them."""
    if not fresh:
        nothing = np.zeros(0, np.int64)
        return Matches({}, {}, Lineup(()), (nothing, nothing), np.zeros(0))
    repeating_fresh = {
        article_id for article_id, links in found.links.items() if any(link.original_id in fresh for link in links)
    }
    copied_anew = (repeating_fresh | found.changed) - fresh
    owners = shelf.story_owners() | copied_anew | fresh
    rows = shelf.edges_of(owners)
    tied = {row.later_id: row.tie_ids for row in rows}
    settled = {one: tied.get(one, UNTIED) for one in owners - copied_anew - fresh}
    candidates = shelf.story_candidates(owners, settled)
    links = shelf.copies(candidates.whole - found.links.keys()) | {
        key: found.links[key] for key in candidates.whole & found.links.keys()
    }
    copied = [link for some in links.values() for link in some]
    held = [(one, tie) for one, ties in candidates.partly.items() for tie in ties if tie is not None]
    judged = candidates.whole | candidates.partly.keys()
    needed = judged | {link.original_id for link in copied} | {tie for _, tie in held}
    lineup, listed = shelf.lined_up(needed, candidates.ages)
    pairs = lineup.distinct_pairs(listed, engine.copy_pairs(copied, lineup), lineup.pairs_of(held))
    scores = known_scores([row for row in rows if row.later_id not in fresh], lineup, pairs, fresh)
    missing = np.isnan(scores)
    scores[missing] = scored(lineup, pairs[0][missing], pairs[1][missing])
    best, second = (
        dict(zip(*(side.tolist() for side in found_ties), strict=True))
        for found_ties in engine.ties(lineup, pairs, scores)
    )
    ids = [item.article_id for item in lineup.items]
    after: dict[UUID, Ties] = dict.fromkeys(judged, UNTIED)
    for later, earlier in best.items():
        after[ids[later]] = (ids[earlier], ids[second[later]] if later in second else None)
    changed = {one: tied.get(one, UNTIED) for one in judged if tied.get(one, UNTIED) != after[one]}
    return Matches(after, changed, lineup, pairs, scores)


def _reach(shelf: Shelf, touched: set[UUID], matches: Matches) -> Reach:
    """All that hangs together with ``touched`` and with those who match otherwise, now or before."""
    now = {owner: matches.after[owner] for owner in matches.before}
    moved = {one for tied in (matches.before, now) for tie_ids in tied.values() for one in tie_ids if one is not None}
    ties = shelf.groups(touched | moved | now.keys(), now.keys()) | now
    lineup = Lineup.of(shelf.items(ties).values())
    held = [(one.article_id, one.other_id) for one in shelf.overrides(ties) if one.kind == "together"]
    best = [(article_id, tie_ids[0]) for article_id, tie_ids in ties.items() if tie_ids[0] is not None]
    labels = stories.connected(len(lineup), *lineup.pairs_of([*best, *held]))
    able = np.array([place for place, item in enumerate(lineup.items) if item.role != "excluded"], np.int64)
    return Reach(Lineup([lineup.items[place] for place in able.tolist()]), labels[able], ties)


def _stories(shelf: Shelf, reach: Reach, matches: Matches, found: _Copies) -> None:
    """Make the stories of the groups in ``reach`` anew, and stage what differs."""
    edges = edges_within(shelf, reach, matches)
    links = shelf.copies(reach.ties.keys() - found.links.keys()) | found.links
    items = {item.article_id: item for item in reach.lineup.items}
    made = engine.assemble(items, edges, links, shelf.overrides(reach.ties))
    before = shelf.members(reach.ties)
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

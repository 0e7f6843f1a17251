"""All that the pages ask the warehouse: one Query for each statement of sql/web that shows rows. Pure."""

from __future__ import annotations

from newshouse.web.queries import Query, decimal, hexadecimal, identifier, integer, moment, one_of, truth, words

_TIMES = {"since": moment, "until": moment}
_OUTCOMES = one_of("ok", "unchanged", "rejected", "deferred")
FEED_STATES = ("healthy", "failing", "paused", "new", "removed")
FEED_SORTS = {
    "publisher": "publisher",
    "failures": "most failures",
    "quiet": "longest without news",
    "success": "longest without success",
    "overflow": "most overflows",
    "next": "due next",
    "added": "added last",
}
STAGES = ("poll", "entry", "fetch", "read")
KINDS = (
    "article_new",
    "article_revised",
    "article_read_again",
    "article_retracted",
    "article_forgotten",
    "story_assigned",
    "story_joined",
    "story_split",
    "copy_changed",
)

FRESHNESS = Query("freshness", {"now": moment}, {})
HOURS = Query("hours", _TIMES, {})
BOOKS_OF_DAY = Query("books_of_day", {"day_start": moment}, {})
TROUBLES = Query("troubles", {"now": moment}, {})
REASONS = Query("reject_reasons", _TIMES, {})
HOSTS = Query("reject_hosts", _TIMES, {})
FEEDS = Query(
    "feeds",
    {
        "now": moment,
        "state": one_of(*FEED_STATES),
        "publisher": words,
        "failure": words,
        "q": words,
        "sort": one_of(*FEED_SORTS),
        "after_key": decimal,
        "after_text": words,
        "after_id": integer,
    },
    {"after_key": "sort_key", "after_text": "sort_text", "after_id": "feed_id"},
)
FEED_STATE_COUNTS = Query("feed_states", {}, {})
FEED = Query("feed", {"feed_id": integer}, {})
POLLS = Query(
    "polls",
    {
        "feed_id": integer,
        "batch_id": integer,
        "outcome": _OUTCOMES,
        "reason": words,
        "after_batch": integer,
        "after_feed": integer,
    },
    {"after_batch": "batch_id", "after_feed": "feed_id"},
)
ENTRIES = Query(
    "entries",
    {"feed_id": integer, "batch_id": integer, "after_time": moment, "after_id": integer},
    {"after_time": "first_seen_at", "after_id": "entry_id"},
)
BATCHES = Query(
    "batches",
    _TIMES
    | {
        "state": one_of("open", "published"),
        "mode": one_of("live", "replay", "empty"),
        "after_end": moment,
        "after_start": moment,
    },
    {"after_end": "interval_end", "after_start": "interval_start"},
)
BATCH = Query("batch", {"batch_id": integer}, {})
FETCHES = Query(
    "fetches",
    {"batch_id": integer, "outcome": _OUTCOMES, "reason": words, "after_page": identifier},
    {"after_page": "page_id"},
)
READINGS = Query(
    "readings",
    {"batch_id": integer, "outcome": one_of("ok", "rejected"), "reason": words, "after_snapshot": integer},
    {"after_snapshot": "snapshot_id"},
)
CHANGES = Query(
    "changes",
    {"kind": one_of(*KINDS), "batch_id": integer} | _TIMES | {"after_time": moment, "after_id": integer},
    {"after_time": "changed_at", "after_id": "change_id"},
)
ARTICLES = Query(
    "articles",
    {"language": words, "publisher": words} | _TIMES | {"after_time": moment, "after_id": identifier},
    {"after_time": "published_at", "after_id": "article_id"},
)
ARTICLE = Query("article", {"article_id": identifier}, {})
REVISIONS = Query("article_revisions", {"article_id": identifier}, {})
SIGHTINGS = Query("article_sightings", {"article_id": identifier}, {})
STORIES = Query(
    "stories",
    {"language": words} | _TIMES | {"after_time": moment, "after_id": identifier},
    {"after_time": "place_time", "after_id": "place_id"},
)
SEARCH = Query("search", {"q": words, "language": words, "since": moment, "until": moment}, {})
STORY = Query("story", {"story_id": identifier}, {})
STORY_ARTICLES = Query("story_articles", {"story_id": identifier}, {})
DECISIONS = Query("story_decisions", {"story_id": identifier}, {})
REJECTS = Query(
    "rejects",
    {"batch_id": integer, "stage": one_of(*STAGES), "reason": words, "host": words, "retryable": truth}
    | _TIMES
    | {"after_time": moment, "after_batch": integer, "after_stage": one_of(*STAGES), "after_item": hexadecimal},
    {"after_time": "rejected_at", "after_batch": "batch_id", "after_stage": "stage", "after_item": "item_key"},
)
REJECT = Query("reject", {"batch_id": integer, "stage": one_of(*STAGES), "item_key": hexadecimal}, {})
SNAPSHOT = Query("snapshot", {"snapshot_id": integer}, {})
ALERTS = Query(
    "alerts",
    {"kind": words, "item": words, "state": one_of("holds", "over")}
    | {"after_time": moment, "after_kind": words, "after_item": words},
    {"after_time": "raised_at", "after_kind": "kind", "after_item": "item"},
)
ACTIONS = Query("actions", {"actor": words, "action": words, "after_id": integer}, {"after_id": "action_id"})

ALL = {made.name: made for made in list(globals().values()) if isinstance(made, Query)}

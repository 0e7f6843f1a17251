"""Feeds: documents read, the next poll planned, feeds found, feed lists exchanged. Pure: no clock, no I/O."""

from newshouse.feeds.discovery import FoundFeed, discover, well_known
from newshouse.feeds.opml import FeedSource, LineError, read_opml, write_opml
from newshouse.feeds.parsing import parse_feed
from newshouse.feeds.schedule import FeedState, NextPoll, PollLimits, PollOutcome, plan_next_poll
from newshouse.feeds.schedule_json import freshness_s, state_from_json, state_to_json
from newshouse.feeds.sitemaps import sitemap_index, sitemaps_from_robots, usual_sitemaps

__all__ = [
    "FeedSource",
    "FeedState",
    "FoundFeed",
    "LineError",
    "NextPoll",
    "PollLimits",
    "PollOutcome",
    "discover",
    "freshness_s",
    "parse_feed",
    "plan_next_poll",
    "read_opml",
    "sitemap_index",
    "sitemaps_from_robots",
    "state_from_json",
    "state_to_json",
    "usual_sitemaps",
    "well_known",
    "write_opml",
]

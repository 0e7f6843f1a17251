"""Feeds: documents read, the next poll planned, feeds found, feed lists exchanged. Pure: no clock, no I/O."""

from newshouse.feeds.discovery import (
    FoundFeed,
    NewsSitemap,
    discover,
    parse_news_sitemap,
    sitemaps_from_robots,
    well_known,
)
from newshouse.feeds.opml import FeedSource, LineError, read_opml, write_opml
from newshouse.feeds.parsing import parse_feed
from newshouse.feeds.schedule import FeedState, NextPoll, PollLimits, PollOutcome, plan_next_poll
from newshouse.feeds.schedule_json import freshness_s, state_from_json, state_to_json

__all__ = [
    "FeedSource",
    "FeedState",
    "FoundFeed",
    "LineError",
    "NewsSitemap",
    "NextPoll",
    "PollLimits",
    "PollOutcome",
    "discover",
    "freshness_s",
    "parse_feed",
    "parse_news_sitemap",
    "plan_next_poll",
    "read_opml",
    "sitemaps_from_robots",
    "state_from_json",
    "state_to_json",
    "well_known",
    "write_opml",
]

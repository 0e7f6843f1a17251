"""Feeds: documents read, the next poll planned, feeds found, feed lists exchanged. Pure: no clock, no I/O."""

from newshouse.feeds.parsing import parse_feed
from newshouse.feeds.schedule import FeedState, NextPoll, PollLimits, PollOutcome, plan_next_poll

__all__ = ["FeedState", "NextPoll", "PollLimits", "PollOutcome", "parse_feed", "plan_next_poll"]

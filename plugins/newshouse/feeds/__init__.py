"""Feeds: documents read, the next poll planned, feeds found, feed lists exchanged. Pure: no clock, no I/O."""

from newshouse.feeds.parsing import parse_feed

__all__ = ["parse_feed"]

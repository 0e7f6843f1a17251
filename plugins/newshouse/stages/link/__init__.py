"""Linking: which articles repeat one another, and which report one event."""

from newshouse.stages.link.batch import link_batch, publish_links
from newshouse.stages.link.engine import Override, Story
from newshouse.stages.link.expiry import expire
from newshouse.stages.link.memory import LinkResult, link_items
from newshouse.stages.link.people import (
    Decision,
    hold_together,
    living_story,
    merge_stories,
    show_story,
    split_story,
    undo,
)
from newshouse.stages.link.why import why

__all__ = [
    "Decision",
    "LinkResult",
    "Override",
    "Story",
    "expire",
    "hold_together",
    "link_batch",
    "link_items",
    "living_story",
    "merge_stories",
    "publish_links",
    "show_story",
    "split_story",
    "undo",
    "why",
]

"""Linking: which articles repeat one another, and which report one event."""

from newshouse.stages.link.batch import link_batch, publish_links
from newshouse.stages.link.engine import Override, Story
from newshouse.stages.link.memory import LinkResult, link_items

__all__ = ["LinkResult", "Override", "Story", "link_batch", "link_items", "publish_links"]

"""What linking makes of articles with another scorer than the frozen one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from newshouse.records import LinkInput
from newshouse.stages.link.memory import link_items
from newshouse.stories import meaning, scorer
from newshouse.stories.model import Model


def linked(items: Sequence[LinkInput], model: Model, meanings: Mapping[UUID, bytes]) -> list[str]:
    """The story of each of ``items`` as linking with ``model`` has it; ``meanings`` are those of all or of none."""
    scorer.frozen = lambda: model
    meaning.vector = lambda item: meanings[item.article_id]
    found = link_items(items, embed=bool(meanings)).members
    return [str(found.get(item.article_id, item.article_id)) for item in items]

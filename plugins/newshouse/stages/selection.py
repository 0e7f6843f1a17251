"""Which part of a batch a replay works on. Pure, no I/O."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from newshouse.errors import RejectError, SettingsError
from newshouse.urls import canonicalise, registrable_domain

STAGES: Final = ("read", "link")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
_EXAMPLES = {
    "stages": '["read", "link"], ["read"] or ["link"]',
    "languages": '["de", "pt"]',
    "publishers": '["example.org"]',
}


@dataclass(frozen=True, slots=True)
class Selection:
    """What to replay. Empty ``languages`` and ``publishers`` mean all; both given, an article must match both.

    ``stages``: read alone keeps the links of articles whose text stays the same, also where the model of stories is
    newer; link alone links the published articles again as they were read.
    """

    stages: tuple[str, ...] = STAGES
    languages: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether it leaves nothing out."""
        return self == Selection()

    @property
    def reads_all(self) -> bool:
        """Whether every capture, feed documents too, is read again."""
        return "read" in self.stages and not self.languages and not self.publishers


def selection_of(params: Mapping[str, Any]) -> Selection:
    """From a run's params; absent ones mean all. Raises SettingsError, which names the param and a valid example."""
    for name in sorted(params.keys() - _EXAMPLES.keys()):
        raise SettingsError(f"param {name}: there is none; there are {', '.join(_EXAMPLES)}")
    stages = _texts("stages", params.get("stages", STAGES))
    if not stages or not set(stages) <= set(STAGES):
        raise _wrong("stages", stages, "one or both of read and link")
    languages = _texts("languages", params.get("languages"))
    for tag in languages:
        if not _LANGUAGE.fullmatch(tag):
            raise _wrong("languages", tag, "no language as the warehouse writes it")
    publishers = tuple(_publisher(name) for name in _texts("publishers", params.get("publishers")))
    return Selection(tuple(stage for stage in STAGES if stage in stages), languages, publishers)


def _texts(name: str, raw: Any) -> tuple[str, ...]:
    if raw is None:
        return ()
    if not isinstance(raw, list | tuple) or not all(isinstance(one, str) and one.strip() for one in raw):
        raise _wrong(name, raw, "not a list of texts")
    return tuple(dict.fromkeys(one.strip() for one in raw))


def _publisher(name: str) -> str:
    try:
        return registrable_domain(canonicalise(name if "://" in name else f"https://{name}/"))
    except RejectError as error:
        raise _wrong("publishers", name, "no domain") from error


def _wrong(name: str, value: Any, why: str) -> SettingsError:
    return SettingsError(f"param {name}={value!r}: {why}. Example: {_EXAMPLES[name]}")

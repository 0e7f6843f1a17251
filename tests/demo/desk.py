"""Reads outlets.toml, labels.toml and newsroom/*.toml into a Desk, and checks them.

One file of newsroom/ holds one story; its name is the story's id unless an article names another::

    about = "what happened"
    [[article]]
    outlet = "wire"                       # a key of outlets.toml; the article's key is "<story>.<outlet>"
    at = 2026-03-02T04:10:00Z
    title = "..."
    authors = ["..."]
    section = "World"
    copy = "near"                         # exact, near or part; absent: a text of its own
    of = ["other-story.wire"]             # what it repeats, best first; default: the story's first article
    body = '''                            # paragraphs with an empty line between them
    >> other-story.wire 2-4               # these paragraphs of that article, counted from 1
    '''
    [[article.update]]                    # from ``at`` on; what is absent stays
    at = 2026-03-02T12:00:00Z
    title = "..."
"""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
import zlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from demo.model import Article, Desk, Fault, FeedPlan, NewsroomError, Outlet, Revision

HERE = Path(__file__).resolve().parent
_INCLUDE = re.compile(r">> (?P<key>\S+)(?: (?P<first>\d+)(?:-(?P<last>\d+))?)?$")
_CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"

Raw = dict[str, Any]


@functools.cache
def open_desk() -> Desk:
    """Read and check the data files. Raises NewsroomError, naming the article, when they contradict each other."""
    outlets = {raw["key"]: _outlet(raw) for raw in _toml("outlets.toml")["outlet"]}
    raws: dict[str, Raw] = {}
    for file in sorted((HERE / "newsroom").glob("*.toml")):
        document = _toml(f"newsroom/{file.name}")
        for raw in document["article"]:
            raw.setdefault("story", file.stem)
            raw.setdefault("of", [f"{raw['story']}.{document['article'][0]['outlet']}"])
            key = raw.setdefault("key", f"{raw['story']}.{raw['outlet']}")
            if key in raws:
                raise NewsroomError(f"{file.name}: {key} stands twice; give one of them a key of its own")
            raws[key] = raw
    articles = [_article(key, raws, outlets) for key in raws]
    articles.sort(key=lambda item: (item.published_at, item.key))
    return Desk(tuple(outlets.values()), tuple(articles), _toml("labels.toml"))


def _toml(name: str) -> Raw:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def _outlet(raw: Raw) -> Outlet:
    feeds = tuple(FeedPlan(**feed) for feed in raw.pop("feeds"))
    return Outlet(**raw | {"feeds": feeds, "meta": tuple(raw["meta"]), "validators": tuple(raw["validators"])})


def _article(key: str, raws: Mapping[str, Raw], outlets: Mapping[str, Outlet]) -> Article:
    raw = raws[key]
    outlet = outlets[raw["outlet"]]
    revisions = [Revision(raw["at"], raw["title"], _paragraphs(raw["body"], raws))]
    for update in raw.get("update", ()):
        body = _paragraphs(update["body"], raws) if "body" in update else revisions[-1].paragraphs
        revisions.append(Revision(update["at"], update.get("title", revisions[-1].title), body))
    if any(later.at <= earlier.at for earlier, later in itertools.pairwise(revisions)):
        raise NewsroomError(f"{key}: an update must be later than what it updates")
    path = raw.get("path") or _path(outlet.path, key, raw)
    return Article(
        key=key,
        story=raw["story"],
        outlet=outlet.key,
        language=outlet.language,
        section=raw["section"],
        authors=tuple(raw["authors"]),
        path=quote(path, safe="/?=&"),
        revisions=tuple(revisions),
        repeats=tuple(raw["of"]) if "copy" in raw else (),
        copy_kind=raw.get("copy"),
        recurring=raw.get("recurring", False),
        hidden_by=raw.get("hidden_by", ""),
        fault=Fault(**raw["fault"]) if "fault" in raw else None,
        moved_from=f"/old/{_number(key)}" if raw.get("moved") else None,
        entry_quirk=raw.get("entry_quirk"),
        also_in=tuple(raw.get("also_in", ())),
    )


def _path(pattern: str, key: str, raw: Raw) -> str:
    at: datetime = raw["at"]
    number = _number(key)
    section = re.sub(r"\W+", "-", raw["section"].lower())
    slug = key.removesuffix(f".{raw['outlet']}")
    return pattern.format(
        year=at.year,
        month=f"{at.month:02}",
        day=f"{at.day:02}",
        slug=slug,
        number=number,
        code=_code(number),
        section=section,
    )


def _number(key: str) -> int:
    """A seven-digit number that belongs to the key for ever."""
    return 1_000_000 + zlib.crc32(key.encode()) % 9_000_000


def _code(number: int) -> str:
    letters = ""
    while number:
        number, digit = divmod(number, len(_CODE_LETTERS))
        letters += _CODE_LETTERS[digit]
    return letters


def _paragraphs(body: str, raws: Mapping[str, Raw]) -> tuple[str, ...]:
    paragraphs: list[str] = []
    for block in re.split(r"\n\s*\n", body.strip()):
        text = " ".join(block.split())
        include = _INCLUDE.match(text)
        if not include:
            paragraphs.append(text)
            continue
        if include["key"] not in raws:
            raise NewsroomError(f"no article {include['key']} to include")
        source = _paragraphs(raws[include["key"]]["body"], raws)
        first = int(include["first"] or 1)
        last = int(include["last"] or include["first"] or len(source))
        if not 1 <= first <= last <= len(source):
            raise NewsroomError(f"{text!r}: that article has {len(source)} paragraphs")
        paragraphs += source[first - 1 : last]
    return tuple(paragraphs)

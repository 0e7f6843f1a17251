"""What is true about the demo newsroom: which articles are copies, and which are one story.

Written to truth.json by ``python tests/demo/server.py --write-truth``, for the newsroom on its default ports.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from demo.model import Article, CopyKind, Desk


class Truth(NamedTuple):
    """About one article that can be read.

    ``copy_of`` is the URL of the earliest article whose text it repeats, None for a text of its own; ``repeats`` are
    all of them (a round-up quotes several). ``recurring``: a daily text, much the same words as the day before and
    yet another story; whether its text counts as a copy is no part of this truth.
    """

    story: str
    copy_of: str | None
    kind: CopyKind | None
    repeats: tuple[str, ...] = ()
    recurring: bool = False
    language: str = ""


def truth(desk: Desk, bases: Mapping[str, str]) -> dict[str, Truth]:
    """Every readable article's URL -> what is true about it. ``bases`` are the base URLs of all outlets by key."""
    urls = {item.key: bases[item.outlet] + item.path for item in desk.articles}
    return {urls[item.key]: _truth(item, urls) for item in desk.articles if outcome(item) == "article"}


def outcomes(desk: Desk, bases: Mapping[str, str]) -> dict[str, str]:
    """Every article's URL -> what must become of it in the end: article, paywall, consent, robots, http_4xx."""
    return {bases[item.outlet] + item.path: outcome(item) for item in desk.articles}


def outcome(article: Article) -> str:
    """What must become of the article once every fault that heals has healed."""
    if article.fault and article.fault.until is None:
        return f"http_{article.fault.status}"
    return article.hidden_by or "article"


def as_json(desk: Desk, bases: Mapping[str, str]) -> str:
    """The truth and the outcomes as the text of truth.json."""
    articles = {url: entry._asdict() for url, entry in truth(desk, bases).items()}
    others = {url: name for url, name in outcomes(desk, bases).items() if name != "article"}
    return json.dumps({"articles": articles, "no_articles": others}, ensure_ascii=False, indent=1) + "\n"


def _truth(article: Article, urls: Mapping[str, str]) -> Truth:
    repeats = tuple(urls[key] for key in article.repeats)
    copy_of = repeats[0] if repeats else None
    return Truth(article.story, copy_of, article.copy_kind, repeats, article.recurring, article.language)

"""Invented news for benchmarks: Zipf-like text over a real vocabulary, events, wire copies, outlets with boilerplate.

The vocabulary and its frequencies are counted in the corpus when a benchmark runs; nothing of it is kept.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from uuid import UUID

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "plugins"))

from newshouse.records import LinkInput
from newshouse.text import tokens

START = datetime(2026, 3, 1, tzinfo=UTC)
WINDOW_DAYS = 7
_OUTLETS = 400
_LARGEST = 120  # articles of one event
_WIRE_SHARE = 0.2  # of an event's articles that print its agency report
_ONSETS = ("b", "br", "d", "dr", "f", "g", "gr", "h", "k", "kl", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "v")
_VOWELS = ("a", "e", "i", "o", "u", "an", "er", "in", "ol")


def corpus() -> Path:
    """The corpus folder; ends the program, saying so, where it is absent."""
    folder = Path(os.environ.get("NEWSHOUSE_CORPUS") or Path(__file__).resolve().parents[2] / "shared" / "corpus")
    if not folder.is_dir():
        sys.exit(f"skipped: no corpus in {folder}; set NEWSHOUSE_CORPUS")
    return folder


def whole_bodies() -> list[tuple[str, str]]:
    """(title, body) of the corpus's pages that come with their whole text."""
    with (corpus() / "pages" / "index.jsonl").open(encoding="utf-8") as lines:
        pages = [json.loads(line) for line in lines]
    return [(page.get("title") or "", page["body"]) for page in pages if page.get("body")]


def _english_words() -> Counter[str]:
    words = (word for _, body in whole_bodies() if _is_english(body) for word in tokens(body))
    return Counter(word for word in words if word.isalpha() and word.isascii())


def _is_english(body: str) -> bool:
    padded = f" {body.lower()} "
    return padded.count(" the ") + padded.count(" of ") > len(body) / 150


@dataclass(frozen=True)
class Event:
    """What a run of articles is about: its own words, when it begins, and how many report it."""

    names: tuple[str, ...]
    words: tuple[str, ...]
    sentences: tuple[str, ...]
    begins_h: float
    article_count: int


class Press:
    """Prints invented articles; the same seed prints the same.

    Events have as many articles as the hand-made clusters of the corpus's headlines (median 3, mean 7, one in nine a
    single article, the greatest a hundred and more): a Pareto law. Half of an event's articles come within ten hours.
    """

    def __init__(self, seed: int = 1) -> None:
        self.dice = random.Random(seed)
        counts = _english_words()
        self.words = [word for word, _ in counts.most_common()]
        self.weights = list(accumulate(count for _, count in counts.most_common()))
        self.phrases = [self._sentence(12) for _ in range(3_000)]
        self.boilerplate = [self._sentence(25) for _ in range(_OUTLETS)]
        self.wires: list[str] = []

    def articles(self, count: int) -> list[LinkInput]:
        """``count`` articles of a week, earliest first."""
        printed: list[LinkInput] = []
        while len(printed) < count:
            event = self._event()
            wire = self._body(event)
            for _ in range(min(event.article_count, count - len(printed))):
                at_h = event.begins_h + self.dice.expovariate(1 / 14)
                printed.append(self._article(event, wire, at_h % (WINDOW_DAYS * 24)))
        return sorted(printed, key=lambda item: (item.published_at, item.article_id))

    def _article(self, event: Event, wire: str, at_h: float) -> LinkInput:
        dice = self.dice
        outlet = min(int(dice.paretovariate(0.7)) - 1, _OUTLETS - 1)
        body = wire if dice.random() < _WIRE_SHARE else self._body(event)
        title = [*dice.sample(event.names, 2), *dice.sample(event.words, 3), *self._plain(3)]
        dice.shuffle(title)
        return LinkInput(
            article_id=UUID(int=dice.getrandbits(128)),
            url=f"https://outlet{outlet}.example/{dice.getrandbits(40)}",
            publisher=f"outlet{outlet}.example",
            title=" ".join(title).capitalize(),
            body=f"{body} {self.boilerplate[outlet]}",
            language="en",
            published_at=START + timedelta(hours=at_h),
        )

    def _body(self, event: Event) -> str:
        dice = self.dice
        length = min(1_500, max(40, int(dice.lognormvariate(5.8, 0.6))))
        sentences: list[str] = []
        while sum(len(sentence) for sentence in sentences) < length * 6:
            kind = dice.random()
            if kind < 0.12:
                sentences.append(dice.choice(event.sentences))
            elif kind < 0.2:
                sentences.append(self.phrases[min(int(dice.paretovariate(0.6)) - 1, len(self.phrases) - 1)])
            else:
                words = [*self._plain(14), *dice.choices(event.words, k=2), *dice.choices(event.names, k=1)]
                dice.shuffle(words)
                sentences.append(" ".join(words).capitalize() + ".")
        return " ".join(sentences)

    def _event(self) -> Event:
        dice = self.dice
        names = tuple(f"{self._name()} {self._name()}" for _ in range(4))
        rare = self.words[len(self.words) // 10 :]
        words = (*(dice.choice(rare) for _ in range(25)), str(dice.randint(3, 4_000)))
        sentences = tuple(f"{dice.choice(names)} {self._sentence(11)}" for _ in range(5))
        size = min(_LARGEST, int(1.6 * dice.paretovariate(1.0)))
        return Event(names, words, sentences, dice.uniform(0, WINDOW_DAYS * 24), size)

    def _name(self) -> str:
        return "".join(self.dice.choice(_ONSETS) + self.dice.choice(_VOWELS) for _ in range(4)).capitalize()

    def _sentence(self, length: int) -> str:
        return " ".join(self._plain(length)).capitalize() + "."

    def _plain(self, count: int) -> list[str]:
        return self.dice.choices(self.words, cum_weights=self.weights, k=count)

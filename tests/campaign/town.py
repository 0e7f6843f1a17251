"""A small town's press on loopback, for campaigns: three outlets, whose pages change and copy one another."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from stages.outlet import Outlet, Says

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
OUTLETS = ("herald", "gazette", "monitor")
_SUBJECTS = ("harbour", "tramway", "library", "orchard", "museum", "reservoir", "stadium", "market hall", "observatory")
_PEOPLE = ("Ana Ruiz", "Ben Okafor", "Chen Wei", "Dora Novak", "Emil Larsen", "Fatima Khan", "Goran Petrov")
_ACTS = ("approved a budget for", "opened an inquiry into", "postponed the repair of", "published plans for", "sold")


@contextmanager
def town() -> Iterator[Outlet]:
    with Outlet() as outlet:
        yield outlet


def publish(outlet: Outlet, hour: int, per_hour: int = 2) -> None:
    """The press of that hour; earlier articles stay, and one of them is corrected."""
    for place, name in enumerate(OUTLETS):
        numbers = range(max(0, (hour - 4) * per_hour), (hour + 1) * per_hour)
        links = "".join(
            f"<item><title>{_title(number)}</title><link>/{name}/{number}</link>"
            f"<pubDate>{(START + (number // per_hour) * HOUR):%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
            for number in numbers
        )
        outlet.answers[f"/{name}.xml"] = Says(
            f"<rss version='2.0'><channel><title>{name} {hour}</title>{links}</channel></rss>"
        )
        for number in numbers:
            corrected = hour - number // per_hour > 0 and number % 3 == place
            outlet.answers[f"/{name}/{number}"] = Says(_page(name, number, corrected))


def _title(number: int) -> str:
    choice = random.Random(number)
    return f"{choice.choice(_PEOPLE)} and the {choice.choice(_SUBJECTS)}: council {number}"


def _page(name: str, number: int, corrected: bool) -> str:
    choice = random.Random(number)
    person, subject, act = choice.choice(_PEOPLE), choice.choice(_SUBJECTS), choice.choice(_ACTS)
    figures = [choice.randint(11, 9_999) for _ in range(6)]
    if name == "gazette":  # tells the same event in words of its own
        paragraphs = [
            f"It was {person} who spoke first when the town council met: the {subject} would cost {figures[0]} crowns.",
            f"Residents of {figures[1]} houses near the {subject} had signed a letter; {person} read from it.",
            f"By {figures[2]} votes to {figures[3]}, the council {act} the {subject}, our reporter saw.",
        ]
    else:
        paragraphs = [
            f"The town council {act} the {subject} on a motion by {person}, who put its cost at {figures[0]} crowns.",
            f"The vote was {figures[2]} to {figures[3]}. A letter from {figures[1]} households had asked for it.",
            f"Work on the {subject} is to take {figures[4]} days and employ {figures[5]} people from the district.",
        ]
    if corrected:
        paragraphs.append(f"An earlier version misstated the number of people; {person} gave it as {figures[5] + 1}.")
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    head = f"<head><title>{_title(number)}</title></head>"
    return f"<html lang='en'>{head}<body><article><h1>{_title(number)}</h1>{body}</article></body></html>"

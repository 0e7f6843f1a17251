"""How articles get edited on their way from outlet to outlet: ten kinds that copies were tuned on, ten held out.

Each edit takes a body and a source of chance, and gives the edited body.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "plugins"))

from newshouse.text import UNGAPPED_SCRIPTS, script_of

Edit = Callable[[str, random.Random], str]

FILLER = (
    "Our reporter has followed the matter for this newspaper from the beginning and will go on doing so.",
    "Sign up for the evening letter and get the most important news of the day in your inbox.",
    "More on this in the course of the day; readers can send their questions to the editors.",
    "This article first appeared in another edition and was edited for length and clarity.",
)
_READ_ALSO = (
    "Read also: what the new rules mean for tenants and landlords",
    "READ MORE: Five things to know before the weekend",
    "Lesen Sie auch: Was jetzt auf die Pendler zukommt",
    "Photo: Anna Berg / Picture Desk",
    "File photo. The building was closed to the public in the autumn. Photograph: City Press",
    "Más información: cómo afecta la nueva ley a los autónomos",
    "À lire aussi : le calendrier des prochaines grèves",
)
_PAYWALL = (
    "To read on, take out a subscription. Already a subscriber? Log in here.",
    "Jetzt weiterlesen mit dem Probeabo: vier Wochen für einen Euro, jederzeit kündbar.",
    "This content is for members only.",
)
_AGENCIES = ("Reuters", "AFP", "dpa", "AP", "EFE", "ANSA", "Xinhua", "TASS", "Kyodo")
_HEADINGS = ("The week in brief", "What else happened", "In other news", "From our partners", "Around the region")
_SPELLINGS = (
    ("colour", "color"),
    ("labour", "labor"),
    ("favour", "favor"),
    ("behaviour", "behavior"),
    ("neighbour", "neighbor"),
    ("honour", "honor"),
    ("harbour", "harbor"),
    ("centre", "center"),
    ("theatre", "theater"),
    ("metre", "meter"),
    ("defence", "defense"),
    ("licence", "license"),
    ("programme", "program"),
    ("travelled", "traveled"),
    ("cancelled", "canceled"),
    ("labelled", "labeled"),
    ("ageing", "aging"),
    ("grey", "gray"),
    ("tyre", "tire"),
    ("per cent", "percent"),
)
_MISREAD = {
    "e": "c",
    "l": "1",
    "o": "0",
    "i": "l",
    "m": "rn",
    "s": "5",
    "a": "o",
    "n": "h",
    "t": "f",
    "и": "н",
    "о": "0",
}
_MISREAD_HAN = {
    "日": "曰",
    "未": "末",
    "人": "入",
    "己": "已",
    "土": "士",
    "大": "太",
    "千": "干",
    "の": "め",
    "ソ": "ン",
}


def sentences(body: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?。！？])\s*", body) if part.strip()]


def _verbatim(body: str, dice: random.Random) -> str:
    return "\n\n".join(sentences(body)).upper() if dice.random() < 0.3 else "  ".join(sentences(body))


def _shortened(body: str, dice: random.Random) -> str:
    parts = sentences(body)
    return " ".join(parts[: max(2, int(len(parts) * dice.uniform(0.3, 0.6)))])


def _new_lead(body: str, dice: random.Random) -> str:
    return " ".join([*dice.sample(FILLER, 2), *sentences(body)[2:]])


def _boilerplate(body: str, dice: random.Random) -> str:
    return " ".join([dice.choice(FILLER), *sentences(body), *dice.sample(FILLER, 2)])


def _reworded(body: str, dice: random.Random) -> str:
    """Words changed at a rate of .12; characters where words have no gaps."""
    gap = "" if script_of(body) in UNGAPPED_SCRIPTS else " "
    units = body.split() if gap else list(body)
    return gap.join(dice.choice(units) if dice.random() < 0.12 else unit for unit in units)


def _scanned(body: str, dice: random.Random) -> str:
    """As a scanner reads it: letters mistaken, words run together or apart."""
    return "".join(_MISREAD.get(letter, letter) if dice.random() < 0.03 else letter for letter in body)


def _reordered(body: str, dice: random.Random) -> str:
    parts = sentences(body)
    blocks = [parts[start : start + 3] for start in range(0, len(parts), 3)]
    dice.shuffle(blocks)
    return " ".join(part for block in blocks for part in block)


def _cut_through(body: str, dice: random.Random) -> str:
    return " ".join(part for part in sentences(body) if dice.random() > 0.3)


def _spliced(body: str, dice: random.Random) -> str:
    parts = sentences(body)
    for _ in range(max(1, len(parts) // 4)):
        parts.insert(dice.randrange(len(parts) + 1), dice.choice(FILLER))
    return " ".join(parts)


def _renamed(body: str, dice: random.Random) -> str:
    """House style: every number and some names written otherwise."""
    body = re.sub(r"\d+", lambda match: str(int(match.group()) + 1) if len(match.group()) < 9 else "", body)
    names = sorted(set(re.findall(r"\b[A-ZÄÖÜА-Я]\w{4,}", body)))
    for name in dice.sample(names, len(names) // 3):
        body = body.replace(name, name[:3] + ".")
    return body


def round_up(bodies: list[str], dice: random.Random) -> str:
    """Some 40 % of each body, from its first half on, after a sentence of the editors'."""
    found = []
    for body in bodies:
        parts = sentences(body)
        start = dice.randrange(max(1, int(len(parts) * 0.5)))
        found.append(dice.choice(FILLER))
        quoted = 0
        while quoted < len(body) * 0.4 and start < len(parts):
            found.append(parts[start])
            quoted, start = quoted + len(parts[start]), start + 1
    return " ".join(found)


KINDS: dict[str, Edit] = {
    "verbatim": _verbatim,
    "shortened": _shortened,
    "new lead": _new_lead,
    "boilerplate": _boilerplate,
    "reworded": _reworded,
    "scanned": _scanned,
    "reordered": _reordered,
    "cut through": _cut_through,
    "spliced": _spliced,
    "renamed": _renamed,
}


def _shuffled(body: str, dice: random.Random) -> str:
    """Paragraphs of one to five sentences in another order, under a heading."""
    parts, blocks = sentences(body), []
    while parts:
        size = dice.randint(1, 5)
        blocks.append(" ".join(parts[:size]))
        parts = parts[size:]
    dice.shuffle(blocks)
    return "\n\n".join([dice.choice(_HEADINGS), *blocks])


def _summarised(body: str, dice: random.Random) -> str:
    """The first third, less some of its words."""
    words = body.split() if " " in body else list(body)
    kept = [word for word in words[: max(40, len(words) // 3)] if dice.random() > 0.06]
    return (" " if " " in body else "").join(kept)


def _misread(body: str, dice: random.Random) -> str:
    """A scanner's mistakes in any script: look-alikes, lost and doubled characters, lines broken within words."""
    found = []
    for letter in body:
        chance = dice.random()
        if chance < 0.008:
            letter = dice.choice(("", letter * 2, letter + " "))
        elif chance < 0.025:
            letter = _MISREAD_HAN.get(letter, _MISREAD.get(letter, letter))
        found.append(letter)
        if letter.isalpha() and dice.random() < 0.004:
            found.append("-\n" if letter.isascii() else "\n")
    return "".join(found)


def _house_style(body: str, dice: random.Random) -> str:
    """Quotation marks, dashes, and how numbers are written."""
    body = re.sub(r"[\"“”„](\S[^\"“”„]*)[\"“”]", dice.choice(("«\\1»", "„\\1“", "'\\1'", "“\\1”")), body)
    body = re.sub(r"(\d)[,.](\d{3})\b", dice.choice((r"\1\2", r"\1 \2", r"\1.\2")), body)
    body = body.replace(" - ", " — ").replace(" – ", " — ").replace("%", dice.choice((" per cent", " %", " percent")))
    numbers = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return re.sub(r"\b(\d|10)\b", lambda match: numbers[int(match.group())], body)


def _respelled(body: str, dice: random.Random) -> str:
    """Between British and American spelling; texts in other languages lose their accents."""
    there = dice.random() < 0.5
    for british, american in _SPELLINGS:
        old, new = (british, american) if there else (american, british)
        body = re.sub(rf"\b{old}", new, body)
    body = re.sub(r"(\w{3})is(e|ed|ing|ation)\b", r"\1iz\2", body) if there else body
    return body.translate(str.maketrans("áéíóúàèùâêôçñ", "aeiouaeuaeocn"))


def _captioned(body: str, dice: random.Random) -> str:
    parts = sentences(body)
    for line in dice.sample(_READ_ALSO, min(len(_READ_ALSO), max(2, len(parts) // 5))):
        parts.insert(dice.randrange(len(parts) + 1), f"\n{line}\n")
    return " ".join(parts)


def _credited(body: str, dice: random.Random) -> str:
    """Another agency's name on it, a dateline before it and a credit below."""
    old, new = dice.sample(_AGENCIES, 2)
    for agency in _AGENCIES:
        body = re.sub(rf"\b{agency}\b", new, body)
    return f"BRUSSELS ({old}) — {body}\n\n({new}/{dice.choice(_AGENCIES)}, edited by the news desk)"


def _unquoted(body: str, dice: random.Random) -> str:
    """What people said is left out, or where nobody speaks, one sentence in four."""
    kept = [part for part in sentences(body) if not re.search(r"[\"“”„«»「」]", part)]
    if len(kept) < len(sentences(body)) * 0.4:
        kept = [part for part in sentences(body) if dice.random() > 0.25]
    return " ".join(kept)


def _behind_paywall(body: str, dice: random.Random) -> str:
    """The first quarter to half, at least 40 words, and the offer of a subscription."""
    parts, share = sentences(body), dice.uniform(0.25, 0.5)
    shown: list[str] = []
    while parts and (len(" ".join(shown)) < share * len(body) or len(" ".join(shown)) < 240):
        shown.append(parts.pop(0))
    return " ".join([*shown, dice.choice(_PAYWALL)])


def _translated_names(body: str, dice: random.Random) -> str:
    """One word in fourteen is another, and never the same twice: names, titles, synonyms."""
    words = body.split() if " " in body else list(body)
    changed = [word[: max(1, len(word) // 2)] + "us" if dice.random() < 1 / 14 else word for word in words]
    return (" " if " " in body else "").join(changed)


HELD_OUT: dict[str, Edit] = {
    "shuffled": _shuffled,
    "summarised": _summarised,
    "misread": _misread,
    "house style": _house_style,
    "respelled": _respelled,
    "captioned": _captioned,
    "credited": _credited,
    "unquoted": _unquoted,
    "behind paywall": _behind_paywall,
    "synonyms": _translated_names,
}


def digest(bodies: list[str], dice: random.Random) -> str:
    """The beginning of each body, two to five sentences of at least 30 words, under headings."""
    found = []
    for body in bodies:
        parts, count = sentences(body), dice.randint(2, 5)
        while count < len(parts) and len(" ".join(parts[:count])) < 180:
            count += 1
        found += [dice.choice(_HEADINGS), " ".join(parts[:count])]
    return "\n".join(found)


def concatenated(bodies: list[str], dice: random.Random) -> str:
    """Two bodies one after the other."""
    return "\n".join(bodies[:2]) if dice.random() < 0.5 else "\n".join(bodies[1::-1])

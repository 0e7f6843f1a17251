"""The one rule that turns three detectors and the declarations into a language. Pure.

Each candidate language of the text's main script gets a score, a weighted sum of log probabilities (a log-linear
opinion pool; Genest and Zidek, Statistical Science 1986):

    sum over detectors of weight * log(max(probability, floor))    the floor is another where the detector
    + MAJOR for the twenty languages most news is written in       does not know the language
    - HIDDEN for languages that a far bigger neighbour hides
    - CUE for each word or letter that speaks against it (cues.py), at most CUES_COUNTED of them
    + DECLARED for the language the publisher declares most often

The highest wins; the scores' softmax is its confidence. The constants were searched for on user-interface texts,
sample sentences, the Universal Declaration of Human Rights and the corpus; docs/benchmarks/language.md tells what was
held out.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from newshouse.language import detectors
from newshouse.language.chinese import script_of_chinese
from newshouse.language.cues import contradictions
from newshouse.language.scripts import can_be, letter_counts, main_script, only_language
from newshouse.language.tags import UNDETERMINED, chinese_script, normal_tag, primary_language
from newshouse.records import LanguageGuess

READ_CHARS = 1_000
SHORT_CHARS = 200  # a body below this is read together with the title

MIN_LETTERS = 6  # of an alphabet; of Chinese characters, kana, hangul a third
MIN_CONFIDENCE = 0.3
SCRIPT_CONFIDENCE = 0.99  # of a script that only one language uses

# All in nats, as the log probabilities they are added to.
HIDDEN = 2.5
MAJOR = 0.6
CUE = 4.0
CUES_COUNTED = 4  # beyond, a long body would be decided by the lists alone
DECLARED = 2.5  # a clear body leads by more than 5

_HIDDEN = frozenset(
    "an dz ext gcf gcr pcm lij vec ltg bs sco ia ie vo la co crh wa bcl ace kok oc rm jv yue crs".split()  # noqa: SIM905
)
_MAJOR = frozenset("en es fr pt de it ru ar zh ja ko tr nl pl hi id fa vi uk sv".split())  # noqa: SIM905
_DENSE_SCRIPTS = frozenset({"Han", "Kana", "Hangul"})
# bounded like langdetect's own, so that a text of nothing but "@" stays cheap
_NOISE = re.compile(r"https?://\S+|www\.\S+|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}|[@#]\w+")


@dataclass(frozen=True, slots=True)
class _Witness:
    """A detector and its say. ``floor`` bounds its doubt of a language it knows, ``abstains`` of one it does not."""

    probabilities: Callable[[str], dict[str, float]]
    known: Callable[[], frozenset[str]]
    weight: float
    floor: float
    abstains: float


_WITNESSES = (
    _Witness(detectors.by_langdetect, detectors.known_to_langdetect, weight=0.4, floor=0.025, abstains=0.3),
    _Witness(detectors.by_langid, detectors.known_to_langid, weight=2.0, floor=0.01, abstains=0.45),
    _Witness(detectors.by_cld2, detectors.known_to_cld2, weight=0.8, floor=0.03, abstains=0.1),
)
_LEAST_FLOOR = min(min(witness.floor, witness.abstains) for witness in _WITNESSES)
_SAME = 1e-4  # what _rounded() cannot tell apart lies no further apart


def guess_language(body: str, title: str | None, declared: tuple[tuple[str, str], ...]) -> LanguageGuess:
    """The language of an article, from the first 1,000 characters of its body; with the title where that is short.

    ``declared`` is pairs of (where, tag as found). The answer is a BCP 47 primary language, with its script for
    Chinese alone (``zh-Hans``); ``und`` without letters, with too few, or when nothing stands out. Same input,
    same answer, in every process. Never raises on any text.
    """
    text = _readable(body, title)
    tags = [tag for _, raw in declared if (tag := normal_tag(raw)) is not None]
    counts = letter_counts(text)
    script = main_script(counts)
    if script is None:
        return LanguageGuess(UNDETERMINED, 0.0, UNDETERMINED, "no_letters")
    if (single := only_language(script)) is not None:
        return LanguageGuess(single, SCRIPT_CONFIDENCE, single, "script")
    wanted = _most_declared(tags, script)
    if counts.total() < (MIN_LETTERS / 3 if script in _DENSE_SCRIPTS else MIN_LETTERS):
        return _declared_only(wanted, "too_short", tags)
    scores = _scores(text, script)
    if not scores:
        return _declared_only(wanted, "unknown", tags)
    return _weighed(text, scores, wanted, tags)


def _readable(body: str, title: str | None) -> str:
    text = body[:READ_CHARS]
    if len(text) < SHORT_CHARS and title:
        text = f"{title[:READ_CHARS]}\n{text}"
    text = _NOISE.sub(" ", text)
    capitals = sum(map(str.isupper, text))
    # langdetect skips words in capitals: a headline set in them would leave it nothing
    return text.lower() if capitals * 2 > sum(map(str.isalpha, text)) else text


def _most_declared(tags: Iterable[str], script: str) -> str | None:
    """The language most sources declare, of those the script allows; the first declared of equals."""
    votes = Counter(language for language in map(primary_language, tags) if can_be(language, script))
    return votes.most_common(1)[0][0] if votes else None


def _scores(text: str, script: str) -> dict[str, float]:
    answers = [witness.probabilities(text) for witness in _WITNESSES]
    candidates = {language for language in set().union(*answers) if can_be(language, script)}
    scores = {language: _doubted(language) for language in sorted(candidates)}
    heard = {language for answer in answers for language, chance in answer.items() if chance > _LEAST_FLOOR}
    against = contradictions(text)
    for language in candidates.intersection((*heard, *against)):
        chances = [answer.get(language, 0.0) for answer in answers]
        scores[language] = _score(language, chances) - CUE * min(against.get(language, 0), CUES_COUNTED)
    return scores


def _score(language: str, probabilities: Iterable[float]) -> float:
    testimonies = (_testimony(place, probability, language) for place, probability in enumerate(probabilities))
    return sum(testimonies) - HIDDEN * (language in _HIDDEN) + MAJOR * (language in _MAJOR)


@cache
def _doubted(language: str) -> float:
    """The score where no witness gives more than its floor: that of nearly all languages."""
    return _score(language, [0.0] * len(_WITNESSES))


def _testimony(place: int, probability: float, language: str) -> float:
    witness = _WITNESSES[place]
    floor = witness.floor if language in witness.known() else witness.abstains
    return witness.weight * math.log(max(probability, floor))


def _weighed(text: str, scores: dict[str, float], wanted: str | None, tags: list[str]) -> LanguageGuess:
    detected, _ = _best(scores)
    if wanted is not None:
        scores = scores | {wanted: scores.get(wanted, min(scores.values())) + DECLARED}
    language, confidence = _best(scores)
    if confidence < MIN_CONFIDENCE:
        return LanguageGuess(UNDETERMINED, confidence, _tagged(detected, text, tags), "unsure")
    rule = "detectors" if language == detected else "declared"
    return LanguageGuess(_tagged(language, text, tags), confidence, _tagged(detected, text, tags), rule)


def _best(scores: dict[str, float]) -> tuple[str, float]:
    """The best language and its share of the softmax; of equals the first by name."""
    close = max(scores.values()) - _SAME
    language = max(
        sorted(name for name, score in scores.items() if score >= close), key=lambda name: _rounded(scores[name])
    )
    total = sum(math.exp(score - scores[language]) for score in scores.values())
    return language, _rounded(1.0 / total)


def _declared_only(wanted: str | None, reason: str, tags: list[str]) -> LanguageGuess:
    if wanted is None:
        return LanguageGuess(UNDETERMINED, 0.0, UNDETERMINED, reason)
    return LanguageGuess(_tagged(wanted, "", tags), 0.5, UNDETERMINED, "declared")


def _tagged(language: str, text: str, tags: list[str]) -> str:
    if language != "zh":
        return language
    declared = (chinese_script(tag) for tag in tags if primary_language(tag) == "zh")
    return f"zh-{script_of_chinese(text) or next(filter(None, declared), 'Hans')}"


def _rounded(value: float) -> float:
    """To four places: the detectors' last bits differ between processors and Python versions."""
    return round(value, 4)

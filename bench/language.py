"""Language: accuracy by language beside each detector alone, flips, langdetect-rs against langdetect, speed, memory.

    python bench/language.py

Reads the texts in bench/language_texts, written for this, and the corpus in NEWSHOUSE_CORPUS (default ../shared/corpus)
where it is present.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "plugins"))

from newshouse.language import detectors, guess_language, primary_language, warm  # noqa: E402

CORPUS = Path(os.environ.get("NEWSHOUSE_CORPUS", ROOT.parent / "shared" / "corpus"))
RUNS, PROCESSES = 10, 8
HELD_OUT = ("held_out", "held_out_2")


@dataclass(frozen=True, slots=True)
class Sample:
    source: str
    kind: str  # body or title
    language: str  # the truth
    text: str


def written() -> Iterator[Sample]:
    for path in sorted((ROOT / "bench" / "language_texts").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            for kind, field in (("body", "bodies"), ("title", "titles")):
                yield from (
                    Sample(path.stem.replace("_", " ") if path.stem in HELD_OUT else "written", kind, row["lang"], text)
                    for text in row[field]
                )


def corpus() -> Iterator[Sample]:
    """Where the truth is sound: pages whose own html lang agrees with the index."""
    if not CORPUS.is_dir():
        print(f"{CORPUS} is absent: the corpus is left out")
        return
    for row in _rows("pages/index.jsonl"):
        if row["body"] and row["lang"] and primary_language(row["html_lang"] or "") == row["lang"]:
            yield Sample("pages", "body", row["lang"], row["body"])
    for row in _rows("stories/headlines.jsonl"):
        yield Sample("headlines", "title", primary_language(row["lang"]), row["title"])
    for row in _rows("stories/pairs.jsonl"):
        for side in (row["a"], row["b"]):
            for kind, field in (("title", "title"), ("body", "text")):
                if side[field]:
                    yield Sample("pairs", kind, side["lang"], side[field])


def _rows(name: str) -> Iterator[dict[str, object]]:
    with (CORPUS / name).open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def ours(sample: Sample, declared: tuple[tuple[str, str], ...] = ()) -> str:
    body, title = (sample.text, None) if sample.kind == "body" else ("", sample.text)
    return guess_language(body, title, declared).language


def alone(detector: Callable[[str], dict[str, float]]) -> Callable[[Sample], str]:
    def answer(sample: Sample) -> str:
        found = detector(sample.text[:1_000])
        return max(found, key=lambda language: found[language]) if found else "und"

    return answer


def right(sample: Sample, answer: str) -> bool:
    """Chinese must be in the right script where the truth says which."""
    return answer == sample.language or ("-" not in sample.language and primary_language(answer) == sample.language)


def right_primary(sample: Sample, answer: str) -> bool:
    return primary_language(answer) == primary_language(sample.language)


def accuracy_table(samples: list[Sample]) -> None:
    systems: dict[str, tuple[Callable[[Sample], str], Callable[[Sample, str], bool]]] = {
        "newshouse": (ours, right),
        "newshouse, rightly declared": (lambda s: ours(s, (("html", s.language),)), right),
        "newshouse, declared en": (lambda s: ours(s, (("html", "en"), ("og", "en_US"))), right),
        "langdetect": (alone(detectors.by_langdetect), right_primary),
        "py3langid": (alone(detectors.by_langid), right_primary),
        "CLD2": (alone(detectors.by_cld2), right_primary),
    }
    groups = sorted({(sample.source, sample.kind) for sample in samples})
    print("\naccuracy".ljust(30), *(f"{source} {kind}".rjust(16) for source, kind in groups))
    print("texts".ljust(29), *(str(sum((s.source, s.kind) == g for s in samples)).rjust(16) for g in groups))
    for name, (answer, judge) in systems.items():
        hits, totals = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
        for sample in samples:
            totals[sample.source, sample.kind] += 1
            hits[sample.source, sample.kind] += judge(sample, answer(sample))
        print(name.ljust(29), *(f"{hits[group] / totals[group]:16.4f}" for group in groups))


def language_table(samples: list[Sample]) -> None:
    """One row for each language: right of all, and what the others were taken for."""
    table: dict[str, dict[str, list[tuple[bool, str]]]] = defaultdict(lambda: {"body": [], "title": []})
    for sample in samples:
        answer = ours(sample)
        table[sample.language][sample.kind].append((right(sample, answer), answer))
    print("\n| language | bodies | titles | taken for |\n|---|---|---|---|")
    for language, kinds in sorted(table.items()):
        cells = [f"{sum(ok for ok, _ in kinds[kind])} of {len(kinds[kind])}" for kind in ("body", "title")]
        wrong = Counter(answer for kind in kinds.values() for ok, answer in kind if not ok)
        print(
            f"| {language} | {' | '.join(cells)} |", *(f"{name} {count}" for name, count in wrong.most_common(6)), "|"
        )


def _digest(samples: list[Sample]) -> str:
    lines = (f"{guess_language(s.text if s.kind == 'body' else '', s.text, ())}" for s in samples)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def flips(samples: list[Sample]) -> None:
    runs = {_digest(samples) for _ in range(RUNS)}
    for method in ("fork", "spawn"):
        with multiprocessing.get_context(method).Pool(PROCESSES) as pool:
            runs.update(pool.map(_digest, [samples] * PROCESSES, chunksize=1))
    print(f"\ndistinct answers over {RUNS} runs, {PROCESSES} forked and {PROCESSES} fresh processes: {len(runs)}")


def parity(samples: list[Sample]) -> None:
    """Every probability of langdetect-rs against langdetect's, both with seed 0."""
    import langdetect
    import langdetect_rs

    texts = {sample.text[:1_000] for sample in samples}
    naughty = CORPUS / "hostile"
    for path in sorted(naughty.rglob("*.txt")) if naughty.is_dir() else ():
        texts.update(path.read_text(encoding="utf-8", errors="replace").splitlines())
    answers, seconds = [], []
    for module in (langdetect, langdetect_rs):
        module.DetectorFactory.seed = 0
        module.detect_langs("loads the profiles")
        started = time.process_time()
        answers.append([_probabilities(module, text) for text in sorted(texts)])
        seconds.append(time.process_time() - started)
    same = sum(a == b for a, b in zip(*answers, strict=True))
    speed = f"{seconds[0]:.1f} s against {seconds[1]:.2f} s, {seconds[0] / seconds[1]:.0f} times"
    print(f"\nlangdetect-rs identical on {same} of {len(texts)} texts, probabilities included; {speed}")


def _probabilities(module: object, text: str) -> list[tuple[str, float]] | str:
    try:
        return [(item.lang, item.prob) for item in module.detect_langs(text)]  # type: ignore[attr-defined]
    except module.LangDetectException as error:  # type: ignore[attr-defined]
        return str(error)


def cost(samples: list[Sample]) -> None:
    bodies = [sample.text for sample in samples if sample.kind == "body" and len(sample.text) >= 1_000][:1_000]
    if bodies:
        started = time.process_time()
        for body in bodies:
            guess_language(body, None, ())
        print(f"\n{1_000 * (time.process_time() - started) / len(bodies):.2f} ms of CPU for 1,000 characters")
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        print("a fresh process: {:.0f} MB before, {:.0f} MB with every model loaded".format(*pool.apply(_memory)))


def _memory() -> tuple[float, float]:
    before = _resident_mb()
    warm()
    return before, _resident_mb()


def _resident_mb() -> float:
    fields = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(fields["VmRSS"].split()[0]) / 1024


def main() -> None:
    warm()
    own, found = list(written()), list(corpus())
    accuracy_table(own + found)
    language_table(own + found)
    flips(own + found[::10])
    parity(own + found)
    cost(own + found)


if __name__ == "__main__":
    main()

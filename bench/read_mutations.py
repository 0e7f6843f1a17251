"""Mutated and pathological pages through the pool: how many end how, and what the worst one costs.

    python bench/read_mutations.py [count]      default 20,000 mutated pages, then the pathological ones

One in twenty of the mutated starts from a page of the corpus, where there is one. Shown: outcomes by reason, deaths of
workers, the greatest CPU time of a page, workers' memory at its peak and along the way (Linux; what /proc says of the
process), with no worker recycled. A page that reaches its limits is a reject, not a death of the task.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from read_pages import CORPUS, ROOT

sys.path[:0] = [str(ROOT / "plugins"), str(ROOT / "tests")]

from hostile.page_mutations import mutated_pages, pathological_pages, real_pages, sound_page  # noqa: E402
from hostile.page_reading import read_page  # noqa: E402
from newshouse.errors import ItemError  # noqa: E402
from newshouse.stages.pool import Limits, run_all  # noqa: E402


@dataclass(frozen=True, slots=True)
class Measured:
    """One page's outcome (a reason, or ``article``), its CPU seconds and its worker's memory after it and at most."""

    outcome: str
    cpu_s: float
    resident_mb: float
    peak_mb: float


def measure(html: bytes) -> Measured:
    """Read one page and say what it took. Runs in a worker."""
    started = time.process_time()
    try:
        read_page(html)
        outcome = "article"
    except ItemError as error:
        outcome = error.reason
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1_000 if sys.platform == "linux" else 1_000_000)
    return Measured(outcome, time.process_time() - started, resident_mb(), peak)


def resident_mb() -> float:
    """Megabytes this process has in memory; 0 where /proc does not tell."""
    try:
        with open("/proc/self/statm") as stream:
            return int(stream.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except OSError:
        return 0.0


def report(name: str, pages: Iterable[bytes], limits: Limits) -> None:
    reasons: Counter[str] = Counter()
    worst = peak = 0.0
    resident: list[float] = []
    started = time.perf_counter()
    for _, outcome in run_all(measure, pages, limits):
        if isinstance(outcome, ItemError):
            reasons[f"{outcome.reason} ({outcome.detail[:60]})"] += 1
            continue
        reasons[outcome.outcome] += 1
        worst, peak = max(worst, outcome.cpu_s), max(peak, outcome.peak_mb)
        resident.append(outcome.resident_mb)
    took = time.perf_counter() - started
    print(f"{name}: {reasons.total()} pages in {took:.0f} s, {dict(reasons.most_common())}")
    marks = sorted({len(resident) * share // 100 for share in (5, 25, 50, 75, 100)} - {0})
    memory = ", ".join(f"{max(resident[max(mark - 50, 0) : mark]):.0f} MB after {mark}" for mark in marks)
    print(f"    worst page {worst:.2f} CPU-s; worker memory at its peak {peak:.0f} MB; {memory}")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    pages = mutated_pages(count, seed=2, real=real_pages(CORPUS if CORPUS.is_dir() else None))
    report("mutated", pages, Limits(wall_s=120, documents_per_worker=count))  # no fresh worker: does memory grow?
    for name, page in pathological_pages():
        report(
            f"{name} ({len(page) / 1e6:.1f} MB)",
            [page, sound_page(2)],
            Limits(processes=1, wall_s=300, documents_per_task=1),
        )


if __name__ == "__main__":
    from read_mutations import main as importable_main  # workers look functions up by their module's name

    importable_main()

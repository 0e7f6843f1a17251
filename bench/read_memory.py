"""Memory of one worker over many pages: what it holds after 1, 1,000, 5,000, 10,000 and 20,000, and whether it grows.

    python bench/read_memory.py [pages]      default 20,000

Pages are generated (seeded), one in twenty from the corpus where there is one, and go through the real pool in one
worker that is never replaced; the pipeline replaces it after 800. RSS counts what it shares with its fork server,
PSS its fair part of that. Linux alone tells.
"""

from __future__ import annotations

import contextlib
import re
import sys
from pathlib import Path

from read_pages import CORPUS, ROOT

sys.path[:0] = [str(ROOT / "plugins"), str(ROOT / "tests")]

from hostile.page_mutations import mutated_pages, real_pages  # noqa: E402
from hostile.page_reading import read_page  # noqa: E402
from newshouse.errors import ItemError  # noqa: E402
from newshouse.stages.pool import Limits, run_all  # noqa: E402

MARKS = (1, 500, 1_000, 2_000, 5_000, 10_000, 20_000)


def measure(html: bytes) -> tuple[float, float]:
    """Read one page; (RSS, PSS) in MB after it. Runs in the worker."""
    with contextlib.suppress(ItemError):
        read_page(html)
    stated = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    kilobytes = dict(re.findall(r"^(Rss|Pss): +(\d+) kB", stated, re.MULTILINE))
    return int(kilobytes["Rss"]) * 1_024 / 1e6, int(kilobytes["Pss"]) * 1_024 / 1e6


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else MARKS[-1]
    pages = mutated_pages(count, seed=3, real=real_pages(CORPUS if CORPUS.is_dir() else None))
    limits = Limits(processes=1, wall_s=600, documents_per_worker=count)
    for number, (_, outcome) in enumerate(run_all(measure, pages, limits), 1):
        if number in MARKS or number == count:
            said = f"RSS {outcome[0]:.0f} MB, PSS {outcome[1]:.0f} MB" if isinstance(outcome, tuple) else str(outcome)
            print(f"after {number:>6} pages: {said}", flush=True)


if __name__ == "__main__":
    from read_memory import main as importable_main  # workers look functions up by their module's name

    importable_main()

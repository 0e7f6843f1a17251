"""Broken and hostile pages through the pool: each ends in an article or a stated reject, none harms the next."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from hostile.page_mutations import mutated_pages, pathological_pages, real_pages, sound_page
from hostile.page_reading import read_page
from newshouse.errors import ItemError, RejectError
from newshouse.records import Article
from newshouse.stages.pool import Limits, run_all

LIMITS = Limits(processes=2, cpu_s=15, wall_s=60)
OUR_FAULT = ("worker_died", "unreadable")


@pytest.mark.parametrize("seed", range(3))
def test_sound_pages_are_read(seed: int) -> None:
    article = read_page(sound_page(seed))
    assert article.title == "Bridge to be rebuilt"
    assert article.authors == ("Ada Byron",)
    assert len(article.body) > 100


def ended(pages: Iterable[bytes], limits: Limits = LIMITS) -> list[Article | RejectError]:
    """How each page ended; fails where it took its worker along, or met a fault of ours."""
    outcomes = [outcome for _, outcome in run_all(read_page, pages, limits)]
    assert [one for one in outcomes if isinstance(one, ItemError) and one.reason in OUR_FAULT] == []
    return [outcome for outcome in outcomes if isinstance(outcome, Article | RejectError)]


def test_mutated_pages_end_in_an_article_or_a_reject() -> None:
    outcomes = ended(mutated_pages(250, seed=1))
    assert len(outcomes) == 250
    assert sum(isinstance(outcome, Article) for outcome in outcomes) > 150


@pytest.mark.slow
def test_twenty_thousand_mutated_pages_end_in_time(corpus_if_present: Path | None) -> None:
    outcomes = ended(mutated_pages(20_000, seed=2, real=real_pages(corpus_if_present)))
    assert len(outcomes) == 20_000
    assert not {"time_limit", "memory_limit"} & {one.reason for one in outcomes if isinstance(one, RejectError)}
    assert sum(isinstance(outcome, Article) for outcome in outcomes) > 12_000


def test_small_pathological_pages_harm_nobody() -> None:
    pages = [page for _, page in pathological_pages(scale=0.01)]
    outcomes = ended(item for page in pages for item in (page, sound_page(1)))
    assert all(isinstance(outcome, Article) for outcome in outcomes[1::2])
    assert len(outcomes) == 2 * len(pages)


@pytest.mark.slow
def test_full_pathological_pages_stay_within_their_limits() -> None:
    """Each alone in its worker, a sound one after it; what takes longer than it may is rejected, and no more."""
    limits = Limits(processes=2, cpu_s=15, wall_s=300, documents_per_task=1)
    pages = [item for _, page in pathological_pages() for item in (page, sound_page(1))]
    outcomes = ended(pages, limits)
    assert all(isinstance(outcome, Article) for outcome in outcomes[1::2])
    assert len(outcomes) == len(pages)

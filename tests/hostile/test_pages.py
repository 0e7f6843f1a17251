"""Broken and hostile pages through the pool: each ends in an article or a stated reject, none harms the next."""

from __future__ import annotations

from functools import partial

import pytest
from hostile.page_mutations import mutated_pages, pathological_pages, sound_page
from hostile.page_reading import read_page
from newshouse.errors import RejectError
from newshouse.records import Article
from newshouse.stages.pool import Limits, run_all

LIMITS = Limits(processes=2, cpu_s=15, wall_s=60)


@pytest.mark.parametrize("seed", range(3))
def test_sound_pages_are_read(seed: int) -> None:
    article = read_page(sound_page(seed))
    assert article.title == "Bridge to be rebuilt"
    assert article.authors == ("Ada Byron",)
    assert len(article.body) > 100


def test_mutated_pages_end_in_an_article_or_a_reject() -> None:
    outcomes = [outcome for _, outcome in run_all(read_page, mutated_pages(250, seed=1), LIMITS)]
    assert len(outcomes) == 250
    assert all(isinstance(outcome, Article | RejectError) for outcome in outcomes)
    died = [
        o for o in outcomes if isinstance(o, RejectError) and o.reason in ("worker_died", "unreadable", "time_limit")
    ]
    assert died == []
    assert sum(isinstance(outcome, Article) for outcome in outcomes) > 150


def test_small_pathological_pages_harm_nobody() -> None:
    pages = [page for _, page in pathological_pages(scale=0.01)]
    mixed = [item for page in pages for item in (page, sound_page(1))]
    outcomes = [outcome for _, outcome in run_all(read_page, mixed, LIMITS)]
    assert all(isinstance(outcome, Article) for outcome in outcomes[1::2])
    assert all(isinstance(outcome, Article | RejectError) for outcome in outcomes[::2])


@pytest.mark.slow
def test_full_pathological_pages_stay_within_their_limits() -> None:
    limits = Limits(processes=2, cpu_s=15, wall_s=300, documents_per_task=1)
    pages = [page for _, page in pathological_pages()] + [sound_page(1)]
    outcomes = [outcome for _, outcome in run_all(partial(read_page), pages, limits)]
    assert isinstance(outcomes[-1], Article)
    assert all(isinstance(outcome, Article | RejectError) for outcome in outcomes)

"""Errors come back from a worker process as they were raised."""

from __future__ import annotations

import pickle

import pytest
from newshouse.errors import FatalError, ItemError, OutageError, RejectError, SettingsError, TransientError


@pytest.mark.parametrize(
    "error", [RejectError("no_text", "nothing there"), RejectError("gone"), TransientError("http_503", "busy", 60.0)]
)
def test_item_errors_survive_pickling(error: ItemError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert vars(again) == vars(error)
    assert str(again) == str(error)


def test_the_tree_tells_what_happens_next() -> None:
    assert not issubclass(RejectError, FatalError)
    assert issubclass(OutageError, FatalError)
    assert issubclass(SettingsError, FatalError)

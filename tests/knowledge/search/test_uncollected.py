"""Uncollected: the collector rests while somebody fills an index, and goes on afterwards."""

import gc

import pytest

from knowledge.search.uncollected import uncollected


def test_the_collector_goes_on_when_the_last_of_several_is_done() -> None:
    with uncollected():
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_collector_goes_on_after_a_failure() -> None:
    with pytest.raises(OSError, match="gone"), uncollected():
        raise OSError("gone")
    assert gc.isenabled()

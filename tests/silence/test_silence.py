"""A few teams to which anything may happen; `make prove` takes thousands of them."""

from collections.abc import Iterator
from typing import Any

import pytest

from knowledge import deadlines
from tests.conftest import PostgreSQL
from tests.silence import running
from tests.silence.machine import Silence


@pytest.fixture
def prepared(backend: str, request: pytest.FixtureRequest) -> Iterator[None]:
    """A database for the machine."""
    if backend == "sqlite":
        with running.prepared(None):
            yield
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    name = server.create()
    with running.prepared(server.url(name)):
        yield
    server.drop(name)


def test_nothing_ends_in_silence(prepared: None) -> None:
    running.batch(6, number=1)

    assert Silence.steps > 200


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_silence_is_heard(prepared: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were no reminder and no timer planned, it would be noticed."""

    async def nothing(*_: Any, **__: Any) -> None:
        return

    monkeypatch.setattr(deadlines, "keep_time", nothing)

    with pytest.raises(AssertionError, match="is due at no time"):
        running.batch(6, number=1)

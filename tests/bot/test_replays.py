"""Replays: what was taken is known as long as its signature is valid, and memory has an end."""

from datetime import timedelta

import pytest

from bot import replays
from bot.replays import WINDOW, Replays
from tests.factories import NOW


def test_what_was_taken_is_known_while_its_signature_is_valid() -> None:
    taken = Replays()
    taken.take("v0=1", NOW)

    assert taken.knows("v0=1", NOW + WINDOW)
    assert not taken.knows("v0=2", NOW)
    assert not taken.knows("v0=1", NOW + WINDOW + timedelta(seconds=1))


def test_the_oldest_go_where_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replays, "MOST", 2)
    taken = Replays()
    for signature in ("v0=1", "v0=2", "v0=3"):
        taken.take(signature, NOW)

    assert [taken.knows(one, NOW) for one in ("v0=1", "v0=2", "v0=3")] == [False, True, True]

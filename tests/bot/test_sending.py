"""Sending, where a timer goes wrong."""

from types import SimpleNamespace
from typing import Any

import pytest

from bot.sending import Sending
from knowledge import outbox, timers
from knowledge.database import Sessions
from knowledge.outbox import Kind, Notification
from tests.factories import MARIA, NOW, WORKSPACE


async def test_a_timer_that_fails_holds_back_no_other(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes first at every look: nothing would ever be decided again, for nobody."""
    decided = []

    async def decide(_: Any, row: Notification, **__: Any) -> None:
        decided.append(row.about)

    monkeypatch.setitem(timers.TIMERS, Kind.ANSWER_BY, decide)
    await _due(sessions, Kind.ACKNOWLEDGE_BY, about=404)
    await _due(sessions, Kind.ANSWER_BY, about=1)
    services: Any = SimpleNamespace(sessions=sessions, clock=lambda: NOW, library=None)

    assert await Sending(services, owner="we", look=lambda: None).decide(NOW)

    assert decided == [1]


async def _due(sessions: Sessions, kind: Kind, *, about: int) -> None:
    async with sessions.begin() as session:
        await outbox.notify(
            session,
            kind,
            key=f"timer:{about}",
            workspace=WORKSPACE,
            to=MARIA,
            about=about,
            now=NOW,
            lane=f"timer:{about}",
        )

"""Answering: a few at a time, each person's in their order, and what comes in goes first."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from bot.answering import AT_ONCE, Answering
from knowledge import inbox
from knowledge.database import Sessions
from knowledge.inbox import Event, received
from tests.factories import NOW

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


class Desk:
    """Answers when it is told to; writes down what it began and who was there at once."""

    def __init__(self, sessions: Sessions) -> None:
        services: Any = SimpleNamespace(sessions=sessions, clock=lambda: NOW)
        self.began: list[str] = []
        self.is_pressed = False
        self.free = asyncio.Event()
        self.freed = 0
        self.answering = Answering(
            services, self._handle, is_pressed=lambda: self.is_pressed, freed=self._count
        )

    async def _handle(self, request: Event) -> None:
        self.began.append(request.id)
        await self.free.wait()
        if request.body["text"] == "fails":
            raise ConnectionError

    def _count(self) -> None:
        self.freed += 1

    async def begin(self) -> None:
        """One look, until everything that can begin has begun."""
        await self.answering.begin()
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    async def end(self) -> None:
        """Let everything be answered."""
        self.free.set()
        while self.answering.under_way:
            await asyncio.wait(self.answering.under_way)


@pytest.fixture
def desk(sessions: Sessions) -> Desk:
    return Desk(sessions)


async def asked(sessions: Sessions, *persons: str, text: str = "why") -> None:
    """One request of each, in this order; what they are called tells whose and which."""
    bodies = [{"command": "/kb", "user_id": person, "text": text} for person in persons]
    async with sessions.begin() as session:
        await inbox.keep_all(
            session,
            [
                received(f"{number}{body['user_id']}", body, now=NOW, is_awaited=True)
                for number, body in enumerate(bodies)
            ],
        )


async def test_a_few_are_answered_at_once_and_the_others_after_them(
    desk: Desk, sessions: Sessions
) -> None:
    await asked(sessions, *"ABCDEF")

    await desk.begin()
    await desk.begin()
    assert desk.began == ["0A", "1B", "2C", "3D"][:AT_ONCE]
    await desk.end()
    await desk.begin()
    await desk.end()

    assert desk.began == ["0A", "1B", "2C", "3D", "4E", "5F"]
    assert desk.freed == 6


async def test_one_persons_requests_are_answered_one_after_the_other(
    desk: Desk, sessions: Sessions
) -> None:
    await asked(sessions, "A", "A", "B")

    await desk.begin()
    assert desk.began == ["0A", "2B"]
    await desk.end()

    assert desk.began == ["0A", "2B", "1A"]


async def test_while_more_comes_in_one_is_answered_at_a_time(
    desk: Desk, sessions: Sessions
) -> None:
    await asked(sessions, *"ABC")
    desk.is_pressed = True

    await desk.begin()
    await desk.begin()

    assert desk.began == ["0A"]
    await desk.end()


async def test_one_that_fails_holds_back_nobody(desk: Desk, sessions: Sessions) -> None:
    await asked(sessions, "A", text="fails")
    await desk.begin()

    await desk.end()

    assert (desk.answering.under_way, desk.freed) == ({}, 1)

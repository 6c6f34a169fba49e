"""The stage: the real bot beside the pretend Slack, and people who type and press in it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any

from sqlalchemy import func, select

from bot.config import Settings
from bot.running import Bot, start
from bot.sandbox import cast
from bot.sandbox.clock import Clock
from bot.sandbox.running import EXAMPLES, manifest
from bot.sandbox.slack import Message, PretendSlack, View
from knowledge.inbox import Event
from knowledge.outbox import Notification, State

PATIENCE = 15.0
"""Seconds a test waits for the bot to have nothing left to do."""

START = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
"""A Monday, ten o'clock in Paris."""


class Stage:
    """What people do and see. Each deed waits until the bot has nothing left to do."""

    def __init__(self, slack: PretendSlack, bot: Bot, clock: Clock) -> None:
        self.slack = slack
        self.bot = bot
        self.clock = clock

    async def kb(self, text: str, *, by: str, channel: str = cast.QUESTIONS) -> Message:
        """Type `/kb text`; what the person sees then."""
        await self.slack.command(by, channel, "/kb", text)
        await self.quiet()
        return self.seen(by)[-1]

    async def say(
        self, text: str, *, by: str, channel: str = cast.QUESTIONS, thread: str | None = None
    ) -> Message:
        """Write a message."""
        said = await self.slack.say(by, channel, text, thread_ts=thread)
        await self.quiet()
        return said

    async def react(self, message: Message, *, by: str, emoji: str = "bookmark") -> None:
        """Add a reaction."""
        await self.slack.react(by, message.channel, message.ts, emoji)
        await self.quiet()

    async def press(self, label: str, *, by: str, on: Message | View | None = None) -> None:
        """Press the newest button with this label that the person sees."""
        place, element = self.button(label, by=by, on=on)
        await self.slack.click(by, place, element["action_id"], block_id=element["block_id"])
        await self.quiet()

    async def submit(self, *, by: str, **values: Any) -> dict[str, str] | None:
        """Fill the open modal in and submit it; the faults, if any were found."""
        faults = await self.slack.submit(by, self.slack.modals_of(by)[-1].id, values)
        await self.quiet()
        return faults

    async def move(self, **span: float) -> None:
        """Move the clock forward."""
        self.clock.move(timedelta(**span))
        await self.quiet()

    def button(
        self, label: str, *, by: str, on: Message | View | None = None
    ) -> tuple[Message | View, dict[str, Any]]:
        """Where the newest button with this label is, and the button."""
        for place in [on] if on else self._places(by):
            for element in _buttons(place.blocks):
                if element["text"]["text"] == label:
                    return place, element
        raise AssertionError(f"{by} sees no button {label!r}, only {self.buttons(by)}")

    def buttons(self, person: str) -> list[str]:
        """Every label the person could press, newest first."""
        return [b["text"]["text"] for place in self._places(person) for b in _buttons(place.blocks)]

    def seen(self, person: str) -> list[Message]:
        """All messages of the bot that this person sees, oldest first."""
        channels = [c for c in self.slack.workspace.channels.values() if person in c.members]
        messages = [m for c in channels for m in self.slack.messages_in(c.id, user=person)]
        ours = [m for m in messages if m.user == self.slack.workspace.bot_user_id]
        return sorted(ours, key=lambda m: m.ts)

    def dms(self, person: str) -> list[Message]:
        """What the bot has written to this person alone, oldest first."""
        dm = self.slack.workspace.im_of(person, self.slack.workspace.bot_user_id)
        return [m for m in self.seen(person) if dm and m.channel == dm.id]

    async def quiet(self) -> None:
        """Wait until nothing is due, nothing is under way, and every answer has arrived."""
        end = monotonic() + PATIENCE
        calm = 0
        while calm < 2:
            self.bot.worker.wake()
            await self.slack.settle()
            calm = calm + 1 if await self._is_idle() else 0
            if monotonic() > end:
                raise AssertionError("the bot does not come to rest")
            await asyncio.sleep(0.01)

    async def rows(self, *criteria: Any) -> list[Notification]:
        """The outbox, in order."""
        async with self.bot.services.sessions.begin() as session:
            query = select(Notification).where(*criteria).order_by(Notification.id)
            return list(await session.scalars(query))

    async def _is_idle(self) -> bool:
        now = self.clock.now()
        due = select(func.count()).where(
            Notification.state == State.READY,
            Notification.due_at <= now,
            func.coalesce(Notification.lease_until, now) <= now,
        )
        leased = select(func.count()).where(
            Notification.state == State.READY, Notification.owner.is_not(None)
        )
        waiting = select(func.count()).where(Event.done_at.is_(None), Event.due_at <= now)
        under_way = select(func.count()).where(Event.done_at.is_(None), Event.attempts == 1)
        async with self.bot.services.sessions.begin() as session:
            counts = [await session.scalar(q) for q in (due, leased, waiting, under_way)]
        return not any(counts)

    def _places(self, person: str) -> list[Message | View]:
        home = self.slack.home_of(person)
        messages = [m for m in reversed(self.seen(person)) if m.blocks]
        return [*reversed(self.slack.modals_of(person)), *messages, *([home] if home else [])]


@asynccontextmanager
async def a_stage(
    database_url: str, *, http: bool = False, charter: str = "", **slack_options: Any
) -> AsyncIterator[Stage]:
    """The bot and the pretend Slack, started, with an empty knowledge base."""
    clock = Clock(_ticking(START))
    port = await _free_port() if http else 0
    url = f"http://127.0.0.1:{port}/slack/events" if http else None
    slack = PretendSlack(
        cast.workspace(clock.now()),
        manifest=manifest(),
        clock=clock.now,
        events_url=url,
        **slack_options,
    )
    await slack.start()
    settings = Settings(
        slack_bot_token=slack.bot_token,
        slack_app_token="" if http else slack.app_token,
        slack_signing_secret="sandbox-secret" if http else "",
        slack_api_base_url=slack.base_url,
        database_url=database_url,
        port=port,
        relais_charter=charter or str(EXAMPLES / "charter.yaml"),
    )
    try:
        bot = await start(settings, clock.now)
        try:
            yield Stage(slack, bot, clock)
        finally:
            await bot.stop()
    finally:
        await slack.stop()


def _ticking(start: datetime) -> Callable[[], datetime]:
    began = monotonic()
    return lambda: start + timedelta(seconds=monotonic() - began)


async def _free_port() -> int:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port: int = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    return port


def _buttons(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        for element in [*block.get("elements", ()), block.get("accessory") or {}]:
            if element.get("type") == "button":
                yield {**element, "block_id": block["block_id"]}

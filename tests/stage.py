"""The stage: the real bot beside the pretend Slack, and people who type and press in it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any

from sqlalchemy import select

from bot.config import Settings
from bot.running import Bot, start
from bot.sandbox import cast
from bot.sandbox.clock import Clock
from bot.sandbox.running import EXAMPLES, manifest
from bot.sandbox.slack import Message, PretendSlack, View
from knowledge import charters
from knowledge.outbox import Notification
from tests.rest import PATIENCE, is_at_rest

START = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
"""A Monday, ten o'clock in Paris."""

CHARTER = EXAMPLES / "charter.yaml"


class Stage:
    """What people do and see. Each deed waits until the bot has nothing left to do."""

    def __init__(self, slack: PretendSlack, bot: Bot, clock: Clock) -> None:
        self.slack = slack
        self.bot = bot
        self.clock = clock
        self.me = slack.workspace.bot_user_id
        self.charter = CHARTER.read_text("utf-8")

    async def kb(self, text: str, *, by: str, channel: str = cast.QUESTIONS) -> Message:
        """Type `/kb text`; what the person is answered."""
        await self.slack.command(by, channel, "/kb", text)
        await self.quiet()
        return self.seen(by, channel)[-1]

    async def say(
        self, text: str, *, by: str, channel: str = cast.QUESTIONS, thread: str | None = None
    ) -> Message:
        """Write a message."""
        said = await self.slack.say(by, channel, text, thread_ts=thread)
        await self.quiet()
        return said

    async def write(self, text: str, *, by: str, thread: str | None = None) -> Message:
        """Write to the bot directly; what it answers."""
        place = await self.slack.open_dm(by)
        await self.say(text, by=by, channel=place.id, thread=thread)
        return self.dms(by)[-1]

    async def react(self, message: Message, *, by: str, emoji: str = "bookmark") -> None:
        """Add a reaction."""
        await self.slack.react(by, message.channel, message.ts, emoji)
        await self.quiet()

    async def unreact(self, message: Message, *, by: str, emoji: str = "bookmark") -> None:
        """Take a reaction back."""
        await self.slack.unreact(by, message.channel, message.ts, emoji)
        await self.quiet()

    async def choose(self, shortcut: str, message: Message, *, by: str) -> None:
        """Choose an entry of a message's ⋮ menu."""
        await self.slack.shortcut(by, shortcut, message)
        await self.quiet()

    async def press(self, label: str, *, by: str, on: Message | View | None = None) -> None:
        """Press the newest button with this label that the person sees."""
        place, element = self.button(label, by=by, on=on)
        await self.slack.click(by, place, element["action_id"], block_id=element["block_id"])
        await self.quiet()

    async def submit(self, *, by: str, **values: Any) -> dict[str, str] | None:
        """Fill the open modal in and submit it; the faults, if any were found.

        A field is named by the beginning of its block's name: `answer` is `answer-1-0`.
        """
        modal = self.modal(by)
        names = [block["block_id"] for block in modal.blocks if block["type"] == "input"]
        filled = {next(n for n in names if n.startswith(name)): v for name, v in values.items()}
        faults = await self.slack.submit(by, modal.id, filled)
        await self.quiet()
        return faults

    async def home(self, person: str) -> View:
        """Open the Home tab; what is drawn there."""
        await self.slack.open_home(person)
        await self.quiet()
        drawn = self.slack.home_of(person)
        assert drawn is not None
        return drawn

    async def move(self, **span: float) -> None:
        """Move the clock forward."""
        self.clock.move(timedelta(**span))
        await self.quiet()

    async def rule(self, charter: str) -> None:
        """Put another charter into force."""
        async with self.bot.services.sessions.begin() as session:
            workspace, now = self.slack.workspace.team_id, self.clock.now()
            await charters.apply(session, charter, workspace=workspace, by=cast.SOFIA, now=now)

    def modal(self, person: str) -> View:
        """The modal on top of this person's screen."""
        return self.slack.modals_of(person)[-1]

    def button(
        self, label: str, *, by: str, on: Message | View | None = None
    ) -> tuple[Message | View, dict[str, Any]]:
        """Where the newest button with this label is, and the button."""
        for place in [on] if on else self._places(by):
            for element in buttons_of(place):
                if element["text"]["text"] == label:
                    return place, element
        raise AssertionError(f"{by} sees no button {label!r}, only {self.buttons(by)}")

    def buttons(self, person: str) -> list[str]:
        """Every label the person could press, newest first."""
        places = self._places(person)
        return [button["text"]["text"] for place in places for button in buttons_of(place)]

    def seen(self, person: str, channel: str | None = None) -> list[Message]:
        """The messages of the bot that this person sees, oldest first; or those of one channel."""
        channels = [c for c in self.slack.workspace.channels.values() if person in c.members]
        chosen = [c.id for c in channels if channel in (None, c.id)]
        messages = [m for c in chosen for m in self.slack.messages_in(c, user=person)]
        ours = [m for m in messages if m.user == self.me]
        return sorted(ours, key=lambda m: m.ts)

    def dms(self, person: str) -> list[Message]:
        """What the bot has written to this person alone, oldest first."""
        dm = self.slack.workspace.im_of(person, self.me)
        return self.seen(person, dm.id) if dm else []

    async def quiet(self) -> None:
        """Wait until nothing is due, nothing is under way, and every answer has arrived."""
        end = monotonic() + PATIENCE
        self.bot.worker.wake()
        while not await self._is_quiet():
            if monotonic() > end:
                raise AssertionError("the bot does not come to rest")
            await asyncio.sleep(0.03)

    async def _is_quiet(self) -> bool:
        """At rest, and nothing stirred in Slack while we looked."""
        await self.slack.settle(PATIENCE, quiet=0)
        before = self.slack.delivery.stirred, self.slack.api.stirred
        if not await is_at_rest(self.bot):
            return False
        await self.slack.settle(PATIENCE, quiet=0)
        return before == (self.slack.delivery.stirred, self.slack.api.stirred)

    async def rows(self, *criteria: Any) -> list[Notification]:
        """The outbox, in order."""
        return await self.all(select(Notification).where(*criteria).order_by(Notification.id))

    async def all(self, query: Any) -> list[Any]:
        """What a query finds."""
        async with self.bot.services.sessions.begin() as session:
            return list(await session.scalars(query))

    def _places(self, person: str) -> list[Message | View]:
        home = self.slack.home_of(person)
        messages = [m for m in reversed(self.seen(person)) if m.blocks]
        return [*reversed(self.slack.modals_of(person)), *messages, *([home] if home else [])]


@asynccontextmanager
async def a_stage(
    database_url: str,
    *,
    http: bool = False,
    locale: str = "en-US",
    **slack_options: Any,
) -> AsyncIterator[Stage]:
    """The bot and the pretend Slack, started, with whatever that database holds."""
    clock = Clock(ticking(START))
    port = await free_port() if http else 0
    slack = pretend_slack(clock, port=port, locale=locale, **slack_options)
    await slack.start()
    try:
        bot = await start(settings(slack, database_url, port=port), clock.now)
        try:
            await until(lambda: bool(slack.webhook or slack.sockets.links))
            yield Stage(slack, bot, clock)
        finally:
            await bot.stop()
    finally:
        await slack.stop()


def pretend_slack(
    clock: Clock, *, port: int, locale: str = "en-US", **options: Any
) -> PretendSlack:
    """The cast in its workspace; events go to that port, or (0) over Socket Mode."""
    url = f"http://127.0.0.1:{port}/slack/events" if port else None
    workspace = cast.workspace(clock.now())
    for person in cast.EVERYONE:
        workspace.users[person].locale = locale
    slack = PretendSlack(workspace, manifest=manifest(), clock=clock.now, events_url=url, **options)
    slack.delivery.ack_seconds = PATIENCE  # the machine may be busy
    return slack


def settings(slack: PretendSlack, database_url: str, *, port: int) -> Settings:
    """The settings of a bot in this Slack."""
    return Settings(
        slack_bot_token=slack.bot_token,
        slack_app_token="" if slack.webhook else slack.app_token,
        slack_signing_secret="sandbox-secret" if slack.webhook else "",
        slack_api_base_url=slack.base_url,
        database_url=database_url,
        port=port,
        relais_per_minute=0,  # tests type faster than people
    )


async def until(truth: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Wait for something to become true."""
    end = monotonic() + patience
    while not truth():
        if monotonic() > end:
            raise AssertionError("waited in vain")
        await asyncio.sleep(0.01)


async def free_port() -> int:
    """A port nobody listens on."""
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port: int = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    return port


def buttons_of(place: Message | View) -> Iterator[dict[str, Any]]:
    """Every button in a message or view."""
    for block in place.blocks:
        for element in [*block.get("elements", ()), block.get("accessory") or {}]:
            if element.get("type") == "button":
                yield {**element, "block_id": block["block_id"]}


def labels(place: Message | View) -> list[str]:
    """What can be pressed there."""
    return [str(button["text"]["text"]) for button in buttons_of(place)]


def ticking(start: datetime) -> Callable[[], datetime]:
    """A clock that begins there."""
    began = monotonic()
    return lambda: start + timedelta(seconds=monotonic() - began)

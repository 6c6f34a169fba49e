"""The sandbox: a pretend Slack, its page, and the very same bot, in one process on loopback."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp import web

from bot import exchange
from bot.config import Settings, SettingsError
from bot.manifest import build
from bot.running import Bot, now, start
from bot.sandbox import cast
from bot.sandbox.clock import Clock
from bot.sandbox.page import page
from bot.sandbox.slack import PretendSlack
from bot.sandbox.slack.workspace import TEAM
from knowledge import worktime
from knowledge.charter import parse
from knowledge.exchange import groups

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
HOST = "127.0.0.1"
PORT = 8765
TRIES = 20


@asynccontextmanager
async def sandbox(
    folder: Path,
    *,
    port: int = PORT,
    fixed: bool = False,
    real: Callable[[], datetime] = now,
) -> AsyncIterator[str]:
    """Everything started, with the examples loaded; gives the page's address.

    `folder` holds the database; one that is there already is taken as it is.
    A taken port is passed over, unless it is `fixed`; 0 is any port.
    `real` is the clock that people then move forward.

    Raises:
        SettingsError: no port is free.
    """
    is_new = not database_file(folder).exists()
    clock = Clock(real)
    clock.move(until_work(clock.now()))
    slack = PretendSlack(cast.workspace(clock.now()), manifest=manifest(), clock=clock.now)
    await slack.start()
    try:
        bot = await start(settings(slack, folder), clock.now)
        try:
            if is_new:
                await load_examples(bot)
            async with _served(slack, clock, bot, port, 1 if fixed else TRIES) as address:
                yield address
        finally:
            await bot.stop()
    finally:
        await slack.stop()


def until_work(now: datetime) -> timedelta:
    """How long until the team of the example works: at night its experts would seem silent."""
    charter = parse((EXAMPLES / "charter.yaml").read_text("utf-8"))
    return (worktime.team(charter).next_working(now) or now) - now


async def run(port: int, say: Callable[[str], None], *, fixed: bool) -> None:
    """Run until told to stop by Ctrl+C or SIGTERM, and leave nothing behind."""
    _stop_when_told()
    with suppress(asyncio.CancelledError), TemporaryDirectory(prefix="relais-") as folder:
        async with sandbox(Path(folder), port=port, fixed=fixed) as address:
            say(address)
            await asyncio.Event().wait()


def _stop_when_told() -> None:
    """Make the signals end the running task in order, wherever it is, the start included."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, task.cancel)


def database_file(folder: Path) -> Path:
    """Where everything is kept that the bot knows."""
    return folder / "relais.db"


def settings(slack: PretendSlack, folder: Path) -> Settings:
    """The settings of a bot that lives in this pretend Slack."""
    return Settings(
        slack_bot_token="xoxb-sandbox",
        slack_app_token="xapp-sandbox",
        slack_api_base_url=slack.base_url,
        database_url=f"sqlite:///{database_file(folder)}",
        port=0,
        relais_charter=str(EXAMPLES / "charter.yaml"),
    )


async def load_examples(bot: Bot) -> None:
    """The knowledge base and the jargon of `examples/`."""
    workspace, now = TEAM, bot.services.clock()
    await exchange.import_files(
        bot.database,
        workspace,
        [EXAMPLES / "entries"],
        by=cast.SOFIA,
        now=now,
        say=lambda _: None,
    )
    jargon = groups.read((EXAMPLES / "jargon.txt").read_bytes(), "jargon.txt")
    async with bot.services.sessions.begin() as session:
        await groups.load(session, jargon, workspace=workspace, by=cast.SOFIA, now=now)


@cache
def manifest() -> dict[str, object]:
    """The Slack app, in Socket Mode. Made once: it is read from the code, and only read."""
    return build()


@asynccontextmanager
async def _served(
    slack: PretendSlack, clock: Clock, bot: Bot, port: int, tries: int
) -> AsyncIterator[str]:
    async def moved() -> None:
        bot.worker.wake()

    runner = web.AppRunner(page(slack, clock, moved), access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        yield f"http://{HOST}:{await _listen(runner, port, tries)}/"
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, port: int, tries: int) -> int:
    for candidate in range(port, port + tries) if port else [0]:
        try:
            await web.TCPSite(runner, HOST, candidate).start()
        except OSError:
            continue
        return int(runner.addresses[0][1])
    raise SettingsError(f"Port {port} is taken: choose another with --port.")

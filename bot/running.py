"""A running bot: everything made, joined, started, and stopped in order."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import structlog
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError

from bot import slack
from bot.app import build_app
from bot.config import Settings, SettingsError
from bot.http import Report, build_site
from bot.migrate import upgrade
from bot.reception import Reception
from bot.slack import Identity
from bot.sockets import Socket
from bot.worker import Worker, is_late
from handlers.visit import Services
from knowledge import charters
from knowledge.charter import CharterFaults, parse
from knowledge.database import Database, open_database
from knowledge.library import Library

log = structlog.get_logger()


def now() -> datetime:
    """The real time."""
    return datetime.now(UTC)


@dataclass
class Bot:
    """One running bot."""

    database: Database
    services: Services
    worker: Worker
    identity: Identity
    socket: Socket | None
    site: web.AppRunner

    async def stop(self) -> None:
        """Take nothing more in, finish what is under way, let go."""
        if self.socket:
            await self.socket.close()
        await self.site.cleanup()
        await self.worker.stop()
        await self.database.close()


async def start(settings: Settings, clock: Callable[[], datetime] = now) -> Bot:
    """Migrate, apply the first charter, begin to listen and to work.

    Raises:
        SettingsError: something must be mended first; it says what.
    """
    database = open_database(settings.database_url)
    try:
        return await _start(settings, database, clock)
    except BaseException:
        await database.close()
        raise


async def _start(settings: Settings, database: Database, clock: Callable[[], datetime]) -> Bot:
    await _migrate(database)
    client = slack.anonymous(settings)
    identity = Identity(slack.client(settings))
    services = Services(
        sessions=database.sessions,
        library=Library(),
        clock=clock,
        client_of=_one_client(slack.client(settings, posts=True)),
        save_emoji=settings.relais_save_emoji,
    )
    worker = Worker(services, build_app(services, client, identity.authorize(), waits=True))
    database.on_commit(worker.wake)
    app = build_app(services, client, identity.authorize())
    reception = Reception(app, database.sessions, clock=clock, wake=worker.wake)
    bot = Bot(database, services, worker, identity, None, web.AppRunner(web.Application()))
    await _introduce(bot, settings)
    await _open_doors(bot, settings, app, reception)
    worker.start()
    return bot


async def _open_doors(bot: Bot, settings: Settings, app: AsyncApp, reception: Reception) -> None:
    secret = "" if settings.socket_mode else settings.slack_signing_secret
    pages = {"health": _health(bot), "ready": _ready(bot)}
    bot.site = web.AppRunner(build_site(reception, secret, **pages), access_log=None)
    await bot.site.setup()
    try:
        await web.TCPSite(bot.site, settings.host, settings.port).start()
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        raise SettingsError(f"HOST and PORT: {where} can't be listened on ({error}).") from error
    if settings.socket_mode:
        bot.socket = Socket(app, settings.slack_app_token, reception)
        await bot.socket.open()


async def _migrate(database: Database) -> None:
    try:
        await upgrade(database)
    except (SQLAlchemyError, OSError) as error:
        reason = str(error).splitlines()[0]
        raise SettingsError(f"DATABASE_URL: the database can't be used ({reason}).") from error


async def _introduce(bot: Bot, settings: Settings) -> None:
    """Learn who we are; the first time, put the charter into force."""
    workspace = await bot.identity.workspace()
    text = _first_charter(settings)
    async with bot.services.sessions.begin() as session:
        if text and await charters.latest(session, workspace) is None:
            await charters.apply(
                session, text, workspace=workspace, by="relais", now=bot.services.clock()
            )


def _first_charter(settings: Settings) -> str:
    """The charter to begin with; without one, a charter that names who leads, and no more."""
    if settings.relais_charter:
        return _read_charter(Path(settings.relais_charter))
    who = ", ".join(sorted(settings.relais_admins))
    step = f"{{who: [{who}], acknowledge: 4h, answer: 1d}}"
    return f"relais: 1\nfallback: {{chain: [{step}]}}\n" if who else ""


def _read_charter(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
        parse(text, name=str(path))
    except (OSError, UnicodeDecodeError, CharterFaults) as error:
        raise SettingsError(f"RELAIS_CHARTER: {error}") from error
    return text


def _one_client(client: AsyncWebClient) -> Callable[[str], Awaitable[AsyncWebClient]]:
    async def client_of(_: str) -> AsyncWebClient:
        return client

    return client_of


def _health(bot: Bot) -> Callable[[], Awaitable[Report]]:
    """Whether this process should live: its worker runs."""

    async def health() -> Report:
        return {"worker": "ok" if bot.worker.is_alive else "stopped"}

    return health


def _ready(bot: Bot) -> Callable[[], Awaitable[Report]]:
    """Whether people are served: the database, Slack and the worker."""

    async def ready() -> Report:
        return {
            "database": await _database_state(bot.database),
            "slack": "ok" if bot.socket is None or await bot.socket.is_open() else "not connected",
            "worker": "late" if is_late(bot.worker, bot.services.clock()) else "ok",
        }

    return ready


async def _database_state(database: Database) -> str:
    try:
        await database.ping()
    except (SQLAlchemyError, OSError) as error:
        return f"unreachable: {type(error).__name__}"
    return "ok"

"""A running bot: everything made, joined, started, and stopped in order."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import structlog
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from sqlalchemy.exc import SQLAlchemyError

from bot import embeddings, report, slack, stopping
from bot.app import build_app
from bot.config import Settings, SettingsError
from bot.http import build_site
from bot.installing import start as several
from bot.installing.installations import Installations
from bot.migrate import upgrade
from bot.reception import Reception
from bot.slack import Identity
from bot.sockets import Socket
from bot.worker import Worker
from handlers import prompt
from handlers.visit import Services
from knowledge import inbox, leases
from knowledge.database import Database, open_database
from knowledge.library import Library
from knowledge.search import index
from knowledge.search.semantic import EmbeddingFailed
from knowledge.understanding import Understanding

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
    identity: Identity | Installations
    introduction: asyncio.Task[None]
    socket: Socket | None
    site: web.AppRunner

    async def stop(self) -> None:
        """Take nothing more in, finish what is under way, let go."""
        self.introduction.cancel()
        await asyncio.wait({self.introduction})
        if self.socket:
            await self.socket.close()
        await self.site.cleanup()
        await asyncio.gather(
            self.worker.stop(), stopping.listeners_to_their_end(), prompt.settled()
        )
        if self.services.library.understanding:
            await self.services.library.understanding.close()
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
    await _prepare(database, clock)
    understanding = _understanding(settings, database)
    identity = several.identity(settings, database, clock)
    client = identity.listening(slack.anonymous(settings))
    services = Services(
        sessions=database.sessions,
        library=Library(understanding),
        clock=clock,
        client_of=identity.client_of,
        let_go=identity.let_go,
        emoji=settings.emoji,
        mark=settings.mark,
    )
    worker = Worker(services, build_app(services, client, identity.authorize(), waits=True))
    database.on_commit(worker.wake)
    app = build_app(services, client, identity.authorize())
    reception = Reception(app, database.sessions, clock=clock, wake=worker.wake)
    introduction = await several.introduce(identity, services, settings)
    site = web.AppRunner(web.Application())
    bot = Bot(database, services, worker, identity, introduction, None, site)
    try:
        await _open_doors(bot, settings, app, reception)
    except BaseException:
        await bot.stop()
        raise
    worker.start()
    return bot


async def _open_doors(bot: Bot, settings: Settings, app: AsyncApp, reception: Reception) -> None:
    secret = "" if settings.socket_mode else settings.slack_signing_secret
    pages = {"health": partial(report.health, bot), "ready": partial(report.ready, bot)}
    more = several.pages(bot.identity, bot.services, settings, bot.database)
    bot.site = web.AppRunner(build_site(reception, secret, **pages, more=more), access_log=None)
    await bot.site.setup()
    try:
        await web.TCPSite(bot.site, settings.host, settings.port).start()
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        raise SettingsError(f"HOST and PORT: {where} can't be listened on ({error}).") from error
    if settings.socket_mode:
        bot.socket = Socket(app, settings.slack_app_token, reception)
        await bot.socket.open()


async def _prepare(database: Database, clock: Callable[[], datetime]) -> None:
    """Migrate, and read the word lists. What a process that was killed had taken on is free again
    at once where no other process can be at work on it; elsewhere it is when its lease runs out.
    """
    with usable():
        await upgrade(database)
        if database.is_ours_alone:
            async with database.sessions.begin() as session:
                await leases.release(session)
                await inbox.release(session, now=clock())
    await asyncio.to_thread(index.prepare)


def _understanding(settings: Settings, database: Database) -> Understanding | None:
    """What makes vectors of texts, if anything shall; the log says what."""
    embedder = embeddings.chosen(settings)
    log.info("search", semantic=str(embedder) if embedder else "off")
    return Understanding(embedder, database.sessions, _words_alone) if embedder else None


def _words_alone(error: Exception) -> None:
    # A library's message may repeat what was asked.
    known = isinstance(error, EmbeddingFailed)
    reason = str(error) if known else type(error).__name__
    log.warning("searching by words alone for a while", reason=reason)


@contextmanager
def usable() -> Iterator[None]:
    """Say in a sentence that the database can't be used.

    Raises:
        SettingsError: it can't.
    """
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        reason = str(error).splitlines()[0]
        raise SettingsError(f"DATABASE_URL: the database can't be used ({reason}).") from error

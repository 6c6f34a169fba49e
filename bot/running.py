"""A running bot: everything made, joined, started, and stopped in order."""

import asyncio
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import structlog
from aiohttp import ClientSession, web
from slack_bolt.async_app import AsyncApp
from sqlalchemy.exc import SQLAlchemyError

from bot import embeddings, memory, report, slack, stopping
from bot.app import build_app
from bot.clock import SharedClock
from bot.config import Settings, SettingsError
from bot.http import build_site
from bot.installing import start as several
from bot.installing.installations import Installations
from bot.migrate import upgrade
from bot.reception import Reception
from bot.replica import Replica, clock_of, joined, set_right
from bot.slack import Identity
from bot.sockets import PARTING, Socket
from bot.watching import pages
from bot.watching.metrics import Metrics
from bot.watching.probes import Probes
from bot.worker import Worker
from handlers import prompt
from handlers.paces import Paces
from handlers.visit import Services
from knowledge import inbox, leases, setbacks
from knowledge.database import Database, open_database
from knowledge.intake import Intake
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
    metrics: Metrics
    probes: Probes
    line: ClientSession
    replica: Replica | None = None

    async def stop(self) -> None:
        """Take nothing more in, finish what is under way, let go: within ten seconds."""
        self.introduction.cancel()
        await asyncio.wait({self.introduction})
        await asyncio.gather(self._close_doors(), self.worker.stop(), self.probes.close())
        if self.replica:
            await self.replica.stop()
        if self.services.library.understanding:
            await self.services.library.understanding.close()
        await self.line.close()
        await self.database.close()

    async def _close_doors(self) -> None:
        """Answer who is inside, let nobody in, and end what was begun for them."""
        closing = [self.site.cleanup(), *([self.socket.close()] if self.socket else [])]
        await asyncio.gather(*closing)
        await asyncio.gather(stopping.listeners_to_their_end(), prompt.settled())


async def start(settings: Settings, clock: Callable[[], datetime] | None = None) -> Bot:
    """Migrate, apply the first charter, begin to listen and to work.

    Without a `clock` it goes by the database's where several processes share one, else by the
    machine's.

    Raises:
        SettingsError: something must be mended first; it says what.
    """
    database, line = open_database(settings.database_url), slack.line()
    try:
        return await _start(settings, database, line, clock or clock_of(database, now))
    except BaseException:
        await line.close()
        await database.close()
        raise


async def _start(
    settings: Settings, database: Database, line: ClientSession, clock: Callable[[], datetime]
) -> Bot:
    await _prepare(database, clock)
    understanding = _understanding(settings, database)
    metrics = Metrics()
    metrics.observe(database)
    identity = several.identity(settings, database, clock, watch=metrics, line=line)
    client = identity.listening(slack.anonymous(settings, watch=metrics, line=line))
    services = Services(
        sessions=database.sessions,
        library=Library(understanding, metrics.stopwatch, room=settings.relais_memory_mb * 2**20),
        clock=clock,
        client_of=identity.client_of,
        let_go=identity.let_go,
        emoji=settings.emoji,
        mark=settings.mark,
        periods=settings.relais_keep,
        watch=metrics,
        paces=Paces.of(settings.relais_per_minute),
    )
    intake = Intake(database.sessions)
    kept = build_app(services, client, identity.authorize(), waits=True)
    worker = Worker(services, kept, is_pressed=lambda: intake.is_crowded)
    database.on_commit(worker.made_due)
    replica = joined(database, services, worker.wake)
    app = build_app(services, client, identity.authorize())
    reception = Reception(app, intake, clock=clock, called=worker.called, metrics=metrics)
    introduction = await several.introduce(identity, services, settings)
    if isinstance(identity, Identity) and identity.is_known:
        await _warm(services, await identity.workspace())
    site = web.AppRunner(web.Application())
    probes = Probes(database, clock)
    bot = Bot(
        database,
        services,
        worker,
        identity,
        introduction,
        None,
        site,
        metrics,
        probes,
        line,
        replica,
    )
    try:
        await _open_doors(bot, settings, app, reception)
    except BaseException:
        await bot.stop()
        raise
    worker.start()
    if replica:
        replica.start()
    return bot


async def _warm(services: Services, workspace: str) -> None:
    """Fill the index before anybody asks; the collector need not walk over it ever after."""
    await services.library.warm(services.sessions, workspace)
    gc.collect()
    gc.freeze()
    memory.give_back()


async def _open_doors(bot: Bot, settings: Settings, app: AsyncApp, reception: Reception) -> None:
    secret = "" if settings.socket_mode else settings.slack_signing_secret
    checks = {"health": partial(report.health, bot), "ready": partial(report.ready, bot)}
    more = several.pages(bot.identity, bot.services, settings, bot.database)
    site = build_site(reception, secret, **checks, more=more)
    pages.add_metrics(site, bot, settings.relais_metrics_token)
    bot.site = web.AppRunner(site, access_log=None, shutdown_timeout=PARTING)
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
    at once where no other process can be at work on it; elsewhere it is when its lease runs out,
    or if that is farther away than any lease can be.
    """
    with usable():
        await upgrade(database)
        async with database.sessions.begin() as session:
            await setbacks.mend(session, now=clock())
            if database.is_ours_alone:
                await leases.release(session)
                await inbox.release(session, now=clock())
        if isinstance(clock, SharedClock):
            await set_right(clock)
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

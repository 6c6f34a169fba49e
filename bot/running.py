"""A running bot: everything made, joined, started, and stopped in order."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from aiohttp import ClientSession, web

from bot import embeddings, report, slack, stopping
from bot.config import Settings, SettingsError
from bot.http import build_site
from bot.installing import start as several
from bot.installing.installations import Installations
from bot.paths import Paths
from bot.preparing import prepare, warm
from bot.reception import Reception
from bot.replica import Replica, clock_of, joined
from bot.slack import Identity
from bot.sockets import PARTING, Socket
from bot.watching import pages
from bot.watching.metrics import Metrics
from bot.watching.probes import Probes
from bot.worker import Worker
from handlers import prompt
from handlers.paces import Paces
from handlers.visit import Services
from knowledge.database import Database, open_database
from knowledge.library import Library


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
    metrics: Metrics
    probes: Probes
    replica: Replica | None
    line: ClientSession
    introduction: asyncio.Task[None]
    site: web.AppRunner = field(default_factory=lambda: web.AppRunner(web.Application()))
    socket: Socket | None = None

    def begin(self) -> None:
        """Do what is due from now on."""
        self.worker.start()
        if self.replica:
            self.replica.start()

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
    await prepare(database, clock)
    metrics = Metrics()
    metrics.observe(database)
    identity = several.identity(settings, database, clock, watch=metrics, line=line)
    services = _services(settings, database, clock, identity, metrics)
    client = identity.listening(slack.anonymous(settings, watch=metrics, line=line))
    paths = Paths.laid(services, client, identity.authorize(), metrics)
    database.on_commit(paths.worker.made_due)
    bot = Bot(
        database,
        services,
        paths.worker,
        identity,
        metrics,
        Probes(database, clock),
        joined(database, services, paths.worker.wake),
        line,
        await several.introduce(identity, services, settings),
    )
    try:
        if isinstance(identity, Identity) and identity.is_known:
            await warm(services, await identity.workspace())
        await _open_doors(bot, settings, paths)
    except BaseException:
        await bot.stop()
        raise
    bot.begin()
    return bot


def _services(
    settings: Settings,
    database: Database,
    clock: Callable[[], datetime],
    identity: Identity | Installations,
    metrics: Metrics,
) -> Services:
    """What listeners and the worker go by."""
    understanding = embeddings.understanding(settings, database.sessions)
    return Services(
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


async def _open_doors(bot: Bot, settings: Settings, paths: Paths) -> None:
    """Let in what Slack sends, and who looks after us."""
    site = _site(bot, settings, paths.reception)
    bot.site = web.AppRunner(site, access_log=None, shutdown_timeout=PARTING)
    await bot.site.setup()
    try:
        await web.TCPSite(bot.site, settings.host, settings.port).start()
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        raise SettingsError(f"HOST and PORT: {where} can't be listened on ({error}).") from error
    if settings.socket_mode:
        bot.socket = Socket(paths.app, settings.slack_app_token, paths.reception)
        await bot.socket.open()


def _site(bot: Bot, settings: Settings, reception: Reception) -> web.Application:
    secret = "" if settings.socket_mode else settings.slack_signing_secret
    checks = {"health": partial(report.health, bot), "ready": partial(report.ready, bot)}
    more = several.pages(bot.identity, bot.services, settings, bot.database)
    site = build_site(reception, secret, **checks, more=more)
    pages.add_metrics(site, bot, settings.relais_metrics_token)
    return site

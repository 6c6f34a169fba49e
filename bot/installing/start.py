"""Start: what a bot of several workspaces has beside a bot of one."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial

import structlog
from aiohttp import ClientSession, web
from slack_sdk.oauth.installation_store import Installation

from bot import introduction, slack
from bot.config import Settings, SettingsError
from bot.installing import site
from bot.installing.flow import Flow
from bot.installing.installations import Installations
from bot.installing.keys import Keys
from bot.installing.store import States, Store
from bot.manifest import scopes
from bot.slack import Identity
from bot.watching.calls import CallWatch
from handlers.visit import Services
from knowledge import workspaces
from knowledge.database import Database
from knowledge.workspaces import Arrival

log = structlog.get_logger()


def store_of(settings: Settings, database: Database) -> Store:
    """Where tokens are kept."""
    keys = Keys(settings.relais_secret_keys)
    return Store(database.engine, settings.slack_client_id, keys)


def identity(
    settings: Settings,
    database: Database,
    clock: Callable[[], datetime],
    *,
    watch: CallWatch | None = None,
    line: ClientSession | None = None,
) -> Identity | Installations:
    """Who we are: in one workspace, or in every one that lets us in; `watch` counts our calls."""
    made = slack.anonymous if settings.several else slack.client
    calling = partial(made, settings, watch=watch, line=line)
    if settings.several:
        store = store_of(settings, database)
        posts = partial(calling, posts=True)
        return Installations(store, database.sessions, clock=clock, client=posts)
    return Identity(calling(), calling(posts=True))


def pages(
    identity: Identity | Installations, services: Services, settings: Settings, database: Database
) -> list[web.RouteDef]:
    """The addresses at which workspaces let us in; none where there is but one."""
    if isinstance(identity, Identity):
        return []
    flow = Flow(
        settings,
        _scopes(),
        slack.anonymous(settings),
        store=identity.store,
        states=States(database.engine),
        welcome=partial(_welcome, settings, identity, services),
    )
    return site.routes(flow)


async def introduce(
    identity: Identity | Installations, services: Services, settings: Settings
) -> asyncio.Task[None]:
    """See that no workspace is without a charter; of several, that we can read every token.

    Raises:
        SettingsError: Slack refuses the token, a key is missing, or the charter has faults.
    """
    if isinstance(identity, Identity):
        return await introduction.introduce(identity, services, settings)
    identity.on_change(services.forget)
    await see_that_keys_fit(identity.store)
    async with services.sessions.begin() as session:
        here = await workspaces.present(session)
    for one in here:
        await _begin(services, settings, one.workspace, one.installer)
    return asyncio.create_task(asyncio.sleep(0))


async def see_that_keys_fit(store: Store) -> None:
    """Do nothing if every token can be read.

    Raises:
        SettingsError: a key is missing; it says of which workspaces.
    """
    if locked := await store.locked():
        raise SettingsError(
            f"RELAIS_SECRET_KEYS: no key opens the tokens of {', '.join(locked)}. Please put the "
            "key back, at the end of the list; if it is lost, `relais keys discard` has these "
            "workspaces install Relais again."
        )


async def _welcome(
    settings: Settings, installed: Installations, services: Services, installation: Installation
) -> None:
    """A workspace has let us in; whoever did leads it until there is a charter."""
    workspace = str(installation.team_id)
    arrival = Arrival(
        workspace,
        name=installation.team_name or "",
        organisation=installation.enterprise_id,
        installer=installation.user_id,
    )
    async with services.sessions.begin() as session:
        await workspaces.arrived(session, arrival, now=services.clock())
    installed.forget(workspace)
    await _begin(services, settings, workspace, installation.user_id)


async def _begin(
    services: Services, settings: Settings, workspace: str, installer: str | None
) -> None:
    """One workspace that a charter does not fit keeps no other from being served."""
    charter = introduction.first_charter(settings, installer)
    try:
        await introduction.begin_with(services, workspace, charter)
    except SettingsError as error:
        log.warning("no charter to begin with", workspace=workspace, reason=str(error))


def _scopes() -> list[str]:
    return [reason.scope for reason in scopes.reasons()]

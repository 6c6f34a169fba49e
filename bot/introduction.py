"""Introduction: who we are in the workspace, and the charter it begins with."""

import asyncio
from pathlib import Path

import structlog

from bot import standing
from bot.config import Settings, SettingsError
from bot.slack import Identity
from handlers.visit import Services
from knowledge import charters, workspaces
from knowledge.charter import CharterFaults, membership, parse

log = structlog.get_logger()

PAUSE = 3.0
"""Seconds until Slack is asked again."""


async def introduce(
    identity: Identity, services: Services, settings: Settings
) -> asyncio.Task[None]:
    """Learn who we are and put the first charter into force: now, or as soon as Slack answers.

    Raises:
        SettingsError: Slack refuses the token, or the charter has faults or names nobody who is
            here.
    """
    charter = first_charter(settings)
    try:
        await _introduce(identity, services, charter)
    except SettingsError:
        raise
    except Exception as error:
        log.warning("Slack can't be asked yet", reason=error)
        return asyncio.create_task(_keep_trying(identity, services, charter))
    return asyncio.create_task(asyncio.sleep(0))


async def _keep_trying(identity: Identity, services: Services, charter: str) -> None:
    while True:
        await asyncio.sleep(PAUSE)
        try:
            await _introduce(identity, services, charter)
        except Exception as error:
            log.warning("Slack can't be asked yet", reason=error)
        else:
            return


async def _introduce(identity: Identity, services: Services, charter: str) -> None:
    workspace, now = await identity.workspace(), services.clock()
    async with services.sessions.begin() as session:
        await workspaces.is_here(session, workspace, now=now)
    await begin_with(services, workspace, charter)


async def begin_with(services: Services, workspace: str, charter: str) -> None:
    """Put a charter into force, if there is one to begin with and none yet.

    Raises:
        SettingsError: it names nobody who is in this workspace.
    """
    async with services.sessions.begin() as session:
        if not charter or await charters.latest(session, workspace):
            return
    await _names_somebody(services, workspace, charter)
    async with services.sessions.begin() as session:
        if await charters.latest(session, workspace) is None:
            await charters.apply(
                session, charter, workspace=workspace, by="relais", now=services.clock()
            )


async def _names_somebody(services: Services, workspace: str, charter: str) -> None:
    """A charter of another workspace would leave every question to nobody."""
    client = await services.client_of(workspace)
    if nobody := await standing.strangers(client, membership.named(charter)):
        raise SettingsError(
            f"RELAIS_CHARTER (or RELAIS_ADMINS): nobody it names is in the workspace {workspace}, "
            f"such as {', '.join(nobody[:3])}. Name people of this workspace (in a Slack profile: "
            '⋮, then "Copy member ID"), or set the tokens of the app in theirs.'
        )


def first_charter(settings: Settings, installer: str | None = None) -> str:
    """The charter to begin with; without one, a charter that names who leads, and no more.

    Who leads is set by the operator; else it is who has installed us, where we know that.

    Raises:
        SettingsError: the charter has faults.
    """
    if settings.relais_charter:
        return _read_charter(Path(settings.relais_charter))
    named = settings.relais_admins or {installer} - {None}
    return leads(frozenset(map(str, named)))


def leads(people: frozenset[str]) -> str:
    """The charter that names who leads, and no more; empty where nobody does."""
    who = ", ".join(sorted(people))
    step = f"{{who: [{who}], acknowledge: 4h, answer: 1d}}"
    return f"relais: 1\nfallback: {{chain: [{step}]}}\n" if who else ""


def _read_charter(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
        parse(text, name=str(path))
    except (OSError, UnicodeDecodeError, CharterFaults) as error:
        raise SettingsError(f"RELAIS_CHARTER: {error}") from error
    return text

"""Introduction: who we are in the workspace, and the charter it begins with."""

import asyncio
from pathlib import Path

import structlog

from bot.config import Settings, SettingsError
from bot.slack import Identity
from handlers.visit import Services
from knowledge import charters, workspaces
from knowledge.charter import CharterFaults, parse

log = structlog.get_logger()

PAUSE = 3.0
"""Seconds until Slack is asked again."""


async def introduce(
    identity: Identity, services: Services, settings: Settings
) -> asyncio.Task[None]:
    """Learn who we are and put the first charter into force: now, or as soon as Slack answers.

    Raises:
        SettingsError: Slack refuses the token, or the charter has faults.
    """
    charter = first_charter(settings)
    try:
        await _introduce(identity, services, charter)
    except SettingsError:
        raise
    except Exception as error:
        log.warning("Slack can't be asked yet", reason=str(error))
        return asyncio.create_task(_keep_trying(identity, services, charter))
    return asyncio.create_task(asyncio.sleep(0))


async def _keep_trying(identity: Identity, services: Services, charter: str) -> None:
    while True:
        await asyncio.sleep(PAUSE)
        try:
            await _introduce(identity, services, charter)
        except Exception as error:
            log.warning("Slack can't be asked yet", reason=str(error))
        else:
            return


async def _introduce(identity: Identity, services: Services, charter: str) -> None:
    workspace, now = await identity.workspace(), services.clock()
    async with services.sessions.begin() as session:
        await workspaces.is_here(session, workspace, now=now)
    await begin_with(services, workspace, charter)


async def begin_with(services: Services, workspace: str, charter: str) -> None:
    """Put a charter into force, if there is one to begin with and none yet."""
    if not charter:
        return
    async with services.sessions.begin() as session:
        if await charters.latest(session, workspace) is None:
            await charters.apply(
                session, charter, workspace=workspace, by="relais", now=services.clock()
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
    who = ", ".join(sorted(map(str, named)))
    step = f"{{who: [{who}], acknowledge: 4h, answer: 1d}}"
    return f"relais: 1\nfallback: {{chain: [{step}]}}\n" if who else ""


def _read_charter(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
        parse(text, name=str(path))
    except (OSError, UnicodeDecodeError, CharterFaults) as error:
        raise SettingsError(f"RELAIS_CHARTER: {error}") from error
    return text

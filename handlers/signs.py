"""Signs: what Slack shows of whether somebody is there: their status, and their quiet hours."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from knowledge import absences, charters
from knowledge.absence import Source
from knowledge.database import Sessions
from knowledge.search.analysis import fold

Sign = tuple[datetime | None, datetime | None]
"""From when until when (None: open) a sign says that somebody is away."""

NOTHING: Sign = (None, None)

QUIET = ("dnd_enabled", "next_dnd_start_ts", "next_dnd_end_ts")

PATIENCE = 1.5
"""Seconds: somebody may be waiting for quite another thing."""

EMOJI = {
    "airplane",
    "airplane_departure",
    "beach_with_umbrella",
    "desert_island",
    "face_with_head_bandage",
    "face_with_thermometer",
    "hospital",
    "luggage",
    "palm_tree",
    "parasol_on_ground",
    "umbrella_on_ground",
}
"""Of a status that says that somebody is away, without their colons."""

SAID = re.compile(
    r"""
    \b(
        vacances? | vacations? | vacationing | conges? | absente?s? | absence | malade | rtt
      | (en | arret | conge)\ (arret | maladie | de\ travail) | parentale? | maternite | paternite
      | ooo | o\.o\.o | out\ of\ (the\ )?office | (on | annual | parental | sick)\ leave
      | maternity | paternity | sick | pto | holidays? | day\ off | days\ off | time\ off
    )\b
  | ^off\b(?!-) | (?<![-\w])off\ (today | tomorrow | until | till | this | on | for | sick)\b
    """,
    re.VERBOSE,
)
RETURNED = re.compile(r"\b(back from|(de )?retour d(e|es|u)?\b)")
"""Says that it is over, though it names it."""


@dataclass(frozen=True)
class Signs:
    """The signs of one workspace's people, at one moment."""

    client: AsyncWebClient
    sessions: Sessions
    workspace: str
    now: datetime

    async def read(self, user: Mapping[str, Any]) -> None:
        """Note the status of somebody whose profile was read, and ask for their quiet hours.

        Only of people the charter names: nobody else is asked anything.
        """
        async with self.sessions.begin() as session:
            charter = await charters.in_force(session, self.workspace)
        if user["id"] in charter.everyone():
            await self.note_status(user)
            if (quiet := await self._quiet_hours(user["id"])) is not None:
                await self.note_quiet(user["id"], quiet)

    async def note_status(self, user: Mapping[str, Any]) -> None:
        """What their status says now."""
        about = user.get("profile") or {}
        await self._note(user["id"], Source.STATUS, by_status(about, self.now))

    async def note_quiet(self, person: str, said: Mapping[str, Any]) -> None:
        """When Slack holds back their notifications next."""
        await self._note(person, Source.DND, by_quiet_hours(said, self.now))

    async def _note(self, person: str, source: Source, sign: Sign) -> None:
        async with self.sessions.begin() as session:
            await absences.heard(
                session,
                self.workspace,
                person,
                source=source,
                from_at=sign[0],
                until_at=sign[1],
                now=self.now,
            )

    async def _quiet_hours(self, person: str) -> Mapping[str, Any] | None:
        """As Slack tells them; None where it won't, or not soon: an older app has no scope."""
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await self.client.dnd_info(user=person)
        except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError):
            return None
        return {name: answer.get(name) for name in QUIET}


def by_status(profile: Mapping[str, Any], now: datetime) -> Sign:
    """What a status says: away until it expires, or until it is changed; or nothing of the kind."""
    emoji = str(profile.get("status_emoji") or "").strip(":").partition("::")[0]
    text = fold(str(profile.get("status_text") or "")).replace("’", "'")
    expires = int(profile.get("status_expiration") or 0)
    until = datetime.fromtimestamp(expires, UTC) if expires else None
    says = emoji in EMOJI or SAID.search(text) is not None
    if not says or RETURNED.search(text) or (until and until <= now):
        return NOTHING
    return now, until


def by_quiet_hours(said: Mapping[str, Any], now: datetime) -> Sign:
    """The next window in which Slack is silent, which may be now; or nothing."""
    start, end = (int(said.get(name) or 0) for name in QUIET[1:])
    if not said.get("dnd_enabled") or end <= max(start, now.timestamp()):
        return NOTHING
    return datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC)

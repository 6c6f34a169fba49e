"""Channels: whether one is private, and who is in it. Asked of Slack, and believed for a minute."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

Answers = dict[tuple[str, str, str], tuple[datetime, Any]]
"""What Slack said, and when: (workspace, what, channel) → (moment, answer)."""

BELIEVED = timedelta(minutes=1)
KEPT = 2_000
"""How many answers are kept in memory before all are dropped."""


@dataclass(frozen=True)
class Channels:
    """The channels of one workspace, at one moment."""

    client: AsyncWebClient
    workspace: str
    now: datetime
    answers: Answers

    async def audience_of(self, channel: str) -> str | None:
        """Who may see what is said there: None for everyone, else the channel's members.

        A channel we cannot look at counts as private.
        """
        if channel.startswith("D"):
            return channel
        known = self._known("private", channel)
        if known is None:
            known = await self._is_private(channel)
            self._keep("private", channel, known)
        return channel if known else None

    async def audiences_of(self, person: str, among: Collection[str]) -> frozenset[str]:
        """Those of the private channels that this person is in."""
        return frozenset([channel for channel in among if person in await self.members_of(channel)])

    async def names(self, channels: Collection[str]) -> dict[str, str]:
        """What the public ones of these channels are called. A private one is not for everybody."""
        public = [channel for channel in channels if await self.audience_of(channel) is None]
        named = {channel: self._known("name", channel) for channel in public}
        return {channel: name for channel, name in named.items() if name}

    async def _is_private(self, channel: str) -> bool:
        try:
            answer = await self.client.conversations_info(channel=channel)
        except SlackApiError:
            return True
        about = answer["channel"]
        self._keep("name", channel, about.get("name"))
        return bool(about.get("is_private") or about.get("is_im") or about.get("is_mpim"))

    async def members_of(self, channel: str) -> frozenset[str]:
        """Who is in it; nobody where we cannot look."""
        known: frozenset[str] | None = self._known("members", channel)
        if known is None:
            known = await self._read_members(channel)
            self._keep("members", channel, known)
        return known

    async def _read_members(self, channel: str) -> frozenset[str]:
        """Everybody in it; nobody when we cannot look: what we can't check we don't show."""
        try:
            first = await self.client.conversations_members(channel=channel, limit=200)
            return frozenset([person async for page in first for person in page["members"]])
        except SlackApiError:
            return frozenset()

    def _known(self, what: str, channel: str) -> Any:
        at, answer = self.answers.get((self.workspace, what, channel), (None, None))
        return answer if at and abs(self.now - at) < BELIEVED else None

    def _keep(self, what: str, channel: str, answer: Any) -> None:
        if len(self.answers) >= KEPT:
            self.answers.clear()
        self.answers[self.workspace, what, channel] = (self.now, answer)


def forget(answers: Answers, workspace: str, channel: str) -> None:
    """Somebody came or went: ask again next time."""
    for what in ("private", "members", "name"):
        answers.pop((workspace, what, channel), None)

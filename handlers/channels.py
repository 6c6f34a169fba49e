"""Channels: whether one is private, and who is in it. Asked of Slack, believed for a minute."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.reasons import slack_code
from knowledge.charter.curation import Outsiders
from knowledge.sight import ANYBODY

Answers = dict[tuple[str, str, str], tuple[datetime, Any]]
"""What Slack said, and when: (workspace, what, channel) → (moment, answer)."""

BELIEVED = timedelta(minutes=1)
KEPT = 2_000
"""How many answers are kept in memory before all are dropped."""


@dataclass(frozen=True)
class Place:
    """What Slack says of a channel; one that we cannot look at is private, and there for anybody.

    `is_known`: whether we can look at it; `is_hidden`: Slack says that for us there is no such
    channel: it is private and we are not in it, or deleted.
    """

    is_private: bool = True
    is_shared: bool = True
    is_known: bool = False
    is_hidden: bool = False


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
        return channel if (await self.place(channel)).is_private else None

    async def place(self, channel: str) -> Place:
        """What sort of channel it is."""
        known: Place | None = self._known("place", channel)
        if known is None:
            known = await self._read_place(channel)
            self._keep("place", channel, known)
        return known

    async def audiences_of(self, person: str, among: Collection[str]) -> frozenset[str]:
        """Those of the private channels that this person is in."""
        return frozenset([channel for channel in among if person in await self.members_of(channel)])

    async def outsiders_in(self, channel: str) -> frozenset[Outsiders]:
        """What kinds of people beside full members are in it; any kind where we cannot look."""
        members, guests = await self.members_of(channel), await self._guests()
        if not members or guests is None:
            return ANYBODY.outsiders
        found: set[Outsiders] = {"guests"} if members & guests else set()
        if (await self.place(channel)).is_shared:
            found.add("partners")
        return frozenset(found)

    async def names(self, channels: Collection[str]) -> dict[str, str]:
        """What the public ones of these channels are called. A private one is not for everybody."""
        public = [channel for channel in channels if await self.audience_of(channel) is None]
        named = {channel: self._known("name", channel) for channel in public}
        return {channel: name for channel, name in named.items() if name}

    async def _read_place(self, channel: str) -> Place:
        try:
            answer = await self.client.conversations_info(channel=channel)
        except SlackApiError as refusal:
            return Place(is_hidden=slack_code(refusal) == "channel_not_found")
        about = answer["channel"]
        self._keep("name", channel, about.get("name"))
        is_private = about.get("is_private") or about.get("is_im") or about.get("is_mpim")
        return Place(bool(is_private), bool(about.get("is_ext_shared")), is_known=True)

    async def _guests(self) -> frozenset[str] | None:
        """The guests of the workspace; None where Slack does not say."""
        known: frozenset[str] | None = self._known("guests", "")
        if known is None:
            known = await self._read_guests()
            self._keep("guests", "", known)
        return known

    async def _read_guests(self) -> frozenset[str] | None:
        """Those who have the mark of a guest, of one channel or of several."""
        try:
            first = await self.client.users_list(limit=1_000)
            people = [person async for page in first for person in page["members"]]
        except SlackApiError:
            return None
        guests = [
            one for one in people if one.get("is_restricted") or one.get("is_ultra_restricted")
        ]
        return frozenset(one["id"] for one in guests)

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
    for what in ("place", "members", "name"):
        answers.pop((workspace, what, channel), None)


def forget_guests(answers: Answers, workspace: str) -> None:
    """Somebody's standing may have changed: ask again next time."""
    answers.pop((workspace, "guests", ""), None)

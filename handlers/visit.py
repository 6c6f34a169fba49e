"""A visit: one request from Slack, who makes it and when, and what serves it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from slack_sdk.web.async_client import AsyncWebClient

from handlers.channels import Answers, Channels
from handlers.people import People
from handlers.readers import Readers
from handlers.talks import Talks
from knowledge import charters
from knowledge.charter import Charter
from knowledge.database import Sessions
from knowledge.library import Library
from knowledge.reactions import MARK, USUAL, Deed


class NotInstalled(Exception):
    """A workspace has let us go, or never in: nothing can be asked or sent there."""


async def keep_token(_: str) -> None:
    """The one token is the operator's to take away."""


OwnEmoji = dict[str, tuple[datetime, Mapping[str, str]]]
"""A workspace's own emoji, and when Slack listed them."""


@dataclass(frozen=True)
class Services:
    """What serves every visit, made once at start.

    `client_of` gives the Web API client of a workspace, which repeats nothing by itself, or raises
    NotInstalled; `let_go` deletes the token of one that has removed the app; `emoji` the reactions
    that do something where the charter names none; `mark` our own on what is kept, or none;
    `channels` what Slack said of channels lately, `own_emoji` of a workspace's own emoji; `talks`
    the threads that people choose messages of.
    """

    sessions: Sessions
    library: Library
    clock: Callable[[], datetime]
    client_of: Callable[[str], Awaitable[AsyncWebClient]]
    let_go: Callable[[str], Awaitable[None]] = keep_token
    emoji: Mapping[Deed, frozenset[str]] = field(default_factory=lambda: USUAL)
    mark: str | None = MARK
    channels: Answers = field(default_factory=dict)
    own_emoji: OwnEmoji = field(default_factory=dict)
    talks: Talks = field(default_factory=Talks)

    def forget(self, workspace: str) -> None:
        """A workspace came or went: believe nothing of before."""
        self.library.forget(workspace)
        self.own_emoji.pop(workspace, None)


@dataclass(frozen=True)
class Visit:
    """One request: the workspace, the person who acts, the moment. Reaches nothing by itself."""

    services: Services
    workspace: str
    user: str
    client: AsyncWebClient
    now: datetime

    @property
    def sessions(self) -> Sessions:
        """Where a use case opens its session."""
        return self.services.sessions

    @property
    def library(self) -> Library:
        """Where questions are looked up."""
        return self.services.library

    async def charter(self) -> Charter:
        """The charter in force."""
        async with self.sessions.begin() as session:
            return await charters.in_force(session, self.workspace)

    @cached_property
    def people(self) -> People:
        """The members of the workspace, as far as we know or can find out."""
        return People(self.client, self.sessions, self.workspace, self.now)

    @cached_property
    def channels(self) -> Channels:
        """The channels of the workspace, and who is in them."""
        return Channels(self.client, self.workspace, self.now, self.services.channels)

    @property
    def readers(self) -> Readers:
        """Who reads what we say."""
        return Readers(self.people, self.channels)

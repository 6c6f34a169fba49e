"""The desk: what a letter is written with."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.channels import Channels
from handlers.locale import Words
from handlers.people import People
from handlers.readers import Readers
from handlers.ui.blocks import Message
from handlers.visit import Services
from knowledge import charters, entries, escalations
from knowledge.charter import Charter
from knowledge.entry import Entry
from knowledge.escalation import Escalation
from knowledge.outbox import Notification


class Withheld(Exception):
    """What the letter is about is not, or no longer, for its reader to see."""


@dataclass(frozen=True)
class Desk:
    """What a letter is written with: the row, its reader's words, and what can be looked up."""

    row: Notification
    words: Words
    services: Services
    people: People

    @property
    def session(self) -> AbstractAsyncContextManager[AsyncSession]:
        """A short transaction, never around a call to Slack."""
        return self.services.sessions.begin()

    @property
    def channels(self) -> Channels:
        """The channels of the workspace, and who is in them."""
        services = self.services
        now = services.clock()
        return Channels(self.people.client, self.row.workspace, now, services.channels)

    @property
    def readers(self) -> Readers:
        """Who reads it."""
        return Readers(self.people, self.channels)

    async def escalation(self) -> Escalation:
        """The escalation the row is about."""
        async with self.session as session:
            return await escalations.get(session, self.row.workspace, self.row.about)

    async def charter(self) -> Charter:
        """The charter in force."""
        async with self.session as session:
            return await charters.in_force(session, self.row.workspace)

    async def entry(self) -> Entry:
        """The entry the row is about."""
        async with self.session as session:
            return await entries.get(session, self.row.workspace, self.row.about)


Letter = Callable[[Desk], Awaitable[Message | None]]
"""Writes one kind of letter; None when it is no longer true."""

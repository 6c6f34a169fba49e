"""Readers: one person, or everybody in a channel, as Slack knows them now."""

from collections.abc import Collection
from dataclasses import dataclass

from handlers.channels import Channels
from handlers.people import People
from knowledge import sight
from knowledge.charter import Charter
from knowledge.entry import Entry
from knowledge.sight import Reader


@dataclass(frozen=True)
class Readers:
    """The readers of one workspace, at one moment."""

    people: People
    channels: Channels

    async def one(self, person: str, private: Collection[str | None] = ()) -> Reader:
        """One person, and which of these private channels they are in."""
        audiences = {channel for channel in private if channel}
        held = await self.channels.audiences_of(person, audiences)
        return Reader(held, sight.outsiders(await self.people.get(person)))

    async def everybody_in(self, channel: str) -> Reader:
        """All who are in a channel: what is said there is for each of them."""
        return Reader(frozenset({channel}), await self.channels.outsiders_in(channel))

    async def of_message(self, to: str, private: Collection[str | None] = ()) -> Reader:
        """Whoever reads what is sent to a person or to a channel."""
        is_person = to[0] not in "CGD"
        return await (self.one(to, private) if is_person else self.everybody_in(to))

    async def may_read(self, to: str, entry: Entry, charter: Charter) -> bool:
        """Whether a person, or everybody in a channel, may read an entry now."""
        reader = await self.of_message(to, {entry.audience})
        return sight.may_see(entry, reader, charter)

    async def outsiders(self, audience: str | None, known: Collection[str]) -> list[str]:
        """Those of the people `known` who are not in the channel that something is kept for."""
        if audience is None:
            return []
        return sorted(set(known) - await self.channels.members_of(audience))

"""Readers: whether a person, or everybody in a channel, may read an entry now."""

from handlers.channels import Channels
from knowledge.entry import Entry


async def reads(channels: Channels, entry: Entry, reader: str) -> bool:
    """Whether the person, or everybody in the channel, `reader` may read the entry.

    Its author and its reviewer know it, wherever it was said.
    """
    if entry.audience is None or reader in (entry.audience, entry.reviewer, entry.author):
        return True
    if reader.startswith(("C", "G", "D")):
        return False
    return entry.is_visible(await channels.audiences_of(reader, [entry.audience]))


async def outsiders(channels: Channels, audience: str | None, known: frozenset[str]) -> list[str]:
    """Those of the people `known` who cannot read what is kept for this audience."""
    if audience is None:
        return []
    return sorted(known - await channels.members_of(audience))

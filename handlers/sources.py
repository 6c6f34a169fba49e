"""Sources: a message that is passed on: its words, who wrote them where, and who may read them."""

from collections.abc import Mapping
from typing import Any

from handlers import threads
from handlers.visit import Visit
from knowledge.errors import NotFound
from knowledge.passing import Passing

SAID = (None, "bot_message", "file_share", "me_message", "thread_broadcast")
"""The kinds of messages that say something; the others tell that somebody came, went or pinned."""


def key(channel: str, ts: str) -> str:
    """What names a message."""
    return f"{channel}:{ts}"


def says_something(message: Mapping[str, Any]) -> bool:
    """Whether it is what somebody, or a feed, said."""
    return message.get("subtype") in SAID


async def passing(visit: Visit, channel: str, message: Mapping[str, Any]) -> Passing:
    """A message, ready to be passed on; which process it belongs to is not known yet.

    Raises:
        NotFound: this person is not in the private channel it stands in.
    """
    where = await audience(visit, channel)
    ts = str(message["ts"])
    return Passing(
        workspace=visit.workspace,
        key=key(channel, ts),
        text=await words(visit, message),
        author=message.get("user"),
        channel=channel,
        url=await threads.permalink(visit, channel, ts),
        audience=where,
    )


async def audience(visit: Visit, channel: str) -> str | None:
    """Who may see what is said there, as in Entry.

    Raises:
        NotFound: this person is not in it.
    """
    where = await visit.channels.audience_of(channel)
    if where:
        members = await visit.channels.members_of(where)
        if members and visit.user not in members:
            raise NotFound
    return where


async def check_member(visit: Visit, channel: str) -> None:
    """Refuse to show somebody what we kept of a channel that they cannot read, whatever a button
    says; of one that we cannot look at any more, too.

    Raises:
        NotFound: it is private, and they are not in it as far as we know.
    """
    where = await visit.channels.audience_of(channel)
    if where and visit.user not in await visit.channels.members_of(where):
        raise NotFound


async def words(visit: Visit, message: Mapping[str, Any]) -> str:
    """What it says, as Markdown; … where that is nothing."""
    return threads.text(message, await threads.names(visit, message)).strip() or "…"

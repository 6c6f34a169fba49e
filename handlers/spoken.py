"""Spoken: what is written to us in a channel or directly, and where the answer is given."""

import re
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from handlers import replies
from handlers.asking import EMOJI, asking
from handlers.ui.text import from_slack
from handlers.visit import Visit
from knowledge import questions
from knowledge.courtesy import Courtesy, courtesy
from knowledge.outbox import Kind, notify
from knowledge.question import Way

HELP = ("help", "aide")
MENTION = re.compile(r"<@[^<>]*>")
COPY = re.compile(r"\b(?:cc|fyi|via|pour infos?)\s*:?[\s,]*(?:<@[^<>]*>[\s,]*)*$", re.IGNORECASE)
"""What stands before us where we are only to know."""


@dataclass(frozen=True)
class Spot:
    """Where a message that speaks to us stands: `way` says whether in public or directly."""

    channel: str
    ts: str
    thread_ts: str | None
    way: Way

    @classmethod
    def of(cls, event: dict[str, Any], way: Way) -> "Spot":
        """Where this event's message stands."""
        return cls(event["channel"], event["ts"], event.get("thread_ts"), way)

    @property
    def key(self) -> str:
        """What names the message."""
        return f"{self.channel}:{self.ts}"

    @property
    def below(self) -> str | None:
        """The thread of an answer: in public, the message's own where it stands in none."""
        return self.thread_ts or (self.ts if self.way is Way.MENTION else None)


def register(app: AsyncApp) -> None:
    """Mentions and direct messages."""
    app.event("app_mention")(mentioned)
    app.event("message", matchers=[is_dm_to_us])(written_to_us)


async def mentioned(event: dict[str, Any], context: AsyncBoltContext, visit: Visit) -> None:
    """`@Relais question`: answered in its thread when sure, else to its asker alone.

    Where nothing is asked of us, nothing is said: a word of ours would only be in the way.
    """
    if event.get("bot_id") or not event.get("user"):
        return
    before, *after = re.split(rf"<@{context.bot_user_id}(?:\|[^>]*)?>", event["text"])
    text = " ".join([before, *after]).strip()
    if not _asks_nothing(text, before):
        await _answer(visit, Spot.of(event, Way.MENTION), text)


def _asks_nothing(text: str, before: str) -> bool:
    """Thanks, a greeting, a nod, a copy for our information, an emoji: no question."""
    words = EMOJI.sub("", text)
    if "?" in words or not text:
        return False
    said = courtesy(from_slack(MENTION.sub("", words)))
    is_mute = not any(map(str.isalnum, MENTION.sub("", words)))
    return bool(is_mute or said or COPY.search(before))


async def is_dm_to_us(event: dict[str, Any]) -> bool:
    """A message that a person writes to the bot: no edits, no joins, no bots."""
    plain = event.get("subtype") in (None, "file_share", "thread_broadcast")
    return event.get("channel_type") == "im" and plain and not event.get("bot_id")


async def written_to_us(event: dict[str, Any], visit: Visit) -> None:
    """A direct message: answered there; below a request of ours it may be the answer."""
    await visit.people.welcome(visit.user)
    if above := await replies.request_above(visit, event):
        await replies.keep(visit, event, above)
        return
    spot, text = Spot.of(event, Way.DM), event.get("text", "")
    match courtesy(EMOJI.sub("", text)):
        case None:
            await _answer(visit, spot, text)
        case Courtesy.NOD:
            return
        case said:
            await _plan(visit, spot, Kind.HELP, "help", said=said)


async def _answer(visit: Visit, spot: Spot, text: str) -> None:
    """Answer by the outbox, exactly once."""
    await visit.people.welcome(visit.user)
    if not text.strip() or text.strip().casefold() in HELP:
        await _plan(visit, spot, Kind.HELP, "help")
        return
    about = await asking(
        visit, text, way=spot.way, key=spot.key, channel=spot.channel, thread_ts=spot.below
    )
    if not about.text:
        await _plan(visit, spot, Kind.BROWSED, "browsed", filters=about.filters.kept())
        return
    async with visit.sessions.begin() as session:
        question = (
            await questions.ask(session, about, library=visit.library, now=visit.now)
        ).question
    aloud = question.is_public
    await _plan(visit, spot, Kind.REPLY, "reply", about=question.id, aloud=aloud)


async def _plan(
    visit: Visit,
    spot: Spot,
    kind: Kind,
    name: str,
    *,
    about: int = 0,
    aloud: bool = False,
    **facts: Any,
) -> None:
    """In public, what is not for everybody there is whispered to the person who spoke.

    Slack shows a whisper in a thread only if the thread has begun.
    """
    whisper = spot.way is Way.MENTION and not aloud
    async with visit.sessions.begin() as session:
        await notify(
            session,
            kind,
            key=f"{name}:{about or spot.key}",
            workspace=visit.workspace,
            to=spot.channel,
            thread_ts=spot.thread_ts if whisper else spot.below,
            about=about,
            now=visit.now,
            person=visit.user,
            whisper=whisper,
            **facts,
        )

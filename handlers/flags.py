"""Flags: somebody says that an entry is wrong: by a button, a command or an emoji."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError

from handlers.pointing import pointed_at
from handlers.pressed import number_of
from handlers.prompt import promptly
from handlers.sight import visible, visible_entry
from handlers.ui import flags as ui
from handlers.ui.blocks import Message, remembered
from handlers.ui.text import from_slack, mentions, plain
from handlers.visit import Visit
from knowledge import charters, entries, flagging, flags
from knowledge.entry import Entry, Status
from knowledge.errors import EmptyText, NotFound
from knowledge.flag import Doubt, Flag
from knowledge.flagging import Saying


def register(app: AsyncApp) -> None:
    """The buttons, and what comes back from the windows; reactions come by `handlers/reactions`."""
    app.action(ui.FLAG)(open_window)
    app.action(ui.SAY_WHY)(open_why)
    app.view(ui.FLAG_MODAL)(flag)
    app.view(ui.WHY_MODAL)(say_why)


async def open_window(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """*Something wrong?* below an answer."""
    await ack()
    await open_modal(visit, body["trigger_id"], number_of(body))


async def open_modal(visit: Visit, trigger: str, number: int, text: str = "") -> None:
    """The same, or `/kb flag N …`.

    Raises:
        NotFound: there is no such entry, or not for them, or nobody finds it.
    """
    _ = await visit.people.greet(visit.user)
    entry = await _published(visit, number)
    said = plain(from_slack(text, names=await visit.people.names(mentions(text))))
    await visit.client.views_open(trigger_id=trigger, view=ui.flag_modal(_, entry, said))


async def flag(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """Keep what was written; the window then says who sees to it."""
    _ = await visit.people.greet(visit.user)
    said = ui.said(view)
    about = Saying(f"modal:{view['id']}", said.doubt, said.text)
    raised = await promptly(_flag(visit, remembered(view)["entry"], about))
    await ack(response_action="update", view=ui.flagged(_, raised))


async def open_why(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """*Say why*, asked of who reacted."""
    await ack()
    _ = await visit.people.greet(visit.user)
    async with visit.sessions.begin() as session:
        one = await flags.get(session, visit.workspace, number_of(body))
        await flagging.check_says(session, one, visit.user)
    await visit.client.views_open(trigger_id=body["trigger_id"], view=ui.why_modal(_, one))


async def say_why(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """A sentence takes the place of the emoji."""
    _ = await visit.people.greet(visit.user)
    said, number = ui.said(view), remembered(view)["flag"]
    one = await promptly(_say_why(visit, number, Saying("", said.doubt, said.text)))
    await ack(response_action="update", view=ui.flagged(_, one))


async def reacted(event: dict[str, Any], visit: Visit) -> None:
    """A flag emoji on an answer of ours, or on a message that an entry came from.

    On anything else, only the person who reacted is told what to do. What guests, people of other
    organisations and bots put on messages is a word among themselves.
    """
    reactor = await visit.people.get(visit.user)
    if not reactor.is_colleague:
        return
    _ = await visit.people.words_for(visit.user)
    pointed = await pointed_at(visit, event)
    found = await _readable(visit, pointed.numbers)
    if len(found) == 1:
        raised = await _flag(visit, found[0].id, _by_emoji(event, visit.user))
        answer = ui.flagged_by_emoji(_, raised, found[0])
    else:
        answer = ui.which(_, found) if found else ui.nothing_to_flag(_)
    await _whisper(visit, event["item"]["channel"], pointed.thread_ts, answer)


async def unreacted(event: dict[str, Any], visit: Visit) -> None:
    """Whoever flagged an entry at this message doubts it no longer."""
    async with visit.sessions.begin() as session:
        place = _place(event)
        await flagging.take_back(session, visit.workspace, place, by=visit.user, now=visit.now)


async def _flag(visit: Visit, number: int, said: Saying) -> Flag:
    if said.place is None and not said.text:
        raise EmptyText
    entry = await _published(visit, number)
    charter = await visit.charter()
    outsiders = await visit.readers.outsiders(entry.audience, charter.everyone())
    about = Saying(said.key, said.doubt, said.text, said.place, outsiders)
    async with visit.sessions.begin() as session:
        charter = await charters.in_force(session, visit.workspace)
        how: dict[str, Any] = {"charter": charter, "by": visit.user, "now": visit.now}
        return await flagging.flag(session, entry, about, **how)


async def _say_why(visit: Visit, number: int, said: Saying) -> Flag:
    if not said.text:
        raise EmptyText
    async with visit.sessions.begin() as session:
        one = await flags.get(session, visit.workspace, number, lock=True)
        await flagging.say_why(session, one, said, by=visit.user, now=visit.now)
        return one


async def _published(visit: Visit, number: int) -> Entry:
    """
    Raises:
        NotFound: there is no such entry, or not for them, or nobody finds it.
    """
    entry = await visible_entry(visit, number)
    if entry.status is not Status.PUBLISHED:
        raise NotFound
    return entry


async def _readable(visit: Visit, numbers: Sequence[int]) -> list[Entry]:
    """Those of them that are published, and that this person may read."""
    async with visit.sessions.begin() as session:
        known = await entries.of_numbers(session, visit.workspace, numbers)
    found = [known[number] for number in dict.fromkeys(numbers) if number in known]
    return await visible(visit, found)


def _by_emoji(event: dict[str, Any], person: str) -> Saying:
    key = f"reaction:{_place(event)}:{person}:{event['event_ts']}"
    return Saying(key, Doubt.WRONG, place=_place(event))


def _place(event: dict[str, Any]) -> str:
    return f"{event['item']['channel']}:{event['item']['ts']}"


async def _whisper(visit: Visit, channel: str, thread_ts: str | None, answer: Message) -> None:
    """Say it to the person who reacted only; what is flagged is flagged, whether we can or not."""
    where = {"channel": channel, "thread_ts": thread_ts, **answer.payload()}
    with suppress(SlackApiError):
        if channel.startswith("D"):
            await visit.client.chat_postMessage(**where)
        else:
            await visit.client.chat_postEphemeral(user=visit.user, **where)

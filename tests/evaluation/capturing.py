"""Capturing: real threads written into the pretend Slack; is what answers taken whole, in order?

Each message is written by its author, as a reply below the first one. Then somebody of the team
puts the save emoji on every message that answers, in random order. Slack delivers nothing yet;
afterwards each event arrives three times, all at once and in random order, and the bot is left to
come to rest.
"""

import asyncio
import random
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from sqlalchemy import select

from bot import migrate
from bot.sandbox.cast import QUESTIONS, SOFIA
from bot.sandbox.slack import Message
from bot.sandbox.slack.workspace import Json, User
from handlers.ui.text.escaping import JOINER
from handlers.ui.text.lines import lines
from knowledge.capture import CapturedMessage
from knowledge.database import open_database
from knowledge.entry import Entry
from knowledge.inbox import Event
from knowledge.notification import ERRANDS, Notification
from tests.evaluation.plan import Plan, Row, Task, task
from tests.evaluation.threads import Thread, load, threaded
from tests.stage import Stage, a_stage

TOGETHER = 25
"""Threads that one database takes."""
TIMES = 3
"""How often each event is delivered."""
NAMED = re.compile(r"<@(U\d+)>")


@dataclass(frozen=True)
class Outcome:
    """What became of one thread."""

    question: bool = False  # the entry asks it, whole
    answers: bool = False  # the entry has them whole, in order, and nothing else
    drafted: bool = False
    crashed: bool = False
    twice: int = 0  # entries and messages kept, beyond one


def tasks(plan: Plan) -> Iterator[Task]:
    for folder in threaded(plan.data):
        for start in range(0, min(len(load(folder)), plan.threads), TOGETHER):
            yield task("capture", f"{folder.name} {start}", captured, plan, folder, start)


def captured(plan: Plan, folder: Path, start: int) -> Row:
    """What became of some threads of a folder."""
    some = load(folder)[start : min(start + TOGETHER, plan.threads)]
    with TemporaryDirectory() as place:
        outcomes = asyncio.run(replayed(some, f"sqlite:///{place}/relais.db"))
    return {
        "set": folder.name,
        "threads": len(some),
        "messages": sum(len(thread.messages) for thread in some),
        "answering": sum(len(thread.answers) for thread in some),
        "whole": sum(one.question and one.answers for one in outcomes),
        **{
            name: sum(getattr(one, name) for one in outcomes)
            for name in ("question", "answers", "drafted", "crashed", "twice")
        },
    }


async def replayed(some: Sequence[Thread], database_url: str) -> list[Outcome]:
    """The threads, one after the other, in one workspace with the example charter."""
    database = open_database(database_url)
    await migrate.upgrade(database)
    await database.close()
    async with a_stage(database_url) as stage:
        await stage.rule(stage.charter)
        return [await replay(stage, thread) for thread in some]


async def replay(stage: Stage, thread: Thread) -> Outcome:
    """One thread: written, kept, told three times."""
    failed_before = await _failed(stage)
    with _held(stage) as events:
        first = await _write(stage, thread)
    await _deliver(stage, events, random.Random(thread.id))
    try:
        await stage.quiet()
    except AssertionError:  # it does not come to rest
        return Outcome(crashed=True)
    outcome = await _outcome(stage, thread, first)
    return replace(outcome, crashed=await _failed(stage) > failed_before)


async def _failed(stage: Stage) -> int:
    """How many events, or what they asked for, needed a second attempt or were never done."""
    again = (Event.attempts > 1) | Event.done_at.is_(None)
    errands = Notification.kind.in_(ERRANDS) & Notification.trouble.is_not(None)
    rows = [*await stage.all(select(Event).where(again)), *await stage.rows(errands)]
    return len(rows)


@contextmanager
def _held(stage: Stage) -> Iterator[list[Json]]:
    """Events are kept back, as if Slack were slow."""
    events: list[Json] = []
    arrived: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    arrived.set_result(None)

    def keep(event: Json) -> asyncio.Future[None]:
        events.append(event)
        return arrived

    with patch.object(stage.slack.delivery, "event", keep):
        yield events


async def _write(stage: Stage, thread: Thread) -> Message:
    """The thread as its people write it, and the emoji on what answers; its first message."""
    written: list[Message] = []
    for said in thread.messages:
        author, below = _person(stage, said.author), written[0].ts if written else None
        typed = NAMED.sub(lambda found: f"<@{_person(stage, found[1])}>", said.text)
        written.append(await stage.slack.say(author, QUESTIONS, typed, thread_ts=below))
    answers = [written[place] for place in thread.answers]
    random.Random(thread.id).shuffle(answers)
    for message in answers:
        await stage.slack.react(SOFIA, QUESTIONS, message.ts, "bookmark")
    return written[0]


def _person(stage: Stage, name: str) -> str:
    """Somebody of the channel, by their name in the thread."""
    person, workspace = f"U0{name}", stage.slack.workspace
    if person not in workspace.users:
        workspace.users[person] = User(person, name.lower(), name, locale="en-US")
        workspace.channels[QUESTIONS].members.add(person)
    return person


async def _deliver(stage: Stage, events: Sequence[Json], lot: random.Random) -> None:
    several = [event for event in events for _time in range(TIMES)]
    lot.shuffle(several)
    await asyncio.gather(*map(stage.slack.delivery.event, several))


async def _outcome(stage: Stage, thread: Thread, first: Message) -> Outcome:
    query = select(CapturedMessage).where(CapturedMessage.thread_ts == first.ts)
    kept = await stage.all(query)
    numbers = {message.entry_id for message in kept if message.entry_id}
    if not numbers:
        return Outcome()
    entry, *others = await stage.all(select(Entry).where(Entry.id.in_(numbers)))
    again = len(kept) - len({message.ts for message in kept})
    question, *answers = [_typed(thread.messages[place].text) for place in (0, *thread.answers)]
    return Outcome(
        question=question in map(_seen, (entry.title, *entry.wordings)),
        answers="".join(answers) == _seen("".join(line.text for line in lines(entry.body))),
        drafted=True,
        twice=len(others) + again,
    )


def _typed(text: str) -> str:
    """What a reader sees of a message, spaces aside: people by their names."""
    return _seen(NAMED.sub(lambda found: f"@{found[1].lower()}", text))


def _seen(text: str) -> str:
    return "".join(text.replace(JOINER, "").split())

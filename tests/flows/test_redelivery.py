"""Redelivery: events may come three times, in any order, and the right draft comes of it."""

import random
from collections.abc import Iterator
from itertools import count

from sqlalchemy import select

from bot.sandbox.cast import CAMILLE, INES, MARC, QUESTIONS, SOFIA, THEO
from bot.sandbox.slack import Message
from bot.sandbox.slack.workspace import Json
from knowledge import inbox
from knowledge.captured import CapturedMessage
from knowledge.entry import PENDING, Entry
from knowledge.outbox import Kind, Notification
from tests.stage import Stage

KEEPERS = (CAMILLE, THEO, SOFIA)
ANSWERS = ("Yes, in our workshop.", "Twelve letters at most.", "It takes ten days.")
ROUNDS, DEEDS = 4, 12

Deed = tuple[int, str, bool]
"""Which answer, who, and whether they put the emoji there or take it off."""


async def test_every_event_three_times_in_random_order_makes_the_right_draft(stage: Stage) -> None:
    chance = random.Random(7)
    numbers = count(1)
    for _round in range(ROUNDS):
        said = await _thread(stage)
        deeds = [_deed(chance) for _number in range(DEEDS)]
        events = list(_events(said, deeds, numbers))
        await _deliver(stage, chance.sample(events * 3, len(events) * 3))
        await stage.quiet()

        kept = {answer for answer, who in _last(deeds).items() if who}
        assert await _drafts(stage, said[0]) == _expected(kept)
        assert await _keepers(stage, said) == {said[answer].ts for answer in kept}, (
            "what is kept is what somebody's emoji is on"
        )
        assert [stage.me in one.reactions.get("card_index_dividers", ()) for one in said] == [
            number in kept for number in range(len(said))
        ]
    rows = await stage.rows(Notification.kind == Kind.REVIEW)
    assert len({(row.about, row.to) for row in rows}) == len(rows)


async def test_an_event_that_comes_an_hour_late_still_counts(stage: Stage) -> None:
    said = await _thread(stage)
    events = list(_events(said, [(0, THEO, True)], count(1)))
    await stage.move(hours=1)

    await _deliver(stage, events)
    await stage.quiet()

    assert await _drafts(stage, said[0]) == [ANSWERS[0]]


async def test_a_message_that_went_before_its_reaction_came_is_not_kept(stage: Stage) -> None:
    said = await _thread(stage)
    events = list(_events(said, [(0, THEO, True)], count(1)))
    await stage.slack.delete(MARC, QUESTIONS, said[0].ts)
    await stage.quiet()

    await _deliver(stage, events * 2)
    await stage.quiet()

    assert await _drafts(stage, said[0]) == []


async def _thread(stage: Stage) -> list[Message]:
    first = await stage.say("Can a customer have a name engraved on her kettle?", by=INES)
    return [await stage.say(text, by=MARC, thread=first.ts) for text in ANSWERS]


def _deed(chance: random.Random) -> Deed:
    return chance.randrange(len(ANSWERS)), chance.choice(KEEPERS), chance.random() < 0.6


def _last(deeds: list[Deed]) -> dict[int, set[str]]:
    """Whose emoji is on each answer in the end."""
    there: dict[int, set[str]] = {number: set() for number in range(len(ANSWERS))}
    for number, person, is_there in deeds:
        (there[number].add if is_there else there[number].discard)(person)
    return there


def _events(said: list[Message], deeds: list[Deed], numbers: Iterator[int]) -> Iterator[Json]:
    for answer, person, is_there in deeds:
        number = next(numbers)
        yield {
            "type": "reaction_added" if is_there else "reaction_removed",
            "user": person,
            "reaction": "bookmark",
            "item": {"type": "message", "channel": QUESTIONS, "ts": said[answer].ts},
            "item_user": MARC,
            "event_ts": f"1768300000.{number:06}",
        }


async def _deliver(stage: Stage, events: list[Json]) -> None:
    """Each delivery with a name of its own: nothing but its meaning tells that it is known."""
    template = next(
        envelope.payload
        for envelope in stage.slack.delivery.delivered
        if envelope.type == "events_api"
    )
    for event in events:
        body = {**template, "event": event, "event_id": stage.slack.workspace.next_id("Ev")}
        async with stage.bot.services.sessions.begin() as session:
            await inbox.keep(session, body["event_id"], body, now=stage.clock.now())


async def _drafts(stage: Stage, reply: Message) -> list[str]:
    """The drafts of the thread that await their review."""
    query = (
        select(Entry)
        .join(CapturedMessage, CapturedMessage.entry_id == Entry.id)
        .where(CapturedMessage.thread_ts == str(reply.thread_ts), Entry.status.in_(PENDING))
        .distinct()
    )
    return [entry.body for entry in await stage.all(query)]


def _expected(kept: set[int]) -> list[str]:
    return ["\n\n".join(ANSWERS[number] for number in sorted(kept))] if kept else []


async def _keepers(stage: Stage, said: list[Message]) -> set[str]:
    stamps = [one.ts for one in said]
    return set(await stage.all(select(CapturedMessage.ts).where(CapturedMessage.ts.in_(stamps))))

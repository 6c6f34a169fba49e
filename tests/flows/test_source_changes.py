"""Source changes: entries follow the messages they came from, or somebody decides."""

import pytest
from sqlalchemy import select

from bot.sandbox.cast import CAMILLE, INES, QUESTIONS, SOFIA
from bot.sandbox.slack import Message
from knowledge.entry import Entry, Status
from knowledge.flag import Flag
from tests.stage import Stage, labels

on_sqlite = pytest.mark.parametrize(
    "combination", [("sqlite", "socket")], indirect=True, ids="-".join
)


async def kept(stage: Stage, *, publish: bool = False) -> Message:
    """Inès answers Camille in a thread; Camille keeps it, and Sofia lets it be found."""
    asked = await stage.say("How long does engraving a teapot take?", by=CAMILLE)
    reply = await stage.say("Ten working days.", by=INES, thread=asked.ts)
    await stage.react(reply, by=CAMILLE)
    if publish:
        await stage.press("Publish", by=SOFIA)
    return reply


async def entry(stage: Stage) -> Entry:
    known: Entry
    [known] = await stage.all(select(Entry).where(Entry.author == INES))
    return known


async def edit(stage: Stage, message: Message, text: str) -> None:
    await stage.slack.edit(message.user, message.channel, message.ts, text)
    await stage.quiet()


async def delete(stage: Stage, message: Message) -> None:
    await stage.slack.delete(message.user, message.channel, message.ts)
    await stage.quiet()


@on_sqlite
async def test_a_draft_follows_its_source_and_goes_with_it(stage: Stage) -> None:
    reply = await kept(stage)
    await edit(stage, reply, "Fifteen working days.")
    assert (await entry(stage)).body == "Fifteen working days."
    assert "Fifteen working days." in stage.dms(SOFIA)[-1].text

    await delete(stage, reply)
    assert (await entry(stage)).status is Status.ARCHIVED
    assert "Put aside" in stage.dms(SOFIA)[-1].text


async def test_of_a_published_entry_the_owner_sees_a_diff_and_takes_it_over(stage: Stage) -> None:
    reply = await kept(stage, publish=True)
    await edit(stage, reply, "Fifteen working days.")

    [flag] = await stage.all(select(Flag))
    card = stage.dms(flag.owner)[-1]
    assert "*What an entry of yours came from has changed:*" in card.text
    assert "> ~Ten~ working days." in card.text
    assert "> *Fifteen* working days." in card.text
    assert labels(card)[1:3] == ["Take over", "Keep ours"]
    assert (await entry(stage)).body == "Ten working days."
    await stage.press("Take over", by=flag.owner)

    assert (await entry(stage)).body == "Fifteen working days."
    assert "has corrected this entry" in stage.dms(flag.owner)[-1].text


@on_sqlite
async def test_or_keeps_ours(stage: Stage) -> None:
    reply = await kept(stage, publish=True)
    await edit(stage, reply, "Fifteen working days.")
    [flag] = await stage.all(select(Flag))
    await stage.press("Keep ours", by=flag.owner)

    assert (await entry(stage)).body == "Ten working days."
    assert "has found this entry right" in stage.dms(flag.owner)[-1].text


@on_sqlite
async def test_a_deleted_source_is_flagged_by_nobody(stage: Stage) -> None:
    reply = await kept(stage, publish=True)
    await delete(stage, reply)
    [flag] = await stage.all(select(Flag))
    assert "*Its source was deleted*" in stage.dms(flag.owner)[-1].text
    assert (await entry(stage)).status is Status.PUBLISHED


@on_sqlite
async def test_what_changes_no_word_asks_nobody(stage: Stage) -> None:
    reply = await kept(stage, publish=True)
    said = stage.slack.messages_in(QUESTIONS, user=INES)
    await stage.react(reply, by=INES, emoji="eyes")
    await edit(stage, reply, "Ten working days. ")
    other = next(m for m in said if m.user == CAMILLE)
    await edit(stage, other, "Nothing that was kept.")
    assert await stage.all(select(Flag)) == []

"""Forgetting: people see what is held of them, and have it forgotten; nobody else does."""

from sqlalchemy import select

from bot.sandbox.cast import CAMILLE, EVERYONE, INES, MARC, QUESTIONS, SOFIA, THEO
from knowledge.audit import AuditLine
from knowledge.entry import Entry, Status
from knowledge.escalation import Escalation
from knowledge.people import Member
from knowledge.question import Question
from tests.stage import Stage, labels

FIRE = "a customer says the kettle caught fire"
ANSWER = "Yes: laser, twelve letters at most."


async def kept_and_published(stage: Stage) -> Entry:
    first = await stage.say("Can we engrave a kettle?", by=INES, channel=QUESTIONS)
    good = await stage.say(ANSWER, by=MARC, channel=QUESTIONS, thread=first.ts)
    await stage.react(good, by=CAMILLE)
    [draft] = await stage.all(select(Entry).where(Entry.status == Status.IN_REVIEW))
    await stage.press("Publish", by=str(draft.reviewer))
    assert isinstance(draft, Entry)
    return draft


async def opened(stage: Stage, text: str, *, by: str) -> None:
    """Type `/kb text`, which opens a window."""
    await stage.slack.command(by, QUESTIONS, "/kb", text)
    await stage.quiet()


async def test_people_see_what_is_held_of_them_and_of_nobody_else(stage: Stage) -> None:
    await stage.kb("how much is a zorglub", by=THEO)
    await stage.kb("how do I get a refund", by=CAMILLE)

    told = await stage.kb("mes données", by=THEO)
    assert "What I hold of you" in told.text
    assert "questions you asked · *1*" in told.text
    assert told.ephemeral_to == THEO
    assert "still to be looked at" not in told.text
    await stage.press("Show everything", by=THEO)

    shown = str(stage.modal(THEO).blocks)
    assert "zorglub" in shown
    assert "refund" not in shown


async def test_forgetting_asks_first_and_then_nothing_names_them(stage: Stage) -> None:
    await kept_and_published(stage)
    await stage.kb("how much is a zorglub", by=MARC)

    await opened(stage, "forget me", by=MARC)
    asked = str(stage.modal(MARC).blocks)
    assert "This cannot be undone" in asked
    assert "1 entry of yours is published" in asked
    assert await stage.submit(by=MARC) is None

    assert "I have forgotten you" in str(stage.modal(MARC).blocks)
    assert await stage.all(select(Member).where(Member.id == MARC)) == []
    assert await stage.all(select(Question).where(Question.asker == MARC)) == []
    [entry] = await stage.all(select(Entry).where(Entry.body == ANSWER))
    assert (entry.status, entry.author) == (Status.PUBLISHED, None)
    assert MARC not in (await stage.kb(f"show {entry.id}", by=THEO)).text
    assert await stage.all(select(AuditLine).where(AuditLine.by == MARC)) == []


async def test_their_published_entries_go_if_they_wish(stage: Stage) -> None:
    await kept_and_published(stage)

    await opened(stage, "oubliez-moi", by=MARC)
    await stage.submit(by=MARC, entries="go")

    assert await stage.all(select(Entry).where(Entry.body == ANSWER)) == []
    assert ANSWER not in (await stage.kb("engrave a kettle", by=THEO)).text
    others = {*EVERYONE} - {MARC}
    assert not [one for who in others for one in stage.dms(who) if ANSWER in one.text]


async def test_what_they_owe_is_with_the_next_person_before_they_are_forgotten(
    stage: Stage,
) -> None:
    await stage.kb(FIRE, by=THEO)
    [owed] = await stage.all(select(Escalation))

    await opened(stage, "forget me", by=owed.assignee)
    assert "*Passed on first*: 1 answer you owe" in str(stage.modal(owed.assignee).blocks)
    await stage.submit(by=owed.assignee)

    [now] = await stage.all(select(Escalation))
    assert now.is_live
    assert now.assignee not in (owed.assignee, THEO)
    assert any("I'll take it" in labels(one) for one in stage.dms(now.assignee))
    assert "has asked to be forgotten" in stage.dms(SOFIA)[-1].text


async def test_the_only_lead_is_told_why_not(stage: Stage) -> None:
    await opened(stage, "forget me", by=SOFIA)
    faults = await stage.submit(by=SOFIA)

    assert faults
    assert "You are the only lead" in str(faults)
    assert len(await stage.all(select(Member).where(Member.id == SOFIA))) == 1

"""Recalls: everyone who was given what was wrong hears so, once, where they were given it."""

import pytest
from sqlalchemy import select

from bot.sandbox.cast import CAMILLE, GENERAL, INES, JURIDIQUE, MARC, QUESTIONS, SOFIA, THEO
from knowledge.entry import Entry
from knowledge.flag import Flag, Status
from tests.stage import Stage, labels

on_sqlite = pytest.mark.parametrize(
    "combination", [("sqlite", "socket")], indirect=True, ids="-".join
)

REFUND = "how do i get my money back"
NEW = "You get it back within 60 days."


async def asked_everywhere(stage: Stage) -> None:
    """Théo by command, Camille in a thread, Marc in his DM; Sofia shares it with #general."""
    await stage.kb(REFUND, by=THEO)
    await stage.say(f"<@{stage.me}> {REFUND}", by=CAMILLE)
    await stage.write(REFUND, by=MARC)
    await stage.kb(REFUND, by=SOFIA, channel=GENERAL)
    await stage.press("Share in channel", by=SOFIA)


async def card(stage: Stage, by: str) -> Entry:
    """Open the card of the entry that answers."""
    query = select(Entry).where(Entry.title == "How do I get my money back?")
    entry: Entry
    [entry] = await stage.all(query)
    await stage.kb(f"show {entry.id}", by=by)
    return entry


async def correct_and_tell(stage: Stage, *, how: str = "correct", body: str = NEW) -> Entry:
    """Inès does so from the card."""
    entry = await card(stage, INES)
    await stage.press("Correct and tell everybody…", by=INES)
    await stage.submit(by=INES, how=how, reason="The bank is slower.", answer=body)
    return entry


async def test_everyone_hears_it_once_where_they_got_it(stage: Stage) -> None:
    await asked_everywhere(stage)
    await card(stage, INES)
    await stage.press("Correct and tell everybody…", by=INES)
    preview = str(stage.modal(INES).blocks)
    assert "this entry was given to *3 people* and *2 conversations*" in preview
    await stage.submit(by=INES, how="correct", reason="The bank is slower.", answer=NEW)

    for person in (THEO, MARC):
        [told] = [m for m in stage.dms(person) if "This answer was wrong" in m.text]
        assert f"*This answer was wrong*, and <@{INES}> has corrected it:\n> {REFUND}" in told.text
        assert "> The bank is slower.\nUntil now:" in told.text
        assert "From now on:\n> You *get it back within 60 days*." in told.text
        assert labels(told) == ["Read", "Something wrong?"]
    in_thread = [m for m in stage.seen(THEO, QUESTIONS) if m.thread_ts and "wrong" in m.text]
    assert len(in_thread) == 1
    assert in_thread[0].text.startswith(f"<@{CAMILLE}>\n:mega: ")
    [in_general] = [m for m in stage.seen(THEO, GENERAL) if "fausse" in m.text]
    assert in_general.thread_ts is None
    assert [m for m in stage.dms(CAMILLE) if "wrong" in m.text] == []

    await stage.move(minutes=1)
    state = next(m for m in stage.dms(INES) if "have arrived" in m.text)
    assert ":mega: 5 of 5 messages have arrived." in state.text


@on_sqlite
async def test_archived_it_is_taken_back_without_its_text(stage: Stage) -> None:
    await stage.kb(REFUND, by=THEO)
    await correct_and_tell(stage, how="archive")

    told = stage.dms(THEO)[-1]
    assert f"*This answer no longer holds*: <@{INES}> has put it aside." in told.text
    assert labels(told) == []


@on_sqlite
async def test_from_a_flag_it_settles_the_flag_too(stage: Stage) -> None:
    await stage.kb(REFUND, by=CAMILLE)
    await stage.kb(REFUND, by=THEO)
    await stage.press("Something wrong?", by=THEO)
    await stage.submit(by=THEO, doubt="wrong", words="It is 60 days.")
    await stage.press("Correct and tell everybody…", by=INES)
    await stage.submit(by=INES, how="correct", reason="It was.", answer=NEW)

    [flag] = await stage.all(select(Flag))
    assert flag.status is Status.CORRECTED
    assert "This answer was wrong" in stage.dms(CAMILLE)[-1].text
    assert any("has corrected what you had flagged" in m.text for m in stage.dms(THEO))


@on_sqlite
async def test_without_a_reason_or_a_change_nobody_is_told(stage: Stage) -> None:
    await stage.kb(REFUND, by=THEO)
    entry = await card(stage, INES)
    await stage.press("Correct and tell everybody…", by=INES)
    assert await stage.submit(by=INES, how="correct", reason=" ", answer=NEW)
    faults = await stage.submit(by=INES, how="correct", reason="Wrong.", answer=entry.body)
    assert faults
    assert "Nothing is different yet." in str(faults)
    assert stage.dms(THEO) == []


@on_sqlite
async def test_who_may_no_longer_read_it_learns_only_that_it_no_longer_holds(stage: Stage) -> None:
    first = await stage.say("Who signs the contest rules?", by=INES, channel=JURIDIQUE)
    reply = await stage.say("The lab signs them.", by=MARC, channel=JURIDIQUE, thread=first.ts)
    await stage.react(reply, by=INES)
    await stage.press("Publish", by=SOFIA)
    question = "who signs the contest rules"
    await stage.kb(question, by=INES)
    assert "The lab" in stage.seen(INES)[-1].text
    await stage.slack.leave(INES, JURIDIQUE)
    await stage.move(minutes=2)
    [entry] = await stage.all(select(Entry).where(Entry.audience == JURIDIQUE))

    await stage.kb(f"show {entry.id}", by=SOFIA)
    await stage.press("Correct and tell everybody…", by=SOFIA)
    await stage.submit(by=SOFIA, how="correct", reason="Secret reason.", answer="The CEO does.")

    told = stage.dms(INES)[-1].text
    assert "*An answer that I gave here earlier no longer holds.*" in told
    assert question in told
    assert not any(word in told for word in ("lab", "CEO", "Secret", "sign the"))


@on_sqlite
async def test_who_cannot_be_reached_is_named_to_who_recalls(stage: Stage) -> None:
    await stage.kb(REFUND, by=THEO)
    await stage.kb(REFUND, by=CAMILLE, channel=GENERAL)
    await stage.press("Share in channel", by=CAMILLE)
    stage.slack.workspace.users[THEO].deleted = True
    stage.slack.workspace.channels[GENERAL].is_archived = True
    await correct_and_tell(stage)
    await stage.move(minutes=1)

    shared = [m for m in stage.dms(CAMILLE) if "You had shared it in" in m.text]
    assert len(shared) == 1
    state = stage.dms(INES)[-1].text
    assert ":mega: 2 of 3 messages have arrived." in state
    assert f"I can't reach <@{THEO}>. Please tell them yourself." in state

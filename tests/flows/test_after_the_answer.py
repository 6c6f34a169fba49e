"""After the answer: solved, or not; what each reads then, and what was helpful stays."""

from copy import deepcopy

import pytest
from sqlalchemy import select

from bot.sandbox.cast import CAMILLE, INES, MARC, QUESTIONS, THEO
from bot.sandbox.slack import Message
from knowledge.entry import Entry
from knowledge.escalation import Status
from tests.flows.escalating import PARCEL, asked_ines, only, presses_in_vain, writes
from tests.stage import Stage, labels

ONCE = pytest.mark.parametrize("combination", [("sqlite", "http")], indirect=True, ids="-".join)
DATA = "what personal data do you keep about me"
MISSING = "The carrier has closed down."


async def answered(stage: Stage) -> Message:
    """Inès has answered Théo; what he got."""
    await asked_ines(stage)
    await writes(stage, "Answer", "Open an enquiry.", by=INES)
    return deepcopy(stage.dms(THEO)[-1])


async def test_not_solved_brings_it_back_and_the_next_answer_is_another(stage: Stage) -> None:
    first = await answered(stage)
    assert labels(first) == ["Solved", "Not solved…"]

    await writes(stage, "Not solved…", MISSING, by=THEO)

    back = stage.dms(INES)[-1]
    assert f"*Not solved yet*: <@{THEO}> needs more than your answer" in back.text
    assert f"> {MISSING}" in back.text
    assert labels(back)[0] == "I'll take it"
    shown = next(m for m in stage.dms(THEO) if m.ts == first.ts)
    assert "Open an enquiry." in shown.text, "what was answered can still be read"
    assert "You said that this answer did not settle it. I have asked" in shown.text
    assert labels(shown) == []

    await stage.write("Refund it.", by=INES, thread=back.ts)
    await stage.press("Send", by=INES)
    second = stage.dms(THEO)[-1]
    assert "Refund it." in second.text
    assert "Open an enquiry." not in second.text
    await stage.press("Solved", by=THEO)

    assert f"Your answer solved <@{THEO}>'s question." in stage.dms(INES)[-1].text
    assert (await only(stage)).status is Status.CLOSED
    assert "Solved." in next(m for m in stage.dms(THEO) if m.ts == second.ts).text
    [entry] = await stage.all(select(Entry).where(Entry.author == INES))
    assert entry.body == "Refund it."


@ONCE
async def test_pressed_twice_or_too_late_it_says_so(stage: Stage) -> None:
    first = await answered(stage)
    await stage.press("Solved", by=THEO)
    thanks = len(stage.dms(INES))

    await stage.slack.click(THEO, first, "escalation_solved")
    await stage.quiet()
    assert len(stage.dms(INES)) == thanks, "thanked once"
    said = await presses_in_vain(stage, "escalation_not_solved", by=THEO, on=first)
    assert "That is no longer possible" in said


@ONCE
async def test_in_public_only_its_asker_says_whether_it_is_solved(stage: Stage) -> None:
    await stage.say(f"<@{stage.me}> {DATA}", by=THEO)
    await writes(stage, "Answer", "Only what the order needs.", by=MARC)
    public = stage.seen(CAMILLE, QUESTIONS)[-1]

    for action in ("escalation_solved", "escalation_not_solved"):
        said = await presses_in_vain(stage, action, by=CAMILLE, on=public)
        assert said == f"Only <@{THEO}> can do this."
    await stage.press("Solved", by=THEO, on=public)
    assert (await only(stage)).status is Status.CLOSED


@ONCE
async def test_whoever_joined_keeps_the_answer_and_gets_the_next(stage: Stage) -> None:
    await stage.kb(DATA, by=THEO)
    await stage.kb(DATA, by=CAMILLE)
    await writes(stage, "Answer", "Only what the order needs.", by=MARC)
    theirs = stage.dms(CAMILLE)[-1]
    assert labels(theirs) == []

    await writes(stage, "Not solved…", "For how long?", by=THEO)

    kept = next(m for m in stage.dms(CAMILLE) if m.ts == theirs.ts)
    assert "Only what the order needs." in kept.text
    assert "did not settle it" not in kept.text
    await writes(stage, "Answer", "For three years.", by=MARC)
    assert "For three years." in stage.dms(CAMILLE)[-1].text
    assert "Only what the order needs." in kept.text


@ONCE
async def test_who_joined_by_mistake_asks_apart(stage: Stage) -> None:
    await stage.kb(DATA, by=THEO)
    await stage.kb(DATA, by=CAMILLE)
    status = deepcopy(stage.dms(CAMILLE)[-1])
    assert f"> {DATA}" in status.text

    await stage.press("Not the same question", by=CAMILLE, on=status)

    assert "You no longer wait for the answer" in stage.dms(CAMILLE)[0].text
    assert f"I have asked <@{MARC}>" in stage.dms(CAMILLE)[-1].text
    assert labels(stage.dms(CAMILLE)[-1]) == ["Add details", "It's urgent…", "Cancel"]
    [asked] = [m for m in stage.dms(MARC) if f"<@{CAMILLE}> has a question" in m.text]
    assert asked


@ONCE
async def test_an_entry_is_pointed_to_and_found_by_these_words_from_then_on(stage: Stage) -> None:
    await asked_ines(stage)
    title = "Can I cancel an order I have just placed?"
    [entry] = await stage.all(select(Entry).where(Entry.title == title))
    await stage.press("Point to an entry…", by=INES)

    faults = await stage.submit(by=INES, number="soon")
    assert faults
    assert "I can't find that" in "".join(faults.values())
    assert await stage.submit(by=INES, number=f"#{entry.id}") is None

    given = stage.dms(THEO)[-1].text
    assert f"<@{INES}> has answered your question:\n*{PARCEL}*" in given
    assert "refunded in full" in given
    [learned] = await stage.all(select(Entry).where(Entry.id == entry.id))
    assert PARCEL in learned.wordings

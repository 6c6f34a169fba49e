"""The history of an entry: who changed what and why, the way back, and two who write at once."""

import pytest
from sqlalchemy import select

from bot.sandbox.cast import CAMILLE, INES, QUESTIONS, SOFIA, THEO
from handlers.ui.history import OPEN_HISTORY
from knowledge.entry import Entry, Revision
from tests.flows.escalating import presses_in_vain
from tests.stage import Stage, labels

MONEY = "How do I get my money back?"


async def entry_of(stage: Stage, title: str = MONEY) -> Entry:
    found: list[Entry] = await stage.all(select(Entry).where(Entry.title == title))
    assert len(found) == 1
    return found[0]


async def edits(stage: Stage, number: int, *, by: str, **said: str) -> dict[str, str] | None:
    """Open an entry for editing and save it."""
    await stage.slack.command(by, QUESTIONS, "/kb", f"edit {number}")
    await stage.quiet()
    return await stage.submit(by=by, **said)


def words_of(stage: Stage, person: str) -> str:
    return str(stage.modal(person).blocks)


async def test_a_reviewer_reads_who_changed_what_and_why_and_goes_back(stage: Stage) -> None:
    entry = await entry_of(stage)
    body = entry.body
    await edits(stage, entry.id, by=SOFIA, answer="Within 30 days.", why="New law.")

    card = await stage.kb(f"show {entry.id}", by=INES)
    await stage.press("History", by=INES, on=card)
    shown = words_of(stage, INES)
    assert f"<@{SOFIA}> changes it" in shown
    assert "because: New law." in shown
    assert "an import brings it" in shown

    await stage.press("What changed", by=INES)
    assert "30 days" in words_of(stage, INES)
    assert "~" in words_of(stage, INES)
    await stage.slack.close_view(INES, stage.modal(INES).id)
    await stage.press("Go back to this", by=INES)
    assert "30 days" in words_of(stage, INES)
    assert await stage.submit(by=INES, why="The law was withdrawn.") is None

    assert (await entry_of(stage)).body == body
    below = words_of(stage, INES)
    assert f"<@{INES}> goes back to what it said before" in below
    assert "because: The law was withdrawn." in below
    last = (await stage.all(select(Revision).where(Revision.entry_id == entry.id)))[-1]
    assert (last.number, last.why) == (3, "The law was withdrawn.")


async def test_the_second_of_two_sees_what_the_first_changed_with_their_own_text_kept(
    stage: Stage,
) -> None:
    entry = await entry_of(stage)
    for person in (SOFIA, INES):
        await stage.slack.command(person, QUESTIONS, "/kb", f"edit {entry.id}")
    await stage.quiet()
    await stage.submit(by=SOFIA, title="How do I get a refund?")

    assert await stage.submit(by=INES, answer="Ask us.", why="Shorter.") is None

    assert (await entry_of(stage, "How do I get a refund?")).body == entry.body
    shown = stage.modal(INES)
    told = words_of(stage, INES)
    assert f"*<@{SOFIA}> has changed this entry while you were writing.*" in told
    assert "a refund" in told
    fields = {b["block_id"]: b["element"] for b in shown.blocks if b["type"] == "input"}
    assert fields["answer-1-0"]["initial_value"] == "Ask us."
    assert fields["why"]["initial_value"] == "Shorter."

    assert await stage.submit(by=INES) is None
    now = await entry_of(stage)
    assert (now.body, now.revision) == ("Ask us.", 3)
    revisions = await stage.all(select(Revision).where(Revision.entry_id == entry.id))
    assert [one.title for one in revisions] == [MONEY, "How do I get a refund?", MONEY]


async def test_going_back_shows_anew_what_has_changed_meanwhile(stage: Stage) -> None:
    entry = await entry_of(stage)
    await edits(stage, entry.id, by=SOFIA, answer="Within 30 days.")
    await stage.press("History", by=INES, on=await stage.kb(f"show {entry.id}", by=INES))
    await stage.press("Go back to this", by=INES)
    await edits(stage, entry.id, by=SOFIA, answer="Within 60 days.")

    assert await stage.submit(by=INES, why="Wrong.") is None

    assert "Somebody has changed the entry meanwhile" in words_of(stage, INES)
    assert "60 days" in words_of(stage, INES)
    assert (await entry_of(stage)).body == "Within 60 days."
    assert await stage.submit(by=INES) is None
    assert (await entry_of(stage)).body == entry.body


async def test_who_has_no_say_or_none_any_more_reads_no_history(stage: Stage) -> None:
    entry = await entry_of(stage)
    assert "History" not in labels(await stage.kb(f"show {entry.id}", by=THEO))
    card = await stage.kb(f"show {entry.id}", by=CAMILLE)
    await stage.rule(stage.charter.replace("{who: [U0CAMILLE, U0MARC]", "{who: [U0MARC]"))

    refused = await presses_in_vain(stage, OPEN_HISTORY, by=CAMILLE, on=card)

    assert "Your mandate in the charter doesn't cover this" in refused


async def test_a_mandate_that_was_taken_away_no_longer_goes_back(stage: Stage) -> None:
    entry = await entry_of(stage)
    await edits(stage, entry.id, by=SOFIA, answer="Within 30 days.")
    await stage.press("History", by=CAMILLE, on=await stage.kb(f"show {entry.id}", by=CAMILLE))
    await stage.press("Go back to this", by=CAMILLE)
    await stage.rule(stage.charter.replace("{who: [U0CAMILLE, U0MARC]", "{who: [U0MARC]"))

    faults = await stage.submit(by=CAMILLE, why="Because.")

    assert faults
    assert "Your mandate in the charter doesn't cover this" in "".join(faults.values())
    assert (await entry_of(stage)).body == "Within 30 days."


@pytest.mark.parametrize("combination", [("sqlite", "socket")], indirect=True, ids="-".join)
async def test_it_is_read_in_french(french_stage: Stage) -> None:
    entry = await entry_of(french_stage)
    await edits(french_stage, entry.id, by=SOFIA, answer="Sous 30 jours.", why="Loi.")

    card = await french_stage.kb(f"voir {entry.id}", by=INES)
    assert f"✓ vérifiée par <@{SOFIA}>" in card.text
    await french_stage.press("Historique", by=INES, on=card)
    assert f"<@{SOFIA}> la modifie" in words_of(french_stage, INES)

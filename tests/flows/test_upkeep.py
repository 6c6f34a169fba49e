"""Owners keep entries true: the weekly letter, the window, handing over, putting aside."""

import pytest
from sqlalchemy import select

from bot.sandbox.cast import CAMILLE, INES, MARC, PILOTAGE, QUESTIONS, SOFIA, THEO
from bot.sandbox.slack.workspace import TEAM
from knowledge import entries
from knowledge.entry import Entry, Status
from knowledge.outbox import Kind, Notification
from tests.factories import an_entry
from tests.stage import START, Stage, labels

MONEY = "How do I get my money back?"
ONCE = pytest.mark.parametrize("combination", [("sqlite", "http")], indirect=True, ids="-".join)


async def entry_of(stage: Stage, title: str = MONEY) -> Entry:
    found: list[Entry] = await stage.all(select(Entry).where(Entry.title == title))
    assert len(found) == 1
    return found[0]


async def until_monday(stage: Stage, weeks: int = 14) -> None:
    """The entries of the stage, imported on a Monday at ten, have lapsed by then."""
    while not await stage.rows(Notification.kind == Kind.UPKEEP):
        await stage.quiet()  # the worker has not looked yet whether anything is to be kept
    await stage.move(days=7 * weeks - 1, hours=6)  # Sunday, sixteen o'clock: the week is planned
    await stage.move(hours=17, minutes=30)


async def open_due(stage: Stage, person: str) -> str:
    await stage.slack.command(person, QUESTIONS, "/kb", "verify")
    await stage.quiet()
    return str(stage.modal(person).blocks)


async def test_the_weekly_letter_is_dealt_with_line_by_line_in_its_place(stage: Stage) -> None:
    await until_monday(stage)

    [letter] = stage.dms(INES)
    assert "entries wait for your word*: are they still true?" in letter.text
    count = labels(letter).count("Still true")
    assert count > 2

    await stage.press("Still true", by=INES, on=letter)
    [letter] = stage.dms(INES)
    assert labels(letter).count("Still true") == count - 1
    assert f"✓ verified by <@{INES}>" in letter.text

    await stage.press("Archive", by=INES, on=letter)
    assert await stage.submit(by=INES, why="No longer sold.") is None
    assert "Put aside" in str(stage.modal(INES).blocks)
    [letter] = stage.dms(INES)
    assert labels(letter).count("Still true") == count - 2
    assert "Restore" in labels(letter)
    [aside] = await stage.all(select(Entry).where(Entry.status == Status.ARCHIVED))
    assert (await stage.kb(aside.title, by=THEO)).text.count(f"*{aside.title}*") == 0

    await stage.press("Restore", by=INES, on=letter)
    assert (await entry_of(stage, aside.title)).status is Status.PUBLISHED

    await stage.press("Edit", by=INES, on=stage.dms(INES)[0])
    assert await stage.submit(by=INES, answer="Within 30 days.") is None
    [letter] = stage.dms(INES)
    assert labels(letter).count("Still true") == count - 3


@ONCE
async def test_what_is_not_dealt_with_is_asked_again_next_week_once(stage: Stage) -> None:
    await until_monday(stage)
    await stage.move(days=3)
    assert len(stage.dms(INES)) == 1

    await stage.move(days=4)

    assert len(stage.dms(INES)) == 2


@ONCE
async def test_the_window_shows_the_same_at_any_time_and_home_counts_it(stage: Stage) -> None:
    assert "Nothing waits for your word" in await open_due(stage, INES)
    assert "wait to be verified" not in str((await stage.home(INES)).blocks)
    await stage.move(days=89)

    home = await stage.home(INES)
    assert "entries of yours wait to be verified.*" in str(home.blocks)
    await stage.press("Look", by=INES, on=home)
    count = labels(stage.modal(INES)).count("Still true")
    await stage.press("Still true", by=INES, on=stage.modal(INES))
    assert labels(stage.modal(INES)).count("Still true") == count - 1

    await stage.press("Archive", by=INES, on=stage.modal(INES))
    assert await stage.submit(by=INES, why="No longer sold.") is None
    assert labels(stage.modal(INES)).count("Still true") == count - 2

    await stage.press("Edit", by=INES, on=stage.modal(INES))
    assert await stage.submit(by=INES, answer="Within 30 days.") is None
    assert labels(stage.modal(INES)).count("Still true") == count - 3


@ONCE
async def test_an_answer_says_who_has_verified_it_until_that_lapses(stage: Stage) -> None:
    entry = await entry_of(stage)
    assert "verified" not in (await stage.kb(MONEY, by=THEO)).text
    card = await stage.kb(f"show {entry.id}", by=INES)
    await stage.press("Still true", by=INES, on=card)

    assert f"✓ verified by <@{INES}>, <!date^" in (await stage.kb(MONEY, by=THEO)).text
    await stage.move(days=91)
    answer = await stage.kb(MONEY, by=THEO)
    assert "to be verified again" in answer.text
    assert "✓" not in answer.text


@ONCE
async def test_an_entry_is_handed_to_somebody_who_hears_of_it(stage: Stage) -> None:
    entry = await entry_of(stage)
    card = await stage.kb(f"show {entry.id}", by=SOFIA)

    await stage.press("Hand over", by=SOFIA, on=card)
    faults = await stage.submit(by=SOFIA, person=THEO)
    assert faults
    assert "Choose somebody with the level it needs" in "".join(faults.values())
    assert await stage.submit(by=SOFIA, person=MARC) is None

    assert (await entry_of(stage)).owner == MARC
    assert f"<@{SOFIA}> has handed you this entry" in stage.dms(MARC)[-1].text
    assert f"kept by <@{MARC}>" in (await stage.kb(f"show {entry.id}", by=THEO)).text
    theirs = await stage.kb(f"show {entry.id}", by=CAMILLE)
    assert "Hand over" not in labels(theirs)


@ONCE
async def test_what_was_put_aside_from_the_card_is_listed_and_brought_back_in_one_click(
    stage: Stage,
) -> None:
    entry = await entry_of(stage)
    card = await stage.kb(f"show {entry.id}", by=INES)
    await stage.press("Archive", by=INES, on=card)
    assert await stage.submit(by=INES, why="Double.") is None

    assert "Nothing that you may bring back" in (await stage.kb("archived", by=THEO)).text
    listed = await stage.kb("archived", by=SOFIA)
    assert "*1 entry was put aside*" in listed.text
    await stage.press("Restore", by=SOFIA, on=listed)

    assert (await entry_of(stage)).status is Status.PUBLISHED
    assert "Nothing that you may bring back" in stage.seen(SOFIA, QUESTIONS)[-1].text


@ONCE
async def test_the_letter_goes_to_somebody_else_where_slack_refuses_it(stage: Stage) -> None:
    stage.slack.workspace.users[INES].deleted = True
    await until_monday(stage)

    assert stage.dms(INES) == []
    assert "wait for your word" in stage.dms(SOFIA)[-1].text


@ONCE
async def test_pages_of_a_long_letter_are_turned_by_its_reader(stage: Stage) -> None:
    async with stage.bot.services.sessions.begin() as session:
        for number in range(9):
            entry = an_entry(workspace=TEAM, title=f"Question {number} ?", published_at=START)
            await entries.add(session, entry, by=SOFIA, now=START, deed="entry.imported")
    await until_monday(stage)
    [letter] = stage.dms(INES)
    assert "Page 1 of" in letter.text

    await stage.press("Next page", by=INES, on=letter)

    [letter] = stage.dms(INES)
    assert "Page 2 of" in letter.text
    assert "Previous page" in labels(letter)


@ONCE
async def test_what_is_kept_for_a_channel_is_brought_to_its_members_only(stage: Stage) -> None:
    async with stage.bot.services.sessions.begin() as session:
        facts = {"title": "Secret ?", "audience": PILOTAGE, "owner": INES}
        entry = an_entry(workspace=TEAM, published_at=START, **facts)
        await entries.add(session, entry, by=SOFIA, now=START, deed="entry.imported")
    assert "Secret" not in await open_due(stage, INES)

    await until_monday(stage)

    assert "Secret" not in str([letter.blocks for letter in stage.dms(INES)])
    assert "Secret" in str([letter.blocks for letter in stage.dms(SOFIA)])


@ONCE
async def test_nobody_is_handed_what_they_may_not_read(stage: Stage) -> None:
    async with stage.bot.services.sessions.begin() as session:
        entry = an_entry(workspace=TEAM, title="Secret ?", audience=PILOTAGE, published_at=START)
        await entries.add(session, entry, by=SOFIA, now=START, deed="entry.imported")
    await stage.press("Hand over", by=SOFIA, on=await stage.kb(f"show {entry.id}", by=SOFIA))

    faults = await stage.submit(by=SOFIA, person=MARC)

    assert faults
    assert f"<@{MARC}> can't keep this entry" in "".join(faults.values())

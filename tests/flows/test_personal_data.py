"""Personal data in a draft: shown to its reviewer, hidden with a click, gone once published."""

from typing import Any

from sqlalchemy import select

from bot.sandbox.cast import CAMILLE, INES, MARC, QUESTIONS, SOFIA, THEO
from bot.sandbox.slack.workspace import TEAM
from knowledge import entries
from knowledge.captured import CapturedMessage
from knowledge.entry import Entry, Revision, Status
from tests.stage import Stage, labels

QUESTION = "Whom can a customer call about an engraved kettle?"
PHONE, MAIL = "06 12 34 56 78", "marie.roux@orange.fr"
ANSWER = f"Marie does it: {PHONE}, or write to {MAIL}."


async def drafted(stage: Stage) -> tuple[Entry, str]:
    """Marc's answer is kept; the draft and who reviews it."""
    first = await stage.say(QUESTION, by=INES, channel=QUESTIONS)
    good = await stage.say(ANSWER, by=MARC, channel=QUESTIONS, thread=first.ts)
    await stage.react(good, by=CAMILLE)
    [draft] = await stage.all(select(Entry).where(Entry.status == Status.IN_REVIEW))
    assert isinstance(draft, Entry)
    return draft, str(draft.reviewer)


async def now(stage: Stage, entry: Entry) -> Entry:
    [found] = await stage.all(select(Entry).where(Entry.id == entry.id))
    assert isinstance(found, Entry)
    return found


async def test_what_was_found_is_hidden_one_by_one_and_shown_again(stage: Stage) -> None:
    draft, reviewer = await drafted(stage)
    assert "telephone number · •• •• •• •• 78" in stage.dms(reviewer)[-1].text
    assert labels(stage.dms(reviewer)[-1]).count("Hide") == 2

    await stage.press("Hide", by=reviewer)
    shown = stage.dms(reviewer)[-1]
    assert PHONE not in shown.text
    assert MAIL in shown.text
    assert (await now(stage, draft)).body == ANSWER

    await stage.press("Show again", by=reviewer)
    assert PHONE in stage.dms(reviewer)[-1].text


async def test_hidden_and_published_it_is_gone_for_good(stage: Stage) -> None:
    draft, reviewer = await drafted(stage)

    await stage.press("Hide all", by=reviewer)
    await stage.press("Publish", by=reviewer)

    entry = await now(stage, draft)
    assert entry.status is Status.PUBLISHED
    kept = [
        entry.body,
        *[revision.body for revision in await stage.all(select(Revision))],
        *[message.text for message in await stage.all(select(CapturedMessage))],
        (await stage.kb("whom to call about an engraved kettle", by=THEO)).text,
        *[message.text for message in stage.dms(reviewer)],
    ]
    assert len(kept) > 5
    assert not [text for text in kept if PHONE in text or MAIL in text]
    assert "•• •• •• •• 78" in entry.body


async def test_before_the_rest_is_published_its_reviewer_is_asked(stage: Stage) -> None:
    draft, reviewer = await drafted(stage)

    await stage.press("Publish", by=reviewer)
    asked = stage.modal(reviewer)
    assert (await now(stage, draft)).status is Status.IN_REVIEW
    assert "telephone number" in str(asked.blocks)
    assert await stage.submit(by=reviewer, choice="nothing") is None

    entry = await now(stage, draft)
    assert (entry.status, entry.body) == (Status.PUBLISHED, ANSWER)


async def test_asked_the_reviewer_may_hide_all_of_it_at_once(stage: Stage) -> None:
    draft, reviewer = await drafted(stage)

    await stage.press("Publish", by=reviewer)
    await stage.submit(by=reviewer, choice="all")

    entry = await now(stage, draft)
    assert entry.status is Status.PUBLISHED
    assert PHONE not in entry.body


async def test_what_was_added_since_it_was_asked_about_is_asked_about_again(stage: Stage) -> None:
    draft, reviewer = await drafted(stage)
    await stage.press("Publish", by=reviewer)

    async with stage.bot.services.sessions.begin() as session:
        entry = await entries.get(session, TEAM, draft.id, lock=True)
        said: dict[str, Any] = {
            "title": entry.title,
            "body": f"{ANSWER} Or 07 99 88 77 66.",
            "seen": 1,
        }
        await entries.edit(session, entry, by=SOFIA, now=stage.clock.now(), **said)
    faults = await stage.submit(by=reviewer, choice="nothing")

    assert faults
    assert "nobody has looked at yet" in str(faults)
    assert (await now(stage, draft)).status is Status.IN_REVIEW

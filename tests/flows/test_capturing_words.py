"""What is kept of a message: every word, its files, and nobody's secret."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.sandbox.cast import CAMILLE, INES, JURIDIQUE, MARC, QUESTIONS
from bot.sandbox.slack import Message
from handlers.ui.text.lines import lines
from knowledge.entry import Entry
from tests.handlers.ui.spelling import seen
from tests.stage import Stage, labels

QUESTION = "Which colours may the logo have?"
FILE = {
    "id": "F0LOGO",
    "title": "Logo guide.pdf",
    "permalink": "https://relais-sandbox.slack.com/files/U0MARC/F0LOGO/logo_guide.pdf",
}


pytestmark = pytest.mark.parametrize(
    "combination", [("sqlite", "socket")], indirect=True, ids="-".join
)
"""Neither the database nor the front matters here."""


async def answered(
    stage: Stage, answer: str, *, question: str = QUESTION, **facts: Any
) -> tuple[Message, Entry]:
    """Inès asks, Marc answers, Camille keeps it: the answer, and the entry it became."""
    first = await stage.say(question, by=INES)
    said = await stage.slack.say(MARC, QUESTIONS, answer, thread_ts=first.ts, **facts)
    await stage.react(said, by=CAMILLE)
    [entry] = await stage.all(select(Entry).where(Entry.capturer == CAMILLE))
    return said, entry


async def test_a_file_alone_is_an_answer(stage: Stage) -> None:
    _, entry = await answered(stage, "", files=[FILE])

    assert entry.body == f"📎 [Logo guide.pdf](<{FILE['permalink']}>)"
    shown = str(stage.dms(str(entry.reviewer))[-1].blocks)
    assert f"<{FILE['permalink']}|Logo guide.pdf>" in shown


async def test_words_come_with_their_file_and_a_snippet_with_its_text(stage: Stage) -> None:
    snippet = FILE | {"mode": "snippet", "preview": "--blue: #004", "title": "logo.css"}

    _, entry = await answered(stage, "Blue, see:", files=[snippet])

    assert entry.body == (
        f"Blue, see:\n\n```\n--blue: #004\n```\n\n📎 [logo.css](<{FILE['permalink']}>)"
    )


async def test_a_deleted_file_is_nothing_to_keep(stage: Stage) -> None:
    first = await stage.say(QUESTION, by=INES)
    gone = {"id": "F0GONE", "mode": "tombstone"}
    said = await stage.slack.say(MARC, QUESTIONS, "", thread_ts=first.ts, files=[gone])

    await stage.react(said, by=CAMILLE)

    assert await stage.all(select(Entry).where(Entry.capturer == CAMILLE)) == []


async def test_people_and_public_channels_are_named_and_private_ones_are_not(
    stage: Stage,
) -> None:
    first = await stage.say(QUESTION, by=INES)
    said = await stage.say("placeholder", by=MARC, thread=first.ts)
    leaves = [
        {"type": "user", "user_id": INES},
        {"type": "text", "text": " in "},
        {"type": "channel", "channel_id": QUESTIONS},
        {"type": "text", "text": " or "},
        {"type": "channel", "channel_id": JURIDIQUE},
    ]
    section = {"type": "rich_text_section", "elements": leaves}
    said.blocks = [{"type": "rich_text", "elements": [section]}]
    said.text = f"<@{INES}> in <#{QUESTIONS}|> or <#{JURIDIQUE}|>"

    await stage.react(said, by=CAMILLE)

    [entry] = await stage.all(select(Entry).where(Entry.capturer == CAMILLE))
    channel = stage.slack.workspace.channels[QUESTIONS].name
    assert entry.body == f"@Inès in #{channel} or #{JURIDIQUE}"


async def test_forty_thousand_signs_are_kept_and_can_be_read_and_edited_in_full(
    stage: Stage,
) -> None:
    answer = "".join(f"Rule {number}: keep *blue* & <white>.\n" for number in range(1200))[:40_000]

    _, entry = await answered(stage, answer)
    reviewer = str(entry.reviewer)
    review = stage.dms(reviewer)[-1]
    await stage.press("Read in full", by=reviewer, on=review)
    read = "".join(str(block.get("text", {}).get("text")) for block in stage.modal(reviewer).blocks)
    await stage.press("Edit", by=reviewer, on=review)
    await stage.submit(by=reviewer, topic="care")

    assert "Read in full" in labels(review)
    assert any(block.get("text", {}).get("text", "").endswith("…") for block in review.blocks)
    plain = read.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert seen(answer) in seen(plain)
    [kept] = await stage.all(select(Entry).where(Entry.id == entry.id))
    assert seen("".join(line.text for line in lines(kept.body))) == seen(answer)


async def test_what_fits_no_window_is_not_cut_in_one(stage: Stage) -> None:
    _, entry = await answered(stage, "é" * 40_000)
    reviewer = str(entry.reviewer)
    review = stage.dms(reviewer)[-1]

    await stage.press("Edit", by=reviewer, on=review)
    told = stage.seen(reviewer)[-1].text
    await stage.press("Read in full", by=reviewer, on=review)

    assert "This is too long to be written in a window of Slack's" in told
    assert "This is only the beginning" in str(stage.modal(reviewer).blocks)
    assert entry.body == "é" * 40_000


async def test_a_question_too_long_for_a_title_is_kept_as_a_wording(stage: Stage) -> None:
    question = "We have a customer who " + "really " * 50 + "wants to know: which colours?"

    _, entry = await answered(stage, "Blue.", question=question)

    assert entry.title.endswith("really…")
    assert entry.wordings == (question,)


async def test_below_a_deleted_question_the_question_is_asked_for(stage: Stage) -> None:
    first = await stage.say(QUESTION, by=INES)
    said = await stage.say("Blue.", by=MARC, thread=first.ts)
    await stage.slack.delete(INES, QUESTIONS, first.ts)
    await stage.quiet()

    await stage.react(said, by=CAMILLE)

    assert await stage.all(select(Entry).where(Entry.capturer == CAMILLE)) == []
    assert "Edit and save" in stage.buttons(CAMILLE)

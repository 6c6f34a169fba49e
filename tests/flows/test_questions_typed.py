"""Whatever is typed after `/kb`: commands, their twins, questions that look like them, rubbish."""

import pytest

from bot.sandbox.cast import CAMILLE, INES, MARC, QUESTIONS, THEO
from bot.sandbox.slack import Message
from tests.stage import Stage, labels

pytestmark = pytest.mark.parametrize(
    "combination", [("sqlite", "http")], indirect=True, ids="-".join
)

REFUND = "How do I get my money back?"
HOW = "Type `/kb` and your question, as you would ask a colleague"


@pytest.mark.parametrize("typed", ["help", "aide", "HELP", " aide "])
async def test_help_tells_every_command_and_its_twin(stage: Stage, typed: str) -> None:
    answer = await stage.kb(typed, by=THEO)

    for word in ("ask", "add", "show", "edit", "drafts", "mine", "why", "help"):
        assert f"`/kb {word}" in answer.text
    for twin in ("demander", "ajouter", "voir", "modifier", "brouillons", "moi", "pourquoi"):
        assert f"(`{twin}`)" in answer.text


async def test_a_question_may_begin_with_the_name_of_a_command(stage: Stage) -> None:
    for typed in ("help me refund a customer", "aide : comment être remboursé ?"):
        answer = await stage.kb(typed, by=THEO)
        assert "Helpful" in labels(answer), answer.text


async def test_a_command_nobody_knows_is_a_question(stage: Stage) -> None:
    answer = await stage.kb("frobnicate", by=THEO)

    assert "*I can't tell what this is about*" in answer.text


@pytest.mark.parametrize("typed", ["show 1", "voir 1", "voir #1"])
async def test_an_entry_is_shown_by_its_number(stage: Stage, typed: str) -> None:
    answer = await stage.kb(typed, by=THEO)

    assert "No. 1" in answer.text
    assert "published" in answer.text
    assert labels(answer) == ["Something wrong?"]


@pytest.mark.parametrize("typed", ["show 4000", "show 999999999", "voir 0"])
async def test_an_entry_that_is_not_there_is_refused_in_words(stage: Stage, typed: str) -> None:
    answer = await stage.kb(typed, by=THEO)

    assert answer.text.startswith("I can't find that any more.")


@pytest.mark.parametrize("typed", ["drafts", "brouillons"])
async def test_without_drafts_that_is_said(stage: Stage, typed: str) -> None:
    assert "No drafts wait for your review" in (await stage.kb(typed, by=INES)).text


@pytest.mark.parametrize("typed", ["mine", "moi"])
async def test_what_waits_for_me_is_listed(stage: Stage, typed: str) -> None:
    await stage.kb("what personal data do you keep about me", by=THEO)

    owed = await stage.kb(typed, by=MARC)
    awaited = await stage.kb(typed, by=THEO)

    assert "*You owe an answer* (1)" in owed.text
    assert "I'll take it" in labels(owed)
    assert "*You wait for* (1)" in awaited.text


@pytest.mark.parametrize("typed", ["add", "ajouter"])
async def test_an_entry_is_added_as_a_draft_for_its_reviewer(stage: Stage, typed: str) -> None:
    await stage.slack.command(THEO, QUESTIONS, "/kb", typed)
    await stage.quiet()
    await stage.submit(by=THEO, title="Do we engrave?", answer="Yes, **15 €**.", topic="care")

    draft = stage.dms(INES)[-1]
    assert "A draft to review" in draft.text
    assert "Do we engrave?" in draft.text
    assert labels(draft) == ["Publish", "Edit", "Merge into…", "Reject…"]


@pytest.mark.parametrize("typed", ["edit 1", "modifier #1"])
async def test_an_entry_is_edited_by_somebody_with_the_mandate(stage: Stage, typed: str) -> None:
    await stage.slack.command(INES, QUESTIONS, "/kb", typed)
    await stage.quiet()
    await stage.submit(by=INES, title="Do we engrave?", answer="Yes, in our workshop.")

    answer = await stage.kb("do we engrave", by=THEO)
    assert "*Do we engrave?*\nYes, in our workshop." in answer.text


async def test_an_entry_is_not_edited_by_somebody_without_the_mandate(stage: Stage) -> None:
    answer = await stage.kb("edit 1", by=THEO)

    assert answer.text.startswith("Your mandate in the charter doesn't cover this.")
    assert stage.slack.modals_of(THEO) == []


async def test_nobody_overwrites_what_another_has_just_written(stage: Stage) -> None:
    for person in (INES, CAMILLE):
        await stage.slack.command(person, QUESTIONS, "/kb", "edit 1")
        await stage.quiet()
    assert await stage.submit(by=INES, answer="Inès was faster.") is None

    assert await stage.submit(by=CAMILLE, answer="Camille was slower.") is None

    shown = str(stage.modal(CAMILLE).blocks)
    assert f"<@{INES}> has changed this entry while you were writing" in shown
    assert "Camille was slower." in shown
    assert "Inès was faster." in (await stage.kb("show 1", by=THEO)).text


@pytest.mark.parametrize("typed", ["", "   "])
async def test_nothing_typed_says_how_to_ask(stage: Stage, typed: str) -> None:
    assert HOW in (await stage.kb(typed, by=THEO)).text


@pytest.mark.parametrize("typed", [":tada: :heart:", "🎉🎉", "???", "\u202e\u200b", "…"])
async def test_what_holds_no_word_cannot_be_a_question(stage: Stage, typed: str) -> None:
    answer = await stage.kb(typed, by=THEO)

    assert answer.text.startswith(("There is nothing in it to read.", HOW)), answer.text


async def test_a_question_of_four_thousand_characters_is_too_long(stage: Stage) -> None:
    answer = await stage.kb("remboursement " * 286, by=THEO)

    assert answer.text.startswith("That is too long (4003 characters).")


async def test_letters_piled_up_and_written_from_the_right_are_found(stage: Stage) -> None:
    piled = "".join(letter + "\u0335\u0322\u0360" for letter in "how do i get my money back")
    assert "Helpful" in labels(await stage.kb(piled, by=THEO))

    answer = await stage.kb("\u202eكيف أستعيد أموالي؟", by=THEO)
    assert "*I can't tell what this is about*" in answer.text


async def test_nothing_typed_becomes_a_mention_a_link_or_a_call_to_everyone(stage: Stage) -> None:
    wicked = "<!channel> @channel <@U0MARC> <https://evil.example|how do I get> my money *back*"
    answer = await stage.kb(wicked, by=THEO)
    await stage.press("Not helpful", by=THEO, on=answer)
    await stage.press("Ask Inès", by=THEO)

    for message in [*stage.seen(THEO), *stage.dms(INES)]:
        for text in texts(message):
            assert "<!channel>" not in text
            assert "<@U0MARC>" not in text
            assert "<https://evil" not in text


async def test_a_title_somebody_wrote_cannot_call_everyone(stage: Stage) -> None:
    await stage.slack.command(INES, QUESTIONS, "/kb", "edit 1")
    await stage.quiet()
    await stage.submit(by=INES, title="<!here> rendez l’argent <@U0SOFIA>", answer="<!channel>")

    answer = await stage.kb("rendez l’argent", by=THEO)
    await stage.press("Share in channel", by=THEO, on=answer)

    [shared] = stage.seen(INES, QUESTIONS)
    assert "&lt;!here&gt; rendez l’argent &lt;@U0SOFIA&gt;" in shared.text
    assert "&lt;!channel&gt;" in shared.text


async def test_an_answer_of_twenty_thousand_characters_is_read_in_full(stage: Stage) -> None:
    paragraphs = [f"Paragraph {n}: " + "é" * 180 for n in range(100)]
    await stage.slack.command(INES, QUESTIONS, "/kb", "edit 1")
    await stage.quiet()
    await write_long(stage, "\n\n".join(paragraphs))

    answer = await stage.kb("zebra crossing", by=THEO)
    await stage.press("Read in full", by=THEO, on=answer)

    shown = str(stage.modal(THEO).blocks)
    assert all(f"Paragraph {n}: " in shown for n in range(100))


async def write_long(stage: Stage, text: str) -> None:
    """Fill field after field: one holds three thousand characters, and one more is always there."""
    while text:
        modal = stage.modal(INES)
        names = [b["block_id"] for b in modal.blocks if b.get("block_id", "").startswith("answer-")]
        head, values = text, {"title": "Zebra crossing"}
        for name in names:
            cut = head[:2900].rfind("\n\n") if len(head) > 2900 else len(head)
            values[name], head = head[:cut], head[cut:].strip()
        assert await stage.slack.submit(INES, modal.id, values) is None
        await stage.quiet()
        written = text[: len(text) - len(head)] if head else text
        if not head:
            return
        text = written.strip() + "\n\n" + head
        await stage.slack.command(INES, QUESTIONS, "/kb", "edit 1")
        await stage.quiet()


def texts(message: Message) -> list[str]:
    """The text and every text in the blocks."""
    inner = [block.get("text", {}).get("text", "") for block in message.blocks]
    small = [
        e["text"] for b in message.blocks for e in b.get("elements", ()) if b["type"] == "context"
    ]
    return [message.text, *inner, *(text for text in small if isinstance(text, str))]

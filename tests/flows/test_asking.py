"""Asking: Théo asks, and gets the answer, or learns who owes him one."""

import pytest

from bot.sandbox.cast import CAMILLE, INES, JURIDIQUE, MARC, QUESTIONS, SOFIA, THEO
from tests.stage import Stage, labels

pytestmark = pytest.mark.parametrize(
    "combination", [("postgresql", "http")], indirect=True, ids="-".join
)

REFUND = "How do I get my money back?"
UNKNOWN = "the carrier lost my parcel, what now"


async def test_a_misspelt_question_gets_the_right_answer_and_only_its_asker_sees_it(
    stage: Stage,
) -> None:
    answer = await stage.kb("coment etre rembourser", by=THEO)

    assert answer.text.startswith("You asked: coment etre rembourser\n*Comment obtenir un remb")
    assert labels(answer) == [
        "Read in full",
        "Helpful",
        "Not helpful",
        "Something wrong?",
        "Share in channel",
        "Why?",
    ]
    assert answer.ephemeral_to == THEO
    assert stage.seen(INES) == []


async def test_what_helped_is_thanked_and_the_last_word_counts(stage: Stage) -> None:
    answer = await stage.kb("how do i get my money back", by=THEO)

    await stage.press("Helpful", by=THEO, on=answer)
    [thanked] = stage.seen(THEO)
    assert "Glad it helped" in thanked.text
    assert labels(thanked) == [
        "Undo",
        "Read in full",
        "Something wrong?",
        "Share in channel",
        "Why?",
    ]
    await stage.press("Undo", by=THEO)
    await stage.press("Not helpful", by=THEO)
    [sorry] = stage.seen(THEO)
    assert "Shall I ask somebody who knows?" in sorry.text
    await stage.press("Ask Inès", by=THEO)

    assert f"<@{INES}>" in stage.dms(THEO)[-1].text
    assert "how do i get my money back" in stage.dms(INES)[-1].text


async def test_an_answer_is_shared_in_its_channel_once(stage: Stage) -> None:
    answer = await stage.kb("how do i get my money back", by=THEO)

    await stage.press("Share in channel", by=THEO, on=answer)
    [shared] = stage.seen(INES, QUESTIONS)
    await stage.press("Share in channel", by=THEO, on=answer)

    assert f"<@{THEO}> shares an answer" in shared.text
    assert REFUND in shared.text
    assert stage.seen(INES, QUESTIONS) == [shared]
    assert "has been shared in the channel already" in stage.seen(THEO)[-1].text


async def test_anyone_can_ask_why(stage: Stage) -> None:
    await stage.kb("how do i get my money back", by=THEO)

    await stage.press("Why?", by=THEO)
    pressed = stage.seen(THEO)[-1].text
    typed = (await stage.kb("pourquoi", by=THEO)).text

    assert "The answer found belongs to *Refunds and returns*." in pressed
    assert "Your level here is “trainee”, and “trainee” is enough" in pressed
    assert "charter, version 1" in pressed
    assert typed == pressed


async def test_why_is_told_by_the_charter_of_that_time(stage: Stage) -> None:
    await stage.kb("how do i get my money back", by=THEO)
    await stage.rule(stage.charter.replace("en: Refunds and returns", "en: Money matters"))

    await stage.press("Why?", by=THEO)
    pressed = stage.seen(THEO)[-1].text

    assert "The answer found belongs to *Refunds and returns*." in pressed
    assert "charter, version 1" in pressed
    assert (await stage.kb("why", by=THEO)).text == pressed


async def test_before_the_first_question_why_says_how_to_ask(stage: Stage) -> None:
    assert "Type `/kb` and your question" in (await stage.kb("why", by=THEO)).text


async def test_an_answer_above_the_askers_autonomy_is_to_be_confirmed(stage: Stage) -> None:
    answer = await stage.kb("how much compensation can I give", by=THEO)

    assert "*To be confirmed before you use it*" in answer.text
    assert "How much compensation am I allowed to give?" in answer.text
    assert stage.dms(CAMILLE) == []
    await stage.press("Ask Camille to confirm", by=THEO, on=answer)

    assert "how much compensation can I give" in stage.dms(CAMILLE)[-1].text


async def test_the_same_answer_is_plain_for_somebody_with_the_mandate(stage: Stage) -> None:
    answer = await stage.kb("how much compensation can I give", by=CAMILLE)

    assert "\n*How much compensation am I allowed to give?*\n" in answer.text


async def test_a_referred_question_goes_to_its_expert_at_once(stage: Stage) -> None:
    answer = await stage.kb("what personal data do you keep about me", by=THEO)

    assert "Questions on *Personal data* go to the person who answers for them." in answer.text
    assert f"I have asked <@{MARC}>, who takes it on by <!date^" in answer.text
    assert labels(answer) == ["Add details", "It's urgent…", "Cancel", "Why?"]
    assert "what personal data do you keep about me" in stage.dms(MARC)[-1].text


async def test_on_a_silent_topic_only_the_holding_statement_is_given(stage: Stage) -> None:
    answer = await stage.kb("a customer says he will sue us", by=THEO)

    assert "*We don't answer on Litigation in public.*" in answer.text
    assert "> We have read your message and take it seriously." in answer.text
    assert labels(answer) == ["Ask Marc", "Why?"]


async def test_a_topic_in_crisis_gives_its_statement_before_anything_else(stage: Stage) -> None:
    written = (stage.charter).replace(
        "name: {fr: Remboursements et retours, en: Refunds and returns}",
        "name: {fr: Remboursements et retours, en: Refunds and returns}\n"
        '    crisis: {fr: "Le service est interrompu.", en: "Payments are down, we are on it."}',
    )
    await stage.rule(written)

    answer = await stage.kb("how do i get my money back", by=CAMILLE)

    assert "*Refunds and returns is in crisis.*" in answer.text
    assert "> Payments are down, we are on it." in answer.text
    assert REFUND not in answer.text
    assert labels(answer) == ["Why?"]


async def test_near_misses_are_shown_with_one_press_to_the_person_who_knows(stage: Stage) -> None:
    answer = await stage.kb("can we deliver one order to two addresses", by=THEO)

    assert "*I am not sure.* Is it one of these?" in answer.text
    assert "*Can I cancel an order I have just placed?*\n… Once it has" in answer.text
    assert "If you *ordered* the same thing twice" in answer.text
    buttons = [
        "Open",
        "This one",
        "Share in channel",
        "Something wrong?",
        "None of these",
        "Ask Inès",
        "Why?",
    ]
    assert labels(answer) == buttons
    await stage.press("Open", by=THEO, on=answer)

    assert "It is instant and nothing is charged." in str(stage.modal(THEO).blocks)


async def test_a_question_without_an_answer_names_who_knows(stage: Stage) -> None:
    answer = await stage.kb(UNKNOWN, by=THEO)

    assert f"*I have no answer to this yet.*\n<@{INES}> is the nearest person" in answer.text
    assert labels(answer) == ["Ask Inès", "Why?"]


async def test_a_question_of_no_topic_goes_to_the_fallback(stage: Stage) -> None:
    answer = await stage.kb("who repairs the office printer", by=THEO)

    assert "*I can't tell what this is about*" in answer.text
    assert labels(answer) == ["Ask Sofia", "Why?"]


async def test_who_is_the_nearest_is_never_asked_their_own_question(stage: Stage) -> None:
    answer = await stage.kb(UNKNOWN, by=INES)

    assert labels(answer) == ["Ask Camille", "Why?"]


async def test_a_word_of_slacks_own_forms_is_a_question_like_another(stage: Stage) -> None:
    answer = await stage.kb("what is the webhook payload", by=THEO)

    assert "*I can't tell what this is about*" in answer.text


async def test_a_mention_is_answered_in_its_thread(stage: Stage) -> None:
    asked = await stage.say(f"<@{stage.me}> how do I get my money back?", by=THEO)

    [reply] = stage.seen(INES, QUESTIONS)

    assert REFUND in reply.text
    assert reply.thread_ts == asked.ts
    assert "Share in channel" not in labels(reply)


async def test_a_mention_among_replies_is_answered_among_them(stage: Stage) -> None:
    first = await stage.say("A customer is unhappy.", by=THEO)
    await stage.say(f"how do I get my money back? <@{stage.me}>", by=INES, thread=first.ts)

    [reply] = stage.seen(CAMILLE, QUESTIONS)

    assert (reply.thread_ts, REFUND in reply.text) == (first.ts, True)


async def test_a_direct_message_is_answered_there(stage: Stage) -> None:
    answer = await stage.write("how do i get my money back", by=THEO)

    assert REFUND in answer.text
    assert answer.thread_ts is None
    assert labels(answer) == ["Read in full", "Helpful", "Not helpful", "Something wrong?", "Why?"]


async def test_help_can_be_written_too(stage: Stage) -> None:
    assert "*What I can do for you*" in (await stage.write("aide", by=THEO)).text


async def test_a_message_of_somebody_else_can_be_asked_about(stage: Stage) -> None:
    message = await stage.say("Hello, how do I get my money back?", by=INES)

    await stage.choose("ask_relais", message, by=THEO)

    [answer] = stage.seen(THEO, QUESTIONS)
    assert (REFUND in answer.text, answer.ephemeral_to) == (True, THEO)


async def test_what_a_private_channel_asks_is_found_by_everyone_else_too(stage: Stage) -> None:
    answer = await stage.kb("how do i get my money back", by=MARC, channel=JURIDIQUE)

    assert REFUND in answer.text


@pytest.mark.parametrize("by", [SOFIA, CAMILLE])
async def test_asking_a_person_outright_finds_one_whatever_is_known(stage: Stage, by: str) -> None:
    answer = await stage.kb("ask how do i get my money back", by=by)

    assert "Ask Inès" in labels(answer)

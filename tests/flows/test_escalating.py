"""Escalating: what nobody knows reaches the nearest person who owes an answer, and comes back."""

from copy import deepcopy

from sqlalchemy import select

from bot.sandbox.cast import CAMILLE, INES, MARC, QUESTIONS, SOFIA, THEO
from bot.sandbox.slack import Message
from knowledge.audit import AuditLine
from knowledge.entry import Entry, Status
from tests.stage import Stage, labels

ADDRESSES = "the carrier lost my parcel, what now"
DATA = "what personal data do you keep about me"


async def asked_ines(stage: Stage) -> Message:
    """Théo asks what no entry answers, and has Inès asked; what Inès gets, as it is then."""
    await stage.kb(ADDRESSES, by=THEO)
    await stage.press("Ask Inès", by=THEO)
    return deepcopy(stage.dms(INES)[-1])


async def answer(stage: Stage, text: str, *, by: str) -> None:
    """Press Answer, write, send."""
    await stage.press("Answer", by=by)
    assert await stage.submit(by=by, written=text) is None


async def test_the_expert_gets_question_asker_and_deadline(stage: Stage) -> None:
    request = await asked_ines(stage)

    assert f"<@{THEO}> has a question, and you are the right person to ask" in request.text
    assert f"> {ADDRESSES}" in request.text
    assert "take it on by <!date^" in request.text
    assert "answer by *<!date^" in request.text
    assert labels(request) == [
        "I'll take it",
        "Answer",
        "Point to an entry…",
        "Ask for details…",
        "Hand over…",
        "Decline…",
    ]


async def test_the_asker_is_told_who_and_by_when(stage: Stage) -> None:
    await asked_ines(stage)

    status = stage.dms(THEO)[-1]

    assert f"I have asked <@{INES}>, who takes it on by <!date^" in status.text
    assert labels(status) == ["Add details", "It's urgent…", "Cancel"]


async def test_what_is_taken_shows_on_both_sides(stage: Stage) -> None:
    request = await asked_ines(stage)

    await stage.press("I'll take it", by=INES, on=request)

    assert f"You have taken on <@{THEO}>'s question." in stage.dms(INES)[-1].text
    assert labels(stage.dms(INES)[-1])[0] == "Answer"
    assert f"<@{INES}> has been on it since" in stage.dms(THEO)[-1].text


async def test_the_answer_comes_back_and_becomes_a_draft_in_review(stage: Stage) -> None:
    await asked_ines(stage)
    await stage.press("I'll take it", by=INES)

    await answer(stage, "Open an *enquiry* with the carrier.", by=INES)

    told = stage.dms(THEO)[-1].text
    assert f"<@{INES}> has answered your question:\n*{ADDRESSES}*" in told
    assert "Open an _enquiry_ with the carrier." in told
    assert "You have answered" in stage.dms(INES)[0].text
    [draft] = await stage.all(select(Entry).where(Entry.status == Status.IN_REVIEW))
    assert (draft.title, draft.body) == (ADDRESSES, "Open an *enquiry* with the carrier.")
    assert (draft.author, draft.capturer, draft.topic) == (INES, THEO, "delivery")
    review = stage.dms(draft.reviewer)[-1]
    assert "A draft to review" in review.text
    assert labels(review) == ["Publish", "Edit", "Merge into…", "Reject…"]


async def test_an_answer_once_published_answers_the_next_who_asks(stage: Stage) -> None:
    await asked_ines(stage)
    await answer(stage, "Open an enquiry with the carrier.", by=INES)
    await stage.press("Publish", by=SOFIA)

    again = await stage.kb("lost parcel: what now", by=CAMILLE)

    assert f"*{ADDRESSES}*\nOpen an enquiry with the carrier." in again.text
    assert "is in the knowledge base now" in stage.dms(INES)[-1].text
    assert "is in the knowledge base now" in stage.dms(THEO)[-1].text


async def test_asked_in_a_thread_it_is_answered_in_the_thread(stage: Stage) -> None:
    asked = await stage.say(f"<@{stage.me}> {DATA}", by=THEO)

    await answer(stage, "Only what the order needs.", by=MARC)

    told = stage.seen(CAMILLE, QUESTIONS)[-1]
    assert f"<@{THEO}>, <@{MARC}> has answered your question:" in told.text
    assert told.thread_ts == asked.ts


async def test_an_empty_answer_is_not_sent(stage: Stage) -> None:
    await asked_ines(stage)
    await stage.press("Answer", by=INES)

    faults = await stage.submit(by=INES, written="  \n ")

    assert faults
    assert "answered" not in stage.dms(THEO)[-1].text


async def test_an_answer_of_six_thousand_characters_arrives_in_full(stage: Stage) -> None:
    await asked_ines(stage)
    await stage.press("Answer", by=INES)
    fields = [b["block_id"] for b in stage.modal(INES).blocks if b["type"] == "input"]
    for number, field in enumerate(fields):
        await stage.slack.fill(INES, stage.modal(INES).id, {field: f"part{number} " * 400})
    assert await stage.submit(by=INES) is None

    told = stage.dms(THEO)[-1]
    shown = "".join(block.get("text", {}).get("text", "") for block in told.blocks)
    assert [shown.count(f"part{number}") for number in range(len(fields))] == [400] * len(fields)


async def test_the_same_question_joins_the_open_one_and_both_get_the_answer(stage: Stage) -> None:
    await stage.kb(DATA, by=THEO)

    joined = await stage.kb("What PERSONAL data do you keep about me?!", by=CAMILLE)
    assert "Somebody has asked this already: you will get the answer too." in joined.text
    await answer(stage, "Only what the order needs.", by=MARC)

    assert len(stage.dms(MARC)) == 1
    for person in (THEO, CAMILLE):
        assert "Only what the order needs." in stage.dms(person)[-1].text


async def test_the_asker_adds_details_and_the_expert_hears_them(stage: Stage) -> None:
    await asked_ines(stage)

    await stage.press("Add details", by=THEO)
    await stage.submit(by=THEO, written="Order ORL-12345678, since *Monday*.")

    details = stage.dms(INES)[-1]
    assert f"<@{THEO}> adds to their question:" in details.text
    assert "Order ORL-12345678, since _Monday_." in details.text
    assert "Order ORL-12345678" in stage.dms(INES)[0].text


async def test_the_asker_cancels_and_the_expert_is_released(stage: Stage) -> None:
    request = await asked_ines(stage)

    await stage.press("Cancel", by=THEO)

    assert f"<@{THEO}> no longer needs an answer to this." in stage.dms(INES)[-1].text
    assert "Cancelled: nobody is working on it any more." in stage.dms(THEO)[-1].text
    await stage.move(days=3)
    assert len(stage.dms(INES)) == 2
    await stage.slack.click(INES, request, "escalation_take")
    await stage.quiet()
    assert "That is no longer possible" in stage.seen(INES)[-1].text


async def test_somebody_elses_buttons_do_nothing_and_say_why(stage: Stage) -> None:
    asked = await stage.say(f"<@{stage.me}> {DATA}", by=THEO)
    [reply] = stage.seen(CAMILLE, QUESTIONS)

    await stage.press("Cancel", by=CAMILLE, on=reply)

    refused = stage.seen(CAMILLE, QUESTIONS)[-1]
    assert (refused.text, refused.ephemeral_to) == (f"Only <@{THEO}> can do this.", CAMILLE)
    assert refused.ts > asked.ts
    assert "I'll take it" in labels(stage.dms(MARC)[-1])


async def test_buttons_pressed_twice_do_it_once(stage: Stage) -> None:
    request = await asked_ines(stage)
    for _ in range(2):
        await stage.slack.click(INES, request, "escalation_take")
    await stage.quiet()
    await stage.press("Answer", by=INES)
    view = stage.modal(INES)
    await stage.submit(by=INES, written="Once.")
    stage.slack.workspace.modals[INES].append(view)
    assert await stage.slack.submit(INES, view.id) is None
    await stage.quiet()

    deeds = [line.deed for line in await stage.all(select(AuditLine).order_by(AuditLine.id))]
    assert deeds.count("escalation.acknowledged") == 1
    assert deeds.count("escalation.answered") == 1
    assert deeds.count("entry.drafted") == 1
    assert [m.text for m in stage.dms(THEO) if "Once." in m.text] == [stage.dms(THEO)[-1].text]


async def test_a_button_pressed_after_the_fact_says_so(stage: Stage) -> None:
    request = await asked_ines(stage)
    await answer(stage, "Done.", by=INES)

    for action in ("escalation_take", "escalation_answer"):
        await stage.slack.click(INES, request, action)
        await stage.quiet()
        assert "That is no longer possible" in stage.seen(INES)[-1].text
    assert stage.slack.modals_of(INES) == []

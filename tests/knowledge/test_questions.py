"""Questions: every verdict, asked once, and what the asker does with it."""

from datetime import timedelta

import pytest

from knowledge import askers, outcomes, questions
from knowledge.audit import AuditLine
from knowledge.entry import Entry
from knowledge.entry import Status as Stage
from knowledge.errors import EmptyText, IllegalMove, NobodyToAsk, NotAllowed, NotFound, TooLong
from knowledge.escalation import Escalation, Status
from knowledge.outbox import Kind
from knowledge.question import QUESTION_LIMIT, Feedback, Question, Way, readable
from knowledge.routing import Rule, Verdict
from knowledge.sight import MEMBER
from knowledge.waiter import Waiter
from tests.factories import ANA, CHARTER, MARIA, NINA, NOW, PAUL, WORKSPACE, an_entry
from tests.knowledge.team import ELSEWHERE, FIRE, LAWSUIT, REFUND, Team

ANSWERED = "Comment obtenir un remboursement ?"
CRISIS = CHARTER.replace(
    "    stance: answer\n", "    stance: answer\n    crisis: {fr: Nous enquêtons.}\n"
)


async def test_who_has_the_mandate_gets_the_answer(team: Team) -> None:
    await team.knows(entry := an_entry())

    outcome = await team.asks("coment obtenir un rembourssement", by=PAUL)

    assert outcome.decision.verdict is Verdict.ANSWER
    assert [found.id for found in outcome.entries] == [entry.id]
    assert outcome.escalation is None
    assert await team.planned() == []


async def test_a_trainee_sees_the_answer_and_who_confirms_it(team: Team) -> None:
    await team.knows(entry := an_entry())

    outcome = await team.asks(ANSWERED, by=ANA)

    assert outcome.decision.verdict is Verdict.CONFIRM
    assert [found.id for found in outcome.entries] == [entry.id]
    assert outcome.decision.nearest
    assert outcome.decision.nearest.person == MARIA
    assert outcome.escalation is None


async def test_in_the_perimeter_and_unsure_one_click_is_offered(team: Team) -> None:
    outcome = await team.asks(REFUND, by=PAUL)

    assert outcome.decision.verdict is Verdict.NEAR_MISSES
    assert outcome.escalation is None
    assert await team.planned() == []


async def test_what_is_referred_goes_to_the_expert_at_once(team: Team) -> None:
    outcome = await team.asks(FIRE, by=PAUL)

    assert outcome.decision.verdict is Verdict.ESCALATE
    assert outcome.escalation
    assert outcome.escalation.assignee == MARIA
    assert outcome.escalation.due_at == NOW + timedelta(hours=2)
    assert [row.to for row in await team.planned(Kind.REQUEST)] == [MARIA]
    assert [row.to for row in await team.planned(Kind.STATUS)] == [PAUL]


async def test_who_may_not_answer_is_helped_at_once(team: Team) -> None:
    outcome = await team.asks(REFUND, by=ANA)

    assert outcome.decision.verdict is Verdict.ESCALATE
    assert Rule.MAY_NOT_ANSWER in [reason.rule for reason in outcome.decision.reasons]


async def test_on_a_silent_topic_nothing_is_shown(team: Team) -> None:
    await team.knows(an_entry(title=LAWSUIT, topic="litigation"))

    outcome = await team.asks(LAWSUIT, by=NINA)

    assert outcome.decision.verdict is Verdict.SILENT
    assert outcome.entries == ()
    assert outcome.escalation is None


async def test_in_a_crisis_nothing_else_counts(new_team: Team) -> None:
    await new_team.agrees(CRISIS)
    await new_team.knows(an_entry())

    outcome = await new_team.asks(ANSWERED, by=MARIA)

    assert outcome.decision.verdict is Verdict.CRISIS
    assert outcome.entries == ()


async def test_without_a_topic_the_last_resort_is_offered(team: Team) -> None:
    outcome = await team.asks(ELSEWHERE, by=PAUL)

    assert outcome.decision.verdict is Verdict.FALLBACK
    assert outcome.decision.nearest
    assert outcome.decision.nearest.person == NINA


async def test_without_a_charter_an_entry_is_found_all_the_same(new_team: Team) -> None:
    await new_team.knows(an_entry())

    assert (await new_team.asks(ANSWERED)).decision.verdict is Verdict.ANSWER
    assert (await new_team.asks(ELSEWHERE)).decision.verdict is Verdict.FALLBACK


async def test_the_reasons_are_kept_with_the_charter_they_come_from(team: Team) -> None:
    outcome = await team.asks(FIRE)

    question = await team.question(outcome)

    assert question.why == outcome.decision.reasons
    assert question.why[-1].facts == {"person": MARIA, "step": 1}
    assert question.charter == 1


async def test_a_redelivered_question_is_asked_once(team: Team) -> None:
    first = await team.asks(FIRE, key="event:1")
    again = await team.asks(FIRE, key="event:1", now=NOW + timedelta(minutes=5))

    assert again.question.id == first.question.id
    assert again.decision.verdict is first.decision.verdict
    assert again.decision.reasons == first.decision.reasons
    assert len(await team.all(Question)) == 1
    assert len(await team.all(Escalation)) == 1
    assert len(await team.all(Waiter)) == 1
    assert len(await team.planned(Kind.REQUEST)) == 1


async def test_the_same_words_another_day_are_another_question(team: Team) -> None:
    await team.asks(ELSEWHERE)
    await team.asks(ELSEWHERE)

    assert len(await team.all(Question)) == 2


async def test_a_mention_is_answered_where_it_was_asked(team: Team) -> None:
    where = {"way": Way.MENTION, "channel": "C0QUESTIONS", "thread_ts": "1768.0001"}

    escalation = await team.escalates(FIRE, **where)

    (waiter,) = await team.all(Waiter, Waiter.escalation_id == escalation.id)
    assert (waiter.person, waiter.channel, waiter.thread_ts) == (ANA, "C0QUESTIONS", "1768.0001")


async def test_a_command_is_answered_in_a_direct_message(team: Team) -> None:
    escalation = await team.escalates(FIRE, channel="C0QUESTIONS")

    (waiter,) = await team.all(Waiter, Waiter.escalation_id == escalation.id)
    assert waiter.channel is None


@pytest.mark.parametrize("text", ["", "   ", "\x00", "🙂🎉", "?!…", "\u200b\u202e\u2066", "\ud83d"])
def test_what_cannot_be_read_is_no_question(text: str) -> None:
    with pytest.raises(EmptyText):
        readable(text)


def test_a_question_is_not_a_file() -> None:
    assert len(readable("é" * QUESTION_LIMIT)) == QUESTION_LIMIT
    with pytest.raises(TooLong, match="4000"):
        readable("a" * 4_000)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("  comment\n\tfaire ?  ", "comment faire ?"),
        ("a\x00b\x1bc", "a b c"),
        ("rem\u00adbour\u200bser", "rembourser"),
        ("\u202egnorw\u202c word", "gnorw word"),
        ("half \ud83d a character", "half a character"),
        ("مرحبا بالعالم", "مرحبا بالعالم"),
        ("נא לשלוח 5₪", "נא לשלוח 5₪"),
        ("family 👨‍👩‍👧", "family 👨‍👩‍👧"),
        ("z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍a̴̵̜̰͔ͫ͗͢lgo", "z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍a̴̵̜̰͔ͫ͗͢lgo"),
    ],
)
def test_a_question_keeps_what_an_eye_can_see(text: str, read: str) -> None:
    assert readable(text) == read


STRANGE = (
    "où est\x00 mon colis \ud83d ?",
    "مرحبا بالعالم",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢LGO",
    "🙂 à 5 h",
    "a" * QUESTION_LIMIT,
    "'; DROP TABLE questions; --",
    "<!channel> <@U0MARIA> *x* %s {owner}",
)


async def test_whatever_people_write_becomes_of_something(team: Team) -> None:
    for text in STRANGE:
        outcome = await team.asks(text, by=PAUL)
        escalation = await team.does(questions.ask_person, outcome.question, by=PAUL)

        assert (await team.question(outcome)).text == readable(text)
        assert (await team.sees(escalation)).text == readable(text)


async def test_what_is_refused_leaves_no_trace(team: Team) -> None:
    for text in ("🙂", "x" * 4_000):
        with pytest.raises((EmptyText, TooLong)):
            await team.asks(text)

    assert await team.all(Question) == []


async def test_asking_a_person_twice_asks_once(team: Team) -> None:
    outcome = await team.asks(REFUND, by=PAUL)

    first = await team.does(questions.ask_person, outcome.question, by=PAUL)
    again = await team.does(questions.ask_person, outcome.question, by=PAUL)

    assert first.id == again.id
    assert first.assignee == MARIA
    assert len(await team.planned(Kind.REQUEST)) == 1
    assert len(await team.all(Waiter)) == 1


async def test_only_the_asker_asks_a_person(team: Team) -> None:
    outcome = await team.asks(REFUND, by=PAUL)

    with pytest.raises(NotAllowed, match=PAUL):
        await team.does(questions.ask_person, outcome.question, by=ANA)


async def test_where_nobody_is_designated_it_is_said(new_team: Team) -> None:
    outcome = await new_team.asks(REFUND)

    with pytest.raises(NobodyToAsk):
        await new_team.does(questions.ask_person, outcome.question, by=ANA)
    assert await new_team.all(Escalation) == []


async def test_what_was_cancelled_is_asked_anew_not_again(team: Team) -> None:
    outcome = await team.asks(FIRE)
    assert outcome.escalation
    await team.does(askers.cancel, outcome.escalation, by=ANA)

    with pytest.raises(IllegalMove):
        await team.does(questions.ask_person, outcome.question, by=ANA)
    assert (await team.asks(FIRE)).escalation != outcome.escalation


async def test_the_outcome_follows_what_became_of_it(team: Team) -> None:
    await team.knows(entry := an_entry())
    outcome = await team.asks(ANSWERED, by=PAUL)
    await team.loses(MARIA)

    async with team.sessions.begin() as session:
        (await session.get_one(Entry, entry.id)).status = Stage.ARCHIVED
    async with team.sessions.begin() as session:
        question = await questions.get(session, WORKSPACE, outcome.question.id)
        now = await outcomes.of(session, question, reader=MEMBER, now=NOW)

    assert now.decision.verdict is Verdict.ANSWER
    assert now.entries == ()
    assert now.decision.nearest
    assert now.decision.nearest.person == NINA


async def test_the_last_word_on_an_answer_counts(team: Team) -> None:
    outcome = await team.asks(ELSEWHERE)

    for word in (Feedback.HELPFUL, Feedback.HELPFUL, Feedback.NOT_HELPFUL):
        await team.does(questions.give_feedback, outcome.question, word, by=ANA)

    assert (await team.question(outcome)).feedback is Feedback.NOT_HELPFUL
    assert [line.deed for line in await team.all(AuditLine, AuditLine.subject == "questions")] == [
        "question.helpful",
        "question.not_helpful",
    ]
    with pytest.raises(NotAllowed):
        await team.does(questions.give_feedback, outcome.question, Feedback.HELPFUL, by=PAUL)


async def test_an_answer_is_shared_once(team: Team) -> None:
    outcome = await team.asks(ELSEWHERE)

    assert await team.does(questions.share, outcome.question, by=ANA)
    assert not await team.does(questions.share, outcome.question, by=ANA)
    with pytest.raises(NotAllowed):
        await team.does(questions.share, outcome.question, by=PAUL)


async def test_a_person_is_told_of_their_last_question(team: Team) -> None:
    await team.asks(ELSEWHERE, by=ANA)
    last = await team.asks(REFUND, by=ANA)
    await team.asks(REFUND, by=PAUL)

    async with team.sessions.begin() as session:
        found = await questions.last_of(session, WORKSPACE, ANA)
        assert found
        assert found.id == last.question.id
        assert await questions.last_of(session, WORKSPACE, NINA) is None


async def test_no_number_leads_to_a_question_that_is_not_there(team: Team) -> None:
    async with team.sessions.begin() as session:
        for number in (0, -1, 10**9, 2**31, 10**30):
            with pytest.raises(NotFound):
                await questions.get(session, WORKSPACE, number)


async def test_another_workspace_sees_nothing(team: Team) -> None:
    outcome = await team.asks(ELSEWHERE)

    async with team.sessions.begin() as session:
        with pytest.raises(NotFound):
            await questions.get(session, "T0OTHER", outcome.question.id)
        assert await questions.last_of(session, "T0OTHER", ANA) is None


async def test_an_escalated_question_has_a_life(team: Team) -> None:
    outcome = await team.asks(FIRE)

    assert outcome.escalation
    assert outcome.escalation.status is Status.OPEN
    assert outcome.escalation.question_id == outcome.question.id

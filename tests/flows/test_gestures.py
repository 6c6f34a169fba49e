"""Gestures: what an emoji on a message does, who may, and what happens when Slack makes us wait."""

import pytest
from sqlalchemy import select

from bot.sandbox.cast import CAMILLE, GENERAL, INES, JURIDIQUE, MARC, QUESTIONS, SOFIA, THEO
from bot.sandbox.slack import Message, User
from handlers import errands
from knowledge.captured import CapturedMessage
from knowledge.entry import Entry, Status
from knowledge.escalation import Escalation
from knowledge.escalation import Status as Stage_
from knowledge.notification import TIMERS, Notification
from knowledge.reactions import Deed
from knowledge.tip import Tip
from tests.stage import CHARTER, Stage, labels

QUESTION = "Can a customer have a first name engraved on her kettle?"
ANSWER = "Yes, in our workshop: laser, 12 letters at most, 15 €."
MARK = "card_index_dividers"
READS = ("conversations.replies", "conversations.history")


pytestmark = pytest.mark.parametrize(
    "combination", [("sqlite", "socket")], indirect=True, ids="-".join
)
"""Neither the database nor the front matters here."""


async def talked(
    stage: Stage, *answers: str, start: str = QUESTION, channel: str = QUESTIONS
) -> list[Message]:
    """Inès begins a thread and Marc answers; his answers."""
    first = await stage.say(start, by=INES, channel=channel)
    said = answers or (ANSWER,)
    return [await stage.say(text, by=MARC, channel=channel, thread=first.ts) for text in said]


async def drafts(stage: Stage) -> list[Entry]:
    return await stage.all(select(Entry).where(Entry.status == Status.IN_REVIEW))


async def asked(stage: Stage) -> list[Escalation]:
    return await stage.all(select(Escalation).order_by(Escalation.id))


def reads(stage: Stage) -> list[str]:
    """The messages we have read, by the calls that it took."""
    return [call.method for call in stage.slack.api.calls if call.method in READS]


def marked(stage: Stage, message: Message) -> bool:
    """Whether the bot's own reaction is on it."""
    return stage.me in message.reactions.get(MARK, ())


def whispered(stage: Stage, person: str, channel: str = QUESTIONS) -> list[str]:
    """What only this person sees there."""
    return [one.text for one in stage.seen(person, channel) if one.ephemeral_to == person]


async def amended(stage: Stage, reactions: str) -> None:
    """The charter says this about reactions."""
    text = CHARTER.read_text("utf-8")
    await stage.rule(text.replace("language: fr\n", f"language: fr\nreactions: {reactions}\n", 1))


class TestKeeping:
    """A bookmark keeps an answer."""

    async def test_what_is_kept_bears_our_mark_until_nobody_keeps_it(self, stage: Stage) -> None:
        [good] = await talked(stage)

        await stage.react(good, by=CAMILLE)
        await stage.react(good, by=THEO)
        assert marked(stage, good)
        await stage.unreact(good, by=CAMILLE)
        assert marked(stage, good)
        assert len(await drafts(stage)) == 1
        await stage.unreact(good, by=THEO)

        assert not marked(stage, good)
        assert await drafts(stage) == []

    async def test_a_rejected_draft_takes_its_mark_off(self, stage: Stage) -> None:
        [good] = await talked(stage)
        await stage.react(good, by=CAMILLE)
        [draft] = await drafts(stage)

        await stage.press("Reject…", by=str(draft.reviewer))
        await stage.submit(by=str(draft.reviewer), why="It was a joke.")

        assert not marked(stage, good)

    async def test_it_takes_two_reads_and_the_reactor_hears_where_it_is(self, stage: Stage) -> None:
        [good] = await talked(stage)
        await stage.react(good, by=CAMILLE)

        assert len(reads(stage)) == 2
        [told] = whispered(stage, CAMILLE)
        assert told.startswith(f"Kept as a draft: *{QUESTION}*")

    async def test_skin_tones_and_second_names_are_the_same_emoji(self, stage: Stage) -> None:
        await amended(stage, "{keep: {emoji: [thumbsup]}}")
        [one, two] = await talked(stage, "Yes.", "Twelve letters.")

        await stage.react(one, by=CAMILLE, emoji="+1::skin-tone-3")
        await stage.react(two, by=CAMILLE, emoji="bookmark")
        assert [draft.body for draft in await drafts(stage)] == ["Yes."]

    async def test_a_workspace_may_have_a_name_of_its_own_for_an_emoji(self, stage: Stage) -> None:
        [one] = await talked(stage)
        await stage.react(one, by=CAMILLE, emoji="garder")
        assert await drafts(stage) == []

        await stage.slack.add_emoji(SOFIA, "garder", "alias:bookmark")
        await stage.react(one, by=THEO, emoji="garder")

        assert len(await drafts(stage)) == 1

    async def test_of_two_emoji_of_one_person_the_last_that_goes_counts(self, stage: Stage) -> None:
        await amended(stage, "{keep: {emoji: [bookmark, pushpin]}}")
        [good] = await talked(stage)
        await stage.react(good, by=CAMILLE)
        await stage.react(good, by=CAMILLE, emoji="pushpin")

        await stage.unreact(good, by=CAMILLE)
        assert len(await drafts(stage)) == 1
        await stage.unreact(good, by=CAMILLE, emoji="pushpin")
        assert await drafts(stage) == []

    async def test_an_emoji_can_be_taken_back_when_the_charter_names_it_no_more(
        self, stage: Stage
    ) -> None:
        [good] = await talked(stage)
        await stage.react(good, by=CAMILLE)
        await amended(stage, "{keep: {emoji: [pushpin]}}")

        await stage.unreact(good, by=CAMILLE)

        assert await drafts(stage) == []

    @pytest.mark.parametrize("start", ["Bonjour à tous !", "Reminder: the fair opens at noon."])
    async def test_where_the_thread_asks_nothing_both_texts_are_edited_and_saved(
        self, stage: Stage, start: str
    ) -> None:
        [good] = await talked(stage, start=start)
        await stage.react(good, by=CAMILLE)
        assert await drafts(stage) == []
        assert not marked(stage, good)

        before = len(reads(stage))
        await stage.press("Edit and save", by=CAMILLE)
        shown = stage.modal(CAMILLE)
        assert start in str(shown.blocks)
        assert ANSWER in str(shown.blocks)
        await stage.submit(by=CAMILLE, title=QUESTION, topic="care")

        [draft] = await drafts(stage)
        assert (draft.title, draft.body, draft.author) == (QUESTION, ANSWER, MARC)
        assert marked(stage, good)
        assert len(reads(stage)) == before

    async def test_the_second_of_two_who_edit_and_save_loses_nothing(self, stage: Stage) -> None:
        [good] = await talked(stage, start="Bonjour !")
        for person in (CAMILLE, THEO):
            await stage.react(good, by=person)
            await stage.press("Edit and save", by=person)

        await stage.submit(by=CAMILLE, title=QUESTION, topic="care")
        faults = await stage.submit(by=THEO, title="Engraving?", topic="care")

        assert faults
        assert "Somebody has kept this message in another entry" in str(faults)
        assert [draft.title for draft in await drafts(stage)] == [QUESTION]

    async def test_a_reply_joins_what_was_edited_and_saved(self, stage: Stage) -> None:
        [one, two] = await talked(stage, "Yes.", "Twelve letters.", start="Hello all!")
        await stage.react(one, by=CAMILLE)
        await stage.press("Edit and save", by=CAMILLE)
        await stage.submit(by=CAMILLE, title=QUESTION, topic="care")

        await stage.react(two, by=THEO)

        [draft] = await drafts(stage)
        assert draft.body == "Yes.\n\nTwelve letters."

    async def test_what_waits_for_its_question_is_forgotten_when_it_is_taken_back(
        self, stage: Stage
    ) -> None:
        [good] = await talked(stage, start="Bonjour !")
        await stage.react(good, by=CAMILLE)
        await stage.unreact(good, by=CAMILLE)

        await stage.press("Edit and save", by=CAMILLE)

        assert whispered(stage, CAMILLE)[-1].startswith("I can't find that any more.")
        assert await stage.all(select(CapturedMessage)) == []


class TestSelecting:
    """The menu of a message lets one choose what to keep of its thread."""

    async def test_a_thread_is_kept_from_a_first_to_a_last_message(self, stage: Stage) -> None:
        said = await talked(stage, "Which kettle?", "Yes: laser.", "Twelve letters.", "Ten days.")
        await stage.choose("save_to_knowledge_base", said[1], by=CAMILLE)

        await self.chooses(stage, "first", said[1])
        await self.chooses(stage, "last", said[2])
        shown = str(stage.modal(CAMILLE).blocks)
        assert "Yes: laser.\\n\\nTwelve letters." in shown
        assert "*Can a customer have" in shown
        await stage.submit(by=CAMILLE)
        await stage.submit(by=CAMILLE)

        [draft] = await drafts(stage)
        assert (draft.title, draft.body) == (QUESTION, "Yes: laser.\n\nTwelve letters.")
        assert [marked(stage, one) for one in said] == [False, True, True, False]
        assert len(reads(stage)) == 1

    async def test_another_message_may_be_the_question_or_none(self, stage: Stage) -> None:
        said = await talked(stage, "Which kettle?", "The big one.")
        await stage.choose("save_to_knowledge_base", said[1], by=CAMILLE)
        await self.chooses(stage, "question", said[0])
        assert "*Which kettle?*" in str(stage.modal(CAMILLE).blocks)

        await self.chooses(stage, "question", "-")
        await stage.submit(by=CAMILLE)
        await stage.submit(by=CAMILLE, title="How big?")

        [draft] = await drafts(stage)
        assert (draft.title, draft.body) == ("How big?", "The big one.")

    async def test_another_process_reads_the_thread_anew(self, stage: Stage) -> None:
        said = await talked(stage, "Yes.", "Twelve letters.")
        await stage.choose("save_to_knowledge_base", said[0], by=CAMILLE)
        stage.bot.services.talks.clear()

        await self.chooses(stage, "last", said[1])
        await stage.submit(by=CAMILLE)
        await stage.submit(by=CAMILLE)

        assert [draft.body for draft in await drafts(stage)] == ["Yes.\n\nTwelve letters."]

    async def test_when_slack_makes_us_wait_the_message_can_be_kept_alone(
        self, stage: Stage
    ) -> None:
        [good] = await talked(stage)
        stage.slack.faults.next("conversations.replies", status=429, retry_after=60)

        await stage.choose("save_to_knowledge_base", good, by=CAMILLE)
        assert "Slack doesn't let me read the rest of the thread right now" in str(
            stage.modal(CAMILLE).blocks
        )
        await stage.submit(by=CAMILLE, title=QUESTION)

        assert [(one.title, one.body) for one in await drafts(stage)] == [(QUESTION, ANSWER)]

    async def test_without_a_message_for_the_answer_nothing_is_kept(self, stage: Stage) -> None:
        first = await stage.say(QUESTION, by=INES)
        await stage.say(ANSWER, by=MARC, thread=first.ts)
        await stage.choose("save_to_knowledge_base", first, by=CAMILLE)
        await self.chooses(stage, "question", first)

        faults = await stage.submit(by=CAMILLE)

        assert "There is nothing in it to read" in str(faults)
        assert await drafts(stage) == []

    async def test_our_own_messages_are_no_sources(self, stage: Stage) -> None:
        await stage.say(f"<@{stage.me}> how do I get my money back?", by=THEO)
        [ours] = [one for one in stage.seen(THEO, QUESTIONS) if not one.ephemeral_to][-1:]

        await stage.choose("save_to_knowledge_base", ours, by=CAMILLE)

        assert "This is a message of mine" in whispered(stage, CAMILLE)[-1]

    @staticmethod
    async def chooses(stage: Stage, menu: str, message: Message | str) -> None:
        """Choose in one of the three menus."""
        value = message if isinstance(message, str) else message.ts
        view = stage.modal(CAMILLE)
        await stage.slack.click(CAMILLE, view, "capture_chosen", block_id=menu, value=value)
        await stage.quiet()


class TestAsking:
    """:sos: asks an expert about a message."""

    TEXT = "The customer says that the handle of the kettle melted and burnt her hand."

    async def test_the_nearest_competent_person_is_asked_and_the_thread_is_told(
        self, stage: Stage
    ) -> None:
        first = await stage.say(self.TEXT, by=CAMILLE)

        await stage.react(first, by=THEO, emoji="sos")

        [escalation] = await asked(stage)
        assert (escalation.asker, escalation.text) == (THEO, self.TEXT)
        assert self.TEXT in stage.dms(escalation.assignee)[-1].text
        [public] = [one for one in stage.seen(CAMILLE, QUESTIONS) if not one.ephemeral_to]
        assert public.thread_ts == first.ts
        assert f":sos: <@{THEO}> asks somebody who knows" in public.text
        assert f"<@{escalation.assignee}>" in public.text
        assert len(reads(stage)) == 1

    async def test_the_answer_comes_into_the_thread(self, stage: Stage) -> None:
        first = await stage.say(self.TEXT, by=CAMILLE)
        await stage.react(first, by=THEO, emoji="sos")
        [escalation] = await asked(stage)

        await stage.press("Answer", by=escalation.assignee)
        await stage.submit(by=escalation.assignee, written="Stop using it, we send a new one.")

        told = [one for one in stage.seen(CAMILLE, QUESTIONS) if one.thread_ts == first.ts]
        assert "Stop using it, we send a new one." in told[-1].text

    async def test_two_who_ask_about_the_same_wait_for_one_answer(self, stage: Stage) -> None:
        first = await stage.say(self.TEXT, by=INES)
        await stage.react(first, by=THEO, emoji="sos")
        await stage.react(first, by=CAMILLE, emoji="sos")

        [escalation] = await asked(stage)
        await stage.unreact(first, by=CAMILLE, emoji="sos")
        [same] = await asked(stage)
        assert (same.id, same.asker, same.is_live) == (escalation.id, THEO, True)

        await stage.unreact(first, by=THEO, emoji="sos")
        [closed] = await asked(stage)
        assert closed.status is Stage_.CLOSED

    async def test_taken_back_before_anybody_has_taken_it_it_is_cancelled(
        self, stage: Stage
    ) -> None:
        first = await stage.say(self.TEXT, by=CAMILLE)
        await stage.react(first, by=THEO, emoji="sos")
        [before] = await asked(stage)

        await stage.unreact(first, by=THEO, emoji="sos")
        [closed] = await asked(stage)
        assert closed.status is Stage_.CLOSED

        await stage.react(first, by=THEO, emoji="sos")
        [_old, again] = await asked(stage)
        assert (again.is_live, again.assignee) == (True, before.assignee)

    async def test_what_somebody_has_taken_is_not_cancelled_by_it(self, stage: Stage) -> None:
        first = await stage.say(self.TEXT, by=CAMILLE)
        await stage.react(first, by=THEO, emoji="sos")
        [escalation] = await asked(stage)
        await stage.press("I'll take it", by=escalation.assignee)

        await stage.unreact(first, by=THEO, emoji="sos")

        [still] = await asked(stage)
        assert still.is_live
        assert "is on this already" in whispered(stage, THEO)[-1]

    async def test_what_is_asked_in_a_private_channel_stays_there(self, stage: Stage) -> None:
        first = await stage.say(self.TEXT, by=INES, channel=JURIDIQUE)
        await stage.react(first, by=INES, emoji="sos")

        [escalation] = await asked(stage)
        assert escalation.audience == JURIDIQUE

    async def test_of_a_very_long_message_the_beginning_is_asked(self, stage: Stage) -> None:
        first = await stage.say("The kettle leaks. " * 2_000, by=CAMILLE)
        await stage.react(first, by=THEO, emoji="sos")

        [escalation] = await asked(stage)
        assert escalation.text.startswith("The kettle leaks.")
        assert len(escalation.text) <= 1_500


class TestTips:
    """Whoever may not do it alone suggests it to whose topic it is."""

    RULE = "{keep: {autonomy: senior}, ask: {autonomy: autonomous}, signal: {autonomy: senior}}"

    async def suggested(self, stage: Stage, emoji: str = "bookmark") -> tuple[Message, Tip]:
        await amended(stage, self.RULE)
        [good] = await talked(stage)
        await stage.react(good, by=THEO, emoji=emoji)
        [tip] = await stage.all(select(Tip))
        return good, tip

    async def test_a_trainee_suggests_and_a_senior_keeps(self, stage: Stage) -> None:
        good, tip = await self.suggested(stage)
        assert await drafts(stage) == []
        assert not marked(stage, good)
        assert f"I have suggested it to <@{tip.owner}>" in stage.dms(THEO)[-1].text
        asked_of = stage.dms(tip.owner)[-1]
        assert f"<@{THEO}> suggests keeping this as an answer" in asked_of.text
        assert labels(asked_of) == ["Do it", "Rather not"]

        await stage.press("Do it", by=tip.owner)

        [draft] = await drafts(stage)
        assert (draft.capturer, draft.author) == (THEO, MARC)
        assert marked(stage, good)
        assert "has followed your suggestion" in stage.dms(THEO)[-1].text
        assert labels(stage.dms(tip.owner)[0]) == []

    async def test_who_suggested_it_may_take_it_back_afterwards(self, stage: Stage) -> None:
        good, tip = await self.suggested(stage)
        await stage.press("Do it", by=tip.owner)

        await stage.unreact(good, by=THEO)

        assert await drafts(stage) == []
        assert not marked(stage, good)

    async def test_a_suggestion_may_be_declined(self, stage: Stage) -> None:
        good, tip = await self.suggested(stage)

        await stage.press("Rather not", by=tip.owner)

        assert await drafts(stage) == []
        assert "would rather not" in stage.dms(THEO)[-1].text
        await stage.unreact(good, by=THEO)
        await stage.react(good, by=THEO)
        assert await drafts(stage) == []

    async def test_taken_back_before_it_is_decided_nothing_is_asked_any_more(
        self, stage: Stage
    ) -> None:
        good, tip = await self.suggested(stage)

        await stage.unreact(good, by=THEO)

        asked_of = stage.dms(tip.owner)[-1]
        assert "The suggestion was taken back." in asked_of.text
        assert labels(asked_of) == []

    async def test_nobody_decides_on_their_own_suggestion(self, stage: Stage) -> None:
        _good, tip = await self.suggested(stage)
        on = stage.dms(tip.owner)[-1]

        stage.slack.workspace.channels[on.channel].members.add(THEO)
        await stage.press("Do it", by=THEO, on=on)

        assert await drafts(stage) == []

    async def test_an_expert_is_asked_in_the_name_of_who_suggested_it(self, stage: Stage) -> None:
        _good, tip = await self.suggested(stage, emoji="sos")
        assert await asked(stage) == []

        await stage.press("Do it", by=tip.owner)

        [escalation] = await asked(stage)
        assert escalation.asker == THEO

    async def test_where_nobody_can_be_reached_who_suggested_it_hears_so(
        self, stage: Stage
    ) -> None:
        await amended(stage, self.RULE)
        [good] = await talked(stage)
        stage.slack.workspace.users[SOFIA].deleted = True

        await stage.react(good, by=THEO)

        assert "I can reach nobody who decides on your suggestion" in stage.dms(THEO)[-1].text

    async def test_a_signal_is_passed_on_when_it_is_taken(self, stage: Stage) -> None:
        _good, tip = await self.suggested(stage, emoji="bulb")
        before = len(stage.dms(THEO))

        await stage.press("Do it", by=tip.owner)

        assert len(stage.dms(THEO)) > before

    async def test_who_has_left_is_not_asked(self, stage: Stage) -> None:
        await amended(stage, self.RULE)
        [good] = await talked(stage, start="How does a customer get a refund?")
        stage.slack.workspace.users[INES].deleted = True
        await stage.react(good, by=THEO)

        [tip] = await stage.all(select(Tip))
        assert tip.asked == [INES, SOFIA]
        assert f"<@{THEO}> suggests" in stage.dms(tip.owner)[-1].text


class TestWaiting:
    """Slack lets some apps read one message a minute: nothing is lost, and nobody knocks."""

    @pytest.fixture(autouse=True)
    def restricted(self, stage: Stage) -> None:
        stage.slack.rates.is_restricted = True
        stage.slack.rates.clock = lambda: stage.clock.now().timestamp()

    async def test_it_is_kept_a_minute_later_and_the_reactor_is_told(self, stage: Stage) -> None:
        [good] = await talked(stage)
        await stage.react(good, by=CAMILLE)
        assert await drafts(stage) == []
        assert ["I'll keep this message shortly" in told for told in whispered(stage, CAMILLE)] == [
            True
        ]

        await stage.move(minutes=1)

        [draft] = await drafts(stage)
        assert (draft.title, draft.body) == (QUESTION, ANSWER)
        assert marked(stage, good)
        assert "Kept as a draft" in whispered(stage, CAMILLE)[-1]
        assert len(reads(stage)) == 3  # one of them was refused
        rows = await stage.rows()
        assert not any("message" in row.facts for row in rows)

    async def test_many_wait_in_turn_and_each_reactor_is_told(self, stage: Stage) -> None:
        said = await talked(stage, "One.", "Two.", "Three.")
        for message, person in zip(said, (CAMILLE, THEO, SOFIA), strict=True):
            await stage.react(message, by=person)
        for person in (CAMILLE, THEO, SOFIA):
            assert "shortly" in whispered(stage, person)[0]

        for _minute in range(6):
            await stage.move(minutes=1)

        assert [draft.body for draft in await drafts(stage)] == ["One.\n\nTwo.\n\nThree."]
        refused = [call for call in stage.slack.api.calls if call.method in READS]
        assert len(refused) <= 2 * 6

    async def test_what_is_taken_back_meanwhile_is_not_kept(self, stage: Stage) -> None:
        [good] = await talked(stage)
        await stage.react(good, by=CAMILLE)
        await stage.unreact(good, by=CAMILLE)

        await stage.move(minutes=2)

        assert await drafts(stage) == []
        assert await stage.all(select(CapturedMessage)) == []


class TestBadInput:
    """What cannot be done is said to who reacted, and nothing is half done."""

    async def test_a_message_that_is_gone(self, stage: Stage) -> None:
        [good] = await talked(stage)
        stage.slack.faults.next("conversations.replies", error="thread_not_found")

        await stage.react(good, by=CAMILLE)

        assert whispered(stage, CAMILLE)[-1].startswith("This message isn't there any more")
        assert await stage.all(select(CapturedMessage)) == []

    async def test_a_question_that_is_gone_is_asked_for(self, stage: Stage) -> None:
        first = await stage.say(QUESTION, by=INES)
        good = await stage.say(ANSWER, by=MARC, thread=first.ts)
        await stage.slack.delete(INES, QUESTIONS, first.ts)

        await stage.react(good, by=CAMILLE)

        assert await drafts(stage) == []
        assert "Edit and save" in stage.buttons(CAMILLE)

    @pytest.mark.parametrize(
        ("error", "sentence"),
        [
            ("is_archived", "This channel is archived"),
            ("channel_not_found", "I can't read this channel."),
            ("missing_scope", "I can't read this channel."),
        ],
    )
    async def test_a_channel_that_cannot_be_read(
        self, stage: Stage, error: str, sentence: str
    ) -> None:
        [good] = await talked(stage)
        stage.slack.faults.next("conversations.replies", error=error)

        await stage.react(good, by=CAMILLE)

        assert whispered(stage, CAMILLE)[-1].startswith(sentence)

    async def test_a_whisper_that_is_refused_comes_by_direct_message(self, stage: Stage) -> None:
        [good] = await talked(stage)
        stage.slack.faults.next("conversations.replies", error="is_archived")
        stage.slack.faults.next("chat.postEphemeral", error="is_archived")

        await stage.react(good, by=CAMILLE)

        assert "This channel is archived" in stage.dms(CAMILLE)[-1].text

    async def test_a_message_without_text(self, stage: Stage) -> None:
        [good] = await talked(stage)
        good.text, good.blocks = "", []

        await stage.react(good, by=CAMILLE)

        assert "There is nothing in it to read" in whispered(stage, CAMILLE)[-1]

    async def test_what_an_app_has_posted(self, stage: Stage) -> None:
        [good] = await talked(stage)
        good.bot_id, good.subtype = "B0FEED", "bot_message"

        await stage.react(good, by=CAMILLE)

        assert "posted by an app" in whispered(stage, CAMILLE)[-1]
        assert await drafts(stage) == []

    @pytest.mark.parametrize("emoji", ["bookmark", "sos"])
    async def test_our_own_messages(self, stage: Stage, emoji: str) -> None:
        await stage.say(f"<@{stage.me}> how do I get my money back?", by=THEO)
        [ours] = [one for one in stage.seen(THEO, QUESTIONS) if not one.ephemeral_to][-1:]

        await stage.react(ours, by=CAMILLE, emoji=emoji)

        assert "This is a message of mine" in whispered(stage, CAMILLE)[-1]

    @pytest.mark.parametrize("emoji", ["bookmark", "sos"])
    async def test_people_of_other_organisations(self, stage: Stage, emoji: str) -> None:
        [good] = await talked(stage)
        space = stage.slack.workspace
        space.users["U0PARTNER"] = User("U0PARTNER", "Partner", "Partner", team_id="T0ELSEWHERE")
        space.channels[QUESTIONS].members.add("U0PARTNER")
        space.channels[QUESTIONS].is_ext_shared = True

        await stage.react(good, by="U0PARTNER", emoji=emoji)

        assert "Seuls les membres à part entière" in whispered(stage, "U0PARTNER")[-1]
        assert await stage.rows(Notification.kind.not_in(TIMERS)) == []

    async def test_a_mark_that_slack_refuses_is_left_alone(self, stage: Stage) -> None:
        [good] = await talked(stage)
        stage.slack.faults.next("reactions.add", error="too_many_reactions")

        await stage.react(good, by=CAMILLE)

        assert len(await drafts(stage)) == 1
        assert not marked(stage, good)

    async def test_a_mark_survives_a_lost_answer(self, stage: Stage) -> None:
        [good] = await talked(stage)
        stage.slack.faults.next("reactions.add", disconnect="after")

        await stage.react(good, by=CAMILLE)
        await stage.move(seconds=5)

        assert good.reactions[MARK] == [stage.me]

    async def test_our_own_fault_is_told_and_holds_nobody_else_back(
        self, stage: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        [one, two] = await talked(stage, "Yes.", "Twelve letters.")

        async def breaks(*_args: object) -> None:
            raise RuntimeError("broken")

        kept = errands.DEEDS.copy()
        monkeypatch.setattr(errands, "DEEDS", {**kept, Deed.KEEP: breaks})
        await stage.react(one, by=CAMILLE)
        for _again in range(errands.TRIES):
            await stage.move(minutes=3)
        monkeypatch.setattr(errands, "DEEDS", kept)
        await stage.react(two, by=CAMILLE)

        assert "Something went wrong on my side" in whispered(stage, CAMILLE)[0]
        assert [draft.body for draft in await drafts(stage)] == ["Twelve letters."]


async def test_other_emoji_and_other_channels_do_nothing(stage: Stage) -> None:
    said = await stage.say("Good morning!", by=SOFIA, channel=GENERAL)
    await stage.react(said, by=CAMILLE, emoji="wave")

    assert await stage.rows(Notification.kind.not_in(TIMERS)) == []
    assert reads(stage) == []

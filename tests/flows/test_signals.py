"""Signals: what the public says reaches whom it concerns, and who passed it on hears what comes."""

from copy import deepcopy
from typing import Any

import pytest
from sqlalchemy import select

from bot.sandbox.cast import (
    CAMILLE,
    GENERAL,
    INES,
    JURIDIQUE,
    MARC,
    PILOTAGE,
    QUESTIONS,
    SOFIA,
    THEO,
)
from bot.sandbox.slack import Message, User
from bot.sandbox.slack.workspace import Channel
from knowledge.entry import Entry
from knowledge.signal import Signal, Status, Supporter
from tests.stage import Stage, labels

FIRE = "The kettle caught fire, a customer writes."
RENT = "Three people asked this week whether they may rent one for a party."

on_sqlite = pytest.mark.parametrize(
    "combination", [("sqlite", "socket")], indirect=True, ids="-".join
)
on_postgresql = pytest.mark.parametrize(
    "combination", [("postgresql", "http")], indirect=True, ids="-".join
)

BUTTONS = ["Received", "Acted on", "Not now…", "Pass to…"]


async def signals(stage: Stage) -> list[Signal]:
    return await stage.all(select(Signal).order_by(Signal.id))


async def passed(stage: Stage, text: str = FIRE, *, by: str = CAMILLE, **where: str) -> Message:
    """Théo reports what a customer wrote, Sofia where he is not; somebody reacts to it."""
    said = await stage.say(text, by=SOFIA if where else THEO, **where)
    await stage.react(said, by=by, emoji="bulb")
    return said


def told(stage: Stage, person: str) -> str:
    """The bot's last word to this person."""
    return stage.dms(person)[-1].text


def choices(stage: Stage, person: str) -> dict[str, str]:
    """What can be chosen in the open modal: process → value."""
    [menu] = [b["element"] for b in stage.modal(person).blocks if b["block_id"] == "process"]
    return {o["text"]["text"].partition(" (")[0]: o["value"] for o in menu["options"]}


class TestReaction:
    """A light bulb on a message."""

    async def test_what_is_sure_goes_to_its_owner_with_the_source(self, stage: Stage) -> None:
        said = await passed(stage)

        [signal] = await signals(stage)
        assert (signal.owner, signal.process, signal.topic) == (MARC, "crisis", "safety")
        [letter] = stage.dms(MARC)
        assert f":bulb: <@{CAMILLE}> passes this on to you:\n> {FIRE}" in letter.text
        assert f"said by <@{THEO}> · in <#{QUESTIONS}> · <{signal.url}|where it was" in letter.text
        assert f"p{said.ts.replace('.', '')}" in str(signal.url)
        assert "Crisis · Product safety · say by *<!date^" in letter.text
        assert labels(letter) == BUTTONS
        assert f"I have passed this on to <@{MARC}>, who says by <!date^" in told(stage, CAMILLE)
        assert stage.seen(THEO, QUESTIONS) == []

    async def test_who_passed_it_on_hears_received_and_what_was_done(self, stage: Stage) -> None:
        await passed(stage)

        await stage.press("Received", by=MARC)
        assert f"<@{MARC}> has received what you passed on" in told(stage, CAMILLE)
        assert f"<@{MARC}> has received this" in stage.dms(CAMILLE)[0].text
        assert labels(stage.dms(MARC)[0]) == BUTTONS[1:]
        await stage.press("Acted on", by=MARC)

        assert f":tada: <@{MARC}> has acted on what you passed on." in told(stage, CAMILLE)
        assert labels(stage.dms(MARC)[0]) == []
        assert "You have acted on this. Thank you!" in stage.dms(MARC)[0].text

    async def test_not_now_comes_with_its_reason(self, stage: Stage) -> None:
        await passed(stage)

        await stage.press("Not now…", by=MARC)
        assert await stage.submit(by=MARC, reason="   ")
        await stage.submit(by=MARC, reason="The **lab** looks at it in March.")

        assert f"<@{MARC}> has read what you passed on, and says: not now" in told(stage, CAMILLE)
        assert "> The *lab* looks at it in March.\nWhat was passed on:" in told(stage, CAMILLE)
        assert "> The *lab* looks" in stage.dms(CAMILLE)[0].text
        await stage.press("Acted on", by=MARC, on=stage.dms(MARC)[0])
        assert f":tada: <@{MARC}> has acted on" in told(stage, CAMILLE)

    async def test_what_could_concern_anybody_is_asked_of_who_reacted(self, stage: Stage) -> None:
        await passed(stage, RENT)

        [whisper] = stage.seen(CAMILLE, QUESTIONS)
        assert (whisper.ephemeral_to, labels(whisper)) == (CAMILLE, ["Choose who it concerns"])
        await stage.press("Choose who it concerns", by=CAMILLE)
        assert RENT in str(stage.modal(CAMILLE).blocks)
        process = choices(stage, CAMILLE)["Innovation"]
        await stage.submit(by=CAMILLE, process=process, note="For weddings, mostly.")

        [signal] = await signals(stage)
        assert (signal.owner, signal.process, signal.topic) == (SOFIA, "innovation", None)
        assert f":speech_balloon: <@{CAMILLE}>\n> For weddings, mostly." in told(stage, SOFIA)
        assert f"<@{SOFIA}>" in told(stage, CAMILLE)

    async def test_a_question_nobody_could_hear_comes_by_direct_message(self, stage: Stage) -> None:
        stage.slack.faults.next("chat.postEphemeral", error="user_not_in_channel")

        await passed(stage, RENT)

        assert stage.seen(CAMILLE, QUESTIONS) == []
        assert labels(stage.dms(CAMILLE)[0]) == ["Choose who it concerns"]

    async def test_a_second_light_bulb_joins(self, stage: Stage) -> None:
        said = await passed(stage)
        await stage.react(said, by=INES, emoji="bulb")

        [letter] = stage.dms(MARC)
        assert f":bulb: <@{CAMILLE}> and others, 2 people in all, pass this on" in letter.text
        assert f"I have passed this on to <@{MARC}>" in told(stage, INES)
        await stage.press("Acted on", by=MARC)
        for person in (CAMILLE, INES):
            assert "has acted on what you passed on" in told(stage, person)

    async def test_taken_off_it_is_taken_back_while_nobody_has_said_a_word(
        self, stage: Stage
    ) -> None:
        said = await passed(stage)
        await stage.react(said, by=INES, emoji="bulb")

        await stage.unreact(said, by=CAMILLE, emoji="bulb")
        assert f":bulb: <@{INES}> passes this on to you:" in told(stage, MARC)
        assert "You have taken this back." in told(stage, CAMILLE)
        before = deepcopy(stage.dms(MARC)[0])
        await stage.unreact(said, by=INES, emoji="bulb")

        [letter] = stage.dms(MARC)
        assert f"<@{INES}> has taken this back. You need do nothing more." in letter.text
        assert labels(letter) == []
        await stage.press("Received", by=MARC, on=before)
        assert "That is no longer possible" in stage.dms(MARC)[-1].text

    async def test_taken_off_later_it_changes_nothing(self, stage: Stage) -> None:
        said = await passed(stage)
        await stage.press("Received", by=MARC)

        await stage.unreact(said, by=CAMILLE, emoji="bulb")
        await stage.press("Acted on", by=MARC)

        assert "has acted on what you passed on" in told(stage, CAMILLE)

    async def test_taken_back_it_may_be_passed_on_again(self, stage: Stage) -> None:
        said = await passed(stage)
        await stage.press("Take back", by=CAMILLE)
        assert "has taken this back" in told(stage, MARC)

        await stage.react(said, by=THEO, emoji="bulb")

        assert f":bulb: <@{THEO}> passes this on to you:" in told(stage, MARC)
        assert len(await signals(stage)) == 1

    async def test_a_skin_tone_makes_no_difference(self, stage: Stage) -> None:
        said = await stage.say(FIRE, by=THEO)
        await stage.react(said, by=CAMILLE, emoji="bulb::skin-tone-3")

        assert len(await signals(stage)) == 1

    async def test_each_emoji_does_its_own_and_no_other_does_anything(self, stage: Stage) -> None:
        first = await stage.say("What happens when it smokes?", by=INES)
        said = await stage.say(FIRE, by=THEO, thread=first.ts)

        for emoji in ("tada", "bulb", "bookmark"):
            await stage.react(said, by=CAMILLE, emoji=emoji)

        assert len(await signals(stage)) == 1
        drafts = await stage.all(select(Entry).where(Entry.capturer == CAMILLE))
        assert [draft.body for draft in drafts] == [FIRE]

    async def test_who_has_it_is_told_so(self, stage: Stage) -> None:
        said = await passed(stage)
        await stage.react(said, by=MARC, emoji="bulb")

        assert "This is with you already." in stage.seen(MARC, QUESTIONS)[-1].text
        assert len(await stage.all(select(Supporter))) == 1

    async def test_our_own_messages_are_no_signals(self, stage: Stage) -> None:
        await stage.say(f"<@{stage.me}> how do I get my money back?", by=THEO)
        ours = stage.seen(CAMILLE, QUESTIONS)[-1]

        await stage.react(ours, by=CAMILLE, emoji="bulb")
        assert await signals(stage) == []
        assert len(stage.seen(CAMILLE, QUESTIONS)) == 1
        await stage.choose("pass_on", ours, by=CAMILLE)

        assert stage.seen(CAMILLE, QUESTIONS)[-1].text.startswith("This is a message of mine.")

    async def test_what_a_feed_posts_and_a_file_without_words_can_be_passed_on(
        self, stage: Stage
    ) -> None:
        attached: Any = [{"text": "Caught *fire* at noon", "fallback": "…"}]
        space = stage.slack.workspace
        feed = Message(QUESTIONS, space.next_ts(stage.clock.now()), "U0FEED", "", bot_id="B0FEED")
        feed.attachments = attached
        feed.subtype = "bot_message"
        space.users["U0FEED"] = User("U0FEED", "feed", "Feed", is_bot=True)
        space.add(feed)
        file = await stage.slack.say(THEO, QUESTIONS, "", files=[{"id": "F1", "name": "burnt.jpg"}])

        for message in (feed, file):
            await stage.choose("pass_on", message, by=CAMILLE)
            await stage.submit(by=CAMILLE, process=choices(stage, CAMILLE)["Crisis"])

        first, second = await signals(stage)
        assert first.text == "Caught **fire** at noon"
        assert "> 📎 burnt.jpg" in told(stage, MARC)
        assert second.author == THEO


@on_sqlite
class TestMenu:
    """*Pass on* in a message's menu."""

    async def test_the_likely_process_is_chosen_already(self, stage: Stage) -> None:
        said = await stage.say(FIRE, by=THEO)
        await stage.choose("pass_on", said, by=CAMILLE)
        [menu] = [b for b in stage.modal(CAMILLE).blocks if b["block_id"] == "process"]
        assert menu["element"]["initial_option"]["value"] == "process:crisis"

        await stage.submit(by=CAMILLE, note="Third one.")
        await stage.choose("pass_on", said, by=INES)
        assert f"<@{MARC}> has this already." in str(stage.modal(INES).blocks)
        await stage.submit(by=INES, note="Fourth.")

        assert "> Third one." in told(stage, MARC)
        assert f"<@{INES}>\n> Fourth." in told(stage, MARC)
        assert len(await signals(stage)) == 1

    async def test_a_message_that_is_gone_is_not_passed_on(self, stage: Stage) -> None:
        said = await stage.say(FIRE, by=THEO)
        await stage.choose("pass_on", said, by=CAMILLE)
        await stage.slack.delete(THEO, QUESTIONS, said.ts)

        faults = await stage.submit(by=CAMILLE)

        assert "I can't find that any more." in str(faults)
        assert await signals(stage) == []

    async def test_where_the_bot_is_not_a_member_it_asks_to_be_invited(self, stage: Stage) -> None:
        outside = Channel("C0OUTSIDE", "outside", members={CAMILLE, THEO})
        stage.slack.workspace.channels[outside.id] = outside
        said = await stage.say(FIRE, by=THEO, channel=outside.id)

        await stage.choose("pass_on", said, by=CAMILLE)
        faults = await stage.submit(by=CAMILLE)

        assert "Invite me with /invite @Relais" in str(faults)


@on_sqlite
class TestCommand:
    """`/kb signal` and `/kb signals`."""

    async def test_what_one_has_seen_is_passed_on_in_ones_own_words(self, stage: Stage) -> None:
        await stage.slack.command(THEO, QUESTIONS, "/kb", f"signal rent it? says <@{INES}>")
        await stage.quiet()
        [field] = [b for b in stage.modal(THEO).blocks if b["block_id"] == "text"]
        assert field["element"]["initial_value"] == "rent it? says @Inès"

        assert await stage.submit(by=THEO, text=" ")
        process = choices(stage, THEO)["Innovation"]
        await stage.submit(by=THEO, text="People want to rent it.", process=process)

        [signal] = await signals(stage)
        assert (signal.owner, signal.author, signal.url) == (SOFIA, THEO, None)
        assert "> People want to rent it." in told(stage, SOFIA)

    async def test_it_lists_what_one_owes_what_one_passed_on_and_how_many(
        self, stage: Stage
    ) -> None:
        await passed(stage)
        await passed(stage, "Where is my refund?", by=MARC)

        mine = await stage.kb("signals", by=MARC)

        assert "*You owe a word* (1)\n*The kettle caught fire" in mine.text
        assert labels(mine) == BUTTONS
        assert f"*You passed on* (1)\n*Where is my refund?*\n<@{INES}> has it" in mine.text
        assert "• Crisis: *1* (1 open, 0 acted on, 0 not now)" in mine.text
        assert "    ◦ Product safety: *1* (1 open, 0 acted on, 0 not now)" in mine.text
        await stage.press("Acted on", by=MARC, on=mine)
        again = await stage.kb("signaux", by=MARC)
        assert "Nothing waits for your word." in again.text
        assert "• Crisis: *1* (0 open, 1 acted on, 0 not now)" in again.text

    async def test_home_shows_owners_what_they_owe_and_what_came_in(self, stage: Stage) -> None:
        await passed(stage)

        home = str((await stage.home(MARC)).blocks)
        assert "1 signal waits for your word." in home
        assert "*Signals of this month*\\n• Crisis: *1*" in home
        await stage.press("Received", by=MARC, on=await stage.home(MARC))
        drawn = stage.slack.home_of(MARC)
        assert drawn is not None
        assert labels(drawn) == ["I'm away", *BUTTONS[1:]]
        assert "Signals of this month" in str((await stage.home(SOFIA)).blocks)
        assert "Signals of this month" not in str((await stage.home(THEO)).blocks)


@on_postgresql
class TestOwner:
    """What owners and leads do with it."""

    async def test_only_owners_and_leads_answer(self, stage: Stage) -> None:
        await passed(stage)
        place = stage.dms(MARC)[0]
        stage.slack.workspace.channels[place.channel].members.add(INES)

        for label in BUTTONS:
            await stage.press(label, by=INES, on=place)
            assert f"Only <@{MARC}> can do this." in stage.seen(INES)[-1].text
        assert stage.slack.modals_of(INES) == []
        assert [one.status for one in await signals(stage)] == [Status.PASSED_ON]

    async def test_it_is_passed_to_whom_it_concerns_instead(self, stage: Stage) -> None:
        await passed(stage)

        await stage.press("Pass to…", by=MARC)
        assert "Customer service" in choices(stage, MARC)
        await stage.submit(by=MARC, process="process:support")

        assert f"<@{INES}> has this now:" in stage.dms(MARC)[0].text
        assert labels(stage.dms(MARC)[0]) == []
        assert labels(stage.dms(INES)[0]) == BUTTONS
        assert f"passed this on to <@{INES}>" in stage.dms(CAMILLE)[0].text

    async def test_who_is_silent_is_reminded_then_the_next_has_it_then_the_leads_know(
        self, stage: Stage
    ) -> None:
        await passed(stage)

        await stage.move(minutes=61)
        assert "*A reminder*: please say by" in told(stage, MARC)
        await stage.move(minutes=60)
        assert f"You hadn't said in time what becomes of this: <@{SOFIA}>" in told(stage, MARC)
        assert labels(stage.dms(SOFIA)[-1]) == BUTTONS
        assert f"passed this on to <@{SOFIA}>" in stage.dms(CAMILLE)[0].text
        await stage.move(minutes=121)

        [lead] = stage.seen(SOFIA, PILOTAGE)
        assert f":warning: <@{SOFIA}> n’a pas dit à temps ce que devient" in lead.text
        assert "Nobody has said in time what becomes of what you passed on" in told(stage, CAMILLE)
        await stage.move(hours=24, minutes=1)
        assert len(stage.seen(SOFIA, PILOTAGE)) == 2
        await stage.press("Suite donnée", by=SOFIA, on=stage.seen(SOFIA, PILOTAGE)[-1])
        assert f":tada: <@{SOFIA}> has acted on" in told(stage, CAMILLE)
        await stage.move(days=3)
        assert len(stage.seen(SOFIA, PILOTAGE)) == 2

    async def test_a_lead_takes_it_on_from_the_lead_channel(self, stage: Stage) -> None:
        await stage.rule(
            f"relais: 1\nlead_channel: {PILOTAGE}\n"
            f"processes: [{{id: crisis, owners: [{MARC}], answer: 1h}}]\n"
            f"fallback: {{chain: [{{who: [{SOFIA}], acknowledge: 1h, answer: 1d}}]}}\n"
        )
        said = await stage.say(FIRE, by=THEO)
        await stage.choose("pass_on", said, by=CAMILLE)
        await stage.submit(by=CAMILLE, process="process:crisis")
        await stage.move(minutes=61)

        await stage.press("Received", by=SOFIA, on=stage.seen(SOFIA, PILOTAGE)[-1])

        assert "You have received this." in told(stage, SOFIA)
        assert f"<@{SOFIA}> has this now:" in stage.dms(MARC)[0].text
        assert f"<@{SOFIA}> has received what you passed on" in told(stage, CAMILLE)

    async def test_an_owner_out_of_reach_is_passed_over_at_once(self, stage: Stage) -> None:
        stage.slack.workspace.users[MARC].deleted = True

        await passed(stage)

        assert stage.dms(MARC) == []
        heard = "\n".join(message.text for message in stage.dms(SOFIA))
        assert f":bulb: <@{CAMILLE}> passes this on to you:" in heard
        assert f"passed this on to <@{SOFIA}>" in told(stage, CAMILLE)

    async def test_with_nobody_to_tell_it_says_so(self, stage: Stage) -> None:
        await stage.rule(
            f"relais: 1\nfallback: {{chain: [{{who: [{CAMILLE}], acknowledge: 1h, answer: 1d}}]}}\n"
        )

        await passed(stage)

        assert stage.seen(CAMILLE, QUESTIONS)[-1].text.startswith(
            "I can't pass this on: the charter"
        )
        assert await signals(stage) == []

    async def test_without_processes_the_leads_have_it(self, stage: Stage) -> None:
        await stage.rule(
            f"relais: 1\nfallback: {{chain: [{{who: [{SOFIA}], acknowledge: 1h, answer: 1d}}]}}\n"
        )

        await passed(stage, RENT)

        assert f":bulb: <@{CAMILLE}> passes this on to you:\n> {RENT}" in told(stage, SOFIA)


@on_sqlite
class TestPrivate:
    """What is said in private stays there, unless the owner was there."""

    async def test_an_owner_who_is_there_reads_it(self, stage: Stage) -> None:
        await passed(stage, by=INES, channel=JURIDIQUE)

        [signal] = await signals(stage)
        assert (signal.owner, signal.audience) == (MARC, JURIDIQUE)
        assert f"> {FIRE}" in told(stage, MARC)

    async def test_an_owner_who_is_not_gets_note_and_link_alone(self, stage: Stage) -> None:
        said = await stage.say("Should we rent it out?", by=INES, channel=JURIDIQUE)
        await stage.choose("pass_on", said, by=MARC)
        assert "This is from a private conversation." in str(stage.modal(MARC).blocks)
        process = choices(stage, MARC)["Communication"]
        await stage.submit(by=MARC, process=process, note="Ask me about it.")

        [signal] = await signals(stage)
        assert signal.owner == CAMILLE
        letter = stage.dms(CAMILLE)[0]
        assert "rent it out" not in str(letter.blocks) + letter.text
        assert "its words stay with those who are in it" in letter.text
        assert "> Ask me about it." in letter.text
        assert f"<{signal.url}|where it was written>" in letter.text
        assert "rent it out" not in (await stage.kb("signals", by=CAMILLE)).text
        assert "rent it out" not in str((await stage.home(CAMILLE)).blocks)
        assert "rent it out" in (await stage.kb("signals", by=MARC)).text

    async def test_the_lead_channel_reads_no_private_words(self, stage: Stage) -> None:
        await passed(stage, by=INES, channel=JURIDIQUE)

        await stage.move(hours=2, minutes=1)
        await stage.move(hours=2, minutes=1)

        [lead] = stage.seen(SOFIA, PILOTAGE)
        assert FIRE not in str(lead.blocks) + lead.text
        assert f"> {FIRE}" in stage.dms(SOFIA)[0].text

    async def test_words_to_the_bot_alone_stay_between_the_two(self, stage: Stage) -> None:
        dm = await stage.slack.open_dm(THEO)
        said = await stage.say("We could rent them out, I think.", by=THEO, channel=dm.id)

        await stage.react(said, by=THEO, emoji="bulb")
        assert labels(stage.dms(THEO)[-1]) == ["Choose who it concerns"]
        await stage.press("Choose who it concerns", by=THEO)
        await stage.submit(by=THEO, process="process:innovation", note="Shall I tell you more?")

        assert "rent them out" not in told(stage, SOFIA)
        assert "> Shall I tell you more?" in told(stage, SOFIA)
        assert "> We could rent them out, I think." in told(stage, THEO)


@on_sqlite
class TestOutsiders:
    """People of other organisations, guests, and bots."""

    async def test_a_light_bulb_of_a_stranger_is_a_word_among_them(self, stage: Stage) -> None:
        stage.slack.workspace.users["U0ODILE"] = User("U0ODILE", "odile", "Odile", team_id="T0ELSE")
        stage.slack.workspace.channels[QUESTIONS].members.add("U0ODILE")

        await passed(stage, by="U0ODILE")

        assert await signals(stage) == []
        assert stage.seen("U0ODILE") == []

    async def test_what_a_stranger_says_can_be_passed_on(self, stage: Stage) -> None:
        stage.slack.workspace.users["U0ODILE"] = User("U0ODILE", "odile", "Odile", team_id="T0ELSE")
        stage.slack.workspace.channels[QUESTIONS].members.add("U0ODILE")
        said = await stage.say(FIRE, by="U0ODILE")

        await stage.react(said, by=CAMILLE, emoji="bulb")

        assert "said by <@U0ODILE>" in told(stage, MARC)

    async def test_nothing_written_becomes_a_mention(self, stage: Stage) -> None:
        said = await stage.say("It caught fire, <!everyone> @channel <@U0THEO>", by=INES)
        await stage.choose("pass_on", said, by=CAMILLE)
        await stage.submit(by=CAMILLE, process="process:crisis", note="<!here> @channel")

        shown = str(stage.dms(MARC)[0].blocks)
        for call in ("<!channel>", "<!here>", "<!everyone>", "<@U0THEO>"):
            assert call not in shown

    async def test_somebody_who_joined_is_no_signal(self, stage: Stage) -> None:
        space = stage.slack.workspace
        joined = Message(GENERAL, space.next_ts(stage.clock.now()), THEO, "joined")
        joined.subtype = "channel_join"
        space.add(joined)

        await stage.react(joined, by=CAMILLE, emoji="bulb")

        assert await signals(stage) == []
        assert stage.seen(CAMILLE, GENERAL) == []

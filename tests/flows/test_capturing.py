"""Capturing: a good answer in a thread becomes an entry, reviewed, credited, found at once."""

from sqlalchemy import select

from bot.sandbox.cast import CAMILLE, GENERAL, INES, JURIDIQUE, MARC, QUESTIONS, SOFIA, THEO
from bot.sandbox.slack import Message
from bot.sandbox.slack.workspace import Channel
from knowledge.entry import Entry, Status
from tests.stage import Stage, labels

QUESTION = "Can a customer have a first name engraved on her kettle?"
ANSWER = "Yes, in our workshop: laser, 12 letters at most, 15 €."


async def talked(stage: Stage, channel: str = QUESTIONS) -> Message:
    """Inès asks in a thread and Marc answers; his answer."""
    first = await stage.say(QUESTION, by=INES, channel=channel)
    return await stage.say(ANSWER, by=MARC, channel=channel, thread=first.ts)


async def drafts(stage: Stage) -> list[Entry]:
    return await stage.all(select(Entry).where(Entry.status == Status.IN_REVIEW))


async def test_a_bookmark_makes_a_draft_with_question_answer_author_and_link(stage: Stage) -> None:
    good = await talked(stage)

    await stage.react(good, by=CAMILLE)

    [draft] = await drafts(stage)
    assert (draft.title, draft.body) == (QUESTION, ANSWER)
    assert (draft.author, draft.capturer, draft.audience) == (MARC, CAMILLE, None)
    assert draft.source_url
    assert f"/archives/{QUESTIONS}/p{good.ts.replace('.', '')}" in draft.source_url
    review = stage.dms(str(draft.reviewer))[-1]
    assert f"A draft to review, by <@{MARC}>, for <@{CAMILLE}>:" in review.text
    assert QUESTION in review.text
    assert f"<{draft.source_url}|where it was written>" in review.text.replace("&amp;", "&")


async def test_the_reviewer_edits_and_publishes_and_it_is_found_at_once(stage: Stage) -> None:
    await stage.react(await talked(stage), by=CAMILLE)
    [draft] = await drafts(stage)
    reviewer = str(draft.reviewer)

    await stage.press("Edit", by=reviewer)
    await stage.submit(by=reviewer, answer="Yes: laser, **12 letters**, 15 €, ten days.")
    await stage.press("Publish", by=reviewer)
    found = await stage.kb("engrave a name on a ketle", by=THEO)

    assert f"*{QUESTION}*\nYes: laser, *12 letters*, 15 €, ten days." in found.text
    assert "Published: everybody who may see it finds it now." in stage.dms(reviewer)[-1].text
    assert "Your answer is in the knowledge base now" in stage.dms(MARC)[-1].text
    assert "What you asked or kept is in the knowledge base now" in stage.dms(CAMILLE)[-1].text


async def test_what_is_rejected_is_never_found(stage: Stage) -> None:
    await stage.react(await talked(stage), by=CAMILLE)
    [draft] = await drafts(stage)

    reviewer = str(draft.reviewer)
    await stage.press("Reject…", by=reviewer)
    await stage.submit(by=reviewer, why="We no longer engrave.")

    assert "Put aside" in stage.dms(reviewer)[-1].text
    assert "> We no longer engrave." in stage.dms(reviewer)[-1].text
    for person in (MARC, CAMILLE):
        assert f"<@{reviewer}> has decided not to publish it:" in stage.dms(person)[-1].text
        assert "> We no longer engrave." in stage.dms(person)[-1].text
    assert QUESTION not in (await stage.kb("engrave a name on a kettle", by=THEO)).text


async def test_a_second_reaction_and_a_redelivered_event_change_nothing(stage: Stage) -> None:
    good = await talked(stage)
    await stage.react(good, by=CAMILLE)

    await stage.react(good, by=THEO)
    await stage.slack.faults.redeliver(4)
    await stage.quiet()

    assert len(await stage.all(select(Entry).where(Entry.capturer.is_not(None)))) == 1
    [draft] = await drafts(stage)
    assert (draft.body, draft.capturer) == (ANSWER, CAMILLE)
    assert len(stage.dms(str(draft.reviewer))) == 1


async def test_several_good_answers_of_a_thread_join_in_the_order_they_were_written(
    stage: Stage,
) -> None:
    first = await stage.say(QUESTION, by=INES)
    one = await stage.say("Yes, in our workshop.", by=MARC, thread=first.ts)
    two = await stage.say("Twelve letters at most.", by=MARC, thread=first.ts)

    await stage.react(two, by=CAMILLE)
    await stage.react(one, by=CAMILLE)

    [draft] = await drafts(stage)
    assert draft.body == "Yes, in our workshop.\n\nTwelve letters at most."
    assert len(stage.dms(str(draft.reviewer))) == 1
    assert "Yes, in our workshop." in stage.dms(str(draft.reviewer))[-1].text


async def test_a_reaction_taken_back_puts_the_draft_aside(stage: Stage) -> None:
    good = await talked(stage)
    await stage.react(good, by=CAMILLE)
    [draft] = await drafts(stage)

    await stage.unreact(good, by=CAMILLE)

    assert await drafts(stage) == []
    assert "Put aside" in stage.dms(str(draft.reviewer))[-1].text
    assert labels(stage.dms(str(draft.reviewer))[-1]) == ["Read in full"]


async def test_somebody_elses_reaction_taken_back_changes_nothing(stage: Stage) -> None:
    good = await talked(stage)
    await stage.react(good, by=CAMILLE)
    await stage.react(good, by=THEO)

    await stage.unreact(good, by=THEO)

    assert len(await drafts(stage)) == 1


async def test_any_other_emoji_keeps_nothing(stage: Stage) -> None:
    await stage.react(await talked(stage), by=CAMILLE, emoji="tada")

    assert await drafts(stage) == []


async def test_a_message_that_begins_a_thread_is_kept_with_the_question_it_answers(
    stage: Stage,
) -> None:
    alone = await stage.say(ANSWER, by=MARC)

    await stage.react(alone, by=CAMILLE)
    [hint] = stage.seen(CAMILLE, QUESTIONS)
    await stage.press("Edit and save", by=CAMILLE, on=hint)
    await stage.submit(by=CAMILLE, title=QUESTION, topic="care")

    assert hint.ephemeral_to == CAMILLE
    [draft] = await drafts(stage)
    assert (draft.title, draft.body) == (QUESTION, ANSWER)
    assert (draft.author, draft.capturer) == (MARC, CAMILLE)
    assert f"p{alone.ts.replace('.', '')}" in str(draft.source_url)


async def test_the_shortcut_keeps_a_reply_and_says_who_reviews_it(stage: Stage) -> None:
    good = await talked(stage)

    await stage.choose("save_to_knowledge_base", good, by=CAMILLE)
    shown = str(stage.modal(CAMILLE).blocks)
    await stage.submit(by=CAMILLE)
    await stage.submit(by=CAMILLE)

    [draft] = await drafts(stage)
    assert "1. Inès: Can a customer" in shown
    assert "2. Marc: Yes, in our workshop" in shown
    assert (draft.title, draft.body) == (QUESTION, ANSWER)
    assert (draft.author, draft.capturer) == (MARC, CAMILLE)
    kept = str(stage.modal(CAMILLE).blocks)
    assert f"Kept as a draft: *{QUESTION}*" in kept
    assert f"<@{draft.reviewer}> reviews it" in kept


async def test_the_shortcut_on_a_first_message_opens_the_modal(stage: Stage) -> None:
    alone = await stage.say(ANSWER, by=MARC)

    await stage.choose("save_to_knowledge_base", alone, by=CAMILLE)
    await stage.submit(by=CAMILLE, title=QUESTION, topic="care")

    [draft] = await drafts(stage)
    assert (draft.author, draft.capturer) == (MARC, CAMILLE)


async def test_nothing_written_in_a_message_becomes_a_mention(stage: Stage) -> None:
    first = await stage.say("May we write @channel to <@U0THEO>? <!everyone>", by=INES)
    good = await stage.say(
        "Never write <!here> or @channel, ask <@U0MARC>.", by=SOFIA, thread=first.ts
    )

    await stage.react(good, by=CAMILLE)

    [draft] = await drafts(stage)
    assert draft.title == "May we write @channel to @Théo? <!everyone>"
    shown = str(stage.dms(str(draft.reviewer))[-1].blocks)
    for call in ("<!channel>", "<!here>", "<!everyone>", "<@U0THEO>"):
        assert call not in shown


async def test_where_the_bot_is_not_a_member_it_asks_to_be_invited(stage: Stage) -> None:
    outside = Channel("C0OUTSIDE", "outside", members={CAMILLE, MARC, INES})
    stage.slack.workspace.channels[outside.id] = outside
    good = await talked(stage, outside.id)

    await stage.choose("save_to_knowledge_base", good, by=CAMILLE)

    [refused] = stage.seen(CAMILLE, outside.id)
    assert refused.text.startswith("I can't read this channel. Invite me with /invite @Relais")
    assert await drafts(stage) == []


class TestPrivate:
    """What is said in a private channel stays with its members."""

    async def kept(self, stage: Stage) -> Entry:
        """Captured in #juridique and published."""
        await stage.react(await talked(stage, JURIDIQUE), by=INES)
        [draft] = await drafts(stage)
        await stage.press("Publish", by=str(draft.reviewer))
        return draft

    async def test_only_its_members_find_it(self, stage: Stage) -> None:
        entry = await self.kept(stage)

        assert entry.audience == JURIDIQUE
        assert QUESTION in (await stage.kb("engrave a name on a kettle", by=MARC)).text
        assert QUESTION not in (await stage.kb("engrave a name on a kettle", by=THEO)).text

    async def test_only_its_members_are_shown_it_by_number(self, stage: Stage) -> None:
        entry = await self.kept(stage)

        assert QUESTION in (await stage.kb(f"show {entry.id}", by=MARC)).text
        assert (await stage.kb(f"show {entry.id}", by=THEO)).text.startswith("I can't find that")

    async def test_nobody_hears_it_in_public(self, stage: Stage) -> None:
        await self.kept(stage)

        await stage.say(f"<@{stage.me}> engrave a name on a kettle?", by=MARC, channel=GENERAL)
        await stage.say(f"<@{stage.me}> engrave a name on a kettle?", by=MARC, channel=JURIDIQUE)

        assert QUESTION not in stage.seen(MARC, GENERAL)[-1].text
        assert QUESTION in stage.seen(MARC, JURIDIQUE)[-1].text

    async def test_it_is_not_offered_to_be_shared_elsewhere(self, stage: Stage) -> None:
        await self.kept(stage)

        outside = await stage.kb("engrave a name on a kettle", by=MARC)
        inside = await stage.kb("engrave a name on a kettle", by=MARC, channel=JURIDIQUE)

        assert "Share in channel" not in labels(outside)
        assert "Share in channel" in labels(inside)

    async def test_who_leaves_the_channel_no_longer_finds_it(self, stage: Stage) -> None:
        await self.kept(stage)
        assert QUESTION in (await stage.kb("engrave a name on a kettle", by=MARC)).text

        await stage.slack.leave(MARC, JURIDIQUE)
        await stage.quiet()

        assert QUESTION not in (await stage.kb("engrave a name on a kettle", by=MARC)).text

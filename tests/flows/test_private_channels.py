"""Private channels: who finds what they keep, who may change that, and what moves of them do."""

import pytest
from sqlalchemy import select

from bot.sandbox.cast import CAMILLE, GENERAL, INES, JURIDIQUE, MARC, PILOTAGE, SOFIA, THEO
from bot.sandbox.slack import Message
from handlers import moves
from knowledge.entry import Entry, Status
from knowledge.question import Question
from tests.stage import Stage, labels

pytestmark = pytest.mark.parametrize(
    "combination", [("sqlite", "socket")], indirect=True, ids="-".join
)

QUESTION = "Can a customer have a first name engraved on her kettle?"
ANSWER = "Yes, in our workshop: laser, 12 letters at most, 15 €."
ASKED = "engrave a name on a kettle"


async def kept(stage: Stage, channel: str = JURIDIQUE) -> Entry:
    """Inès keeps what Marc answers there; its reviewer publishes it."""
    first = await stage.say(QUESTION, by=INES, channel=channel)
    good = await stage.say(ANSWER, by=MARC, channel=channel, thread=first.ts)
    await stage.react(good, by=INES)
    [draft] = await stage.all(select(Entry).where(Entry.status == Status.IN_REVIEW))
    await stage.press("Publish", by=str(draft.reviewer))
    return await the(stage, draft)


async def the(stage: Stage, entry: Entry) -> Entry:
    """As it is now."""
    found: list[Entry] = await stage.all(select(Entry).where(Entry.id == entry.id))
    return found[0]


async def finds(stage: Stage, person: str) -> bool:
    """Whether this person finds it."""
    return QUESTION in (await stage.kb(ASKED, by=person, channel=GENERAL)).text


async def card(stage: Stage, entry: Entry, *, by: str) -> Message:
    return await stage.kb(f"show {entry.id}", by=by, channel=GENERAL)


class TestWidening:
    """Somebody entitled lets others find it."""

    async def test_a_lead_lets_everybody_find_it_and_takes_that_back(self, stage: Stage) -> None:
        entry = await kept(stage)
        shown = await card(stage, entry, by=SOFIA)
        assert f"only for the members of <#{JURIDIQUE}>" in str(shown.blocks)

        await stage.press("Who finds it…", by=SOFIA, on=shown)
        await stage.submit(by=SOFIA, who="everybody")

        assert await finds(stage, THEO)
        assert "lets everybody in the team find this entry" in stage.dms(MARC)[-1].text

        shown = await card(stage, entry, by=SOFIA)
        await stage.press("Who finds it…", by=SOFIA, on=shown)
        await stage.submit(by=SOFIA, who="as_before")

        assert not await finds(stage, THEO)
        assert (await the(stage, entry)).audience == JURIDIQUE

    async def test_to_another_channel_only_by_one_of_its_members(self, stage: Stage) -> None:
        entry = await kept(stage)
        stage.slack.workspace.channels[PILOTAGE].members.add(CAMILLE)
        shown = await card(stage, entry, by=SOFIA)
        await stage.press("Who finds it…", by=SOFIA, on=shown)
        for place in ("C0NOWHERE", GENERAL, None):
            faults = await stage.submit(by=SOFIA, who="channel", where=place)
            assert "Choose a private channel that you are in yourself" in str(faults)

        await stage.submit(by=SOFIA, who="channel", where=PILOTAGE)

        assert (await the(stage, entry)).audience == PILOTAGE
        assert await finds(stage, CAMILLE)
        assert not await finds(stage, MARC)

    async def test_who_has_no_mandate_is_not_offered_it(self, stage: Stage) -> None:
        entry = await kept(stage)
        stage.slack.workspace.channels[JURIDIQUE].members.add(THEO)

        assert "Who finds it…" not in labels(await card(stage, entry, by=THEO))

    async def test_where_authors_are_asked_it_waits_for_them(self, stage: Stage) -> None:
        entry = await kept(stage)
        await stage.rule(stage.charter + "\nconsent: ask\n")
        shown = await card(stage, entry, by=SOFIA)
        await stage.press("Who finds it…", by=SOFIA, on=shown)

        faults = await stage.submit(by=SOFIA, who="everybody")

        assert "Its author has to say yes" in str(faults)
        assert not await finds(stage, THEO)


class TestMoves:
    """What happens to channels."""

    async def test_what_came_from_a_channel_made_private_is_for_its_members(
        self, stage: Stage
    ) -> None:
        entry = await kept(stage, GENERAL)
        stage.slack.workspace.channels[GENERAL].members.discard(THEO)
        assert await finds_in(stage, THEO)

        await stage.slack.convert(SOFIA, GENERAL)
        await stage.quiet()

        assert (await the(stage, entry)).audience == GENERAL
        assert not await finds_in(stage, THEO)
        assert await finds(stage, MARC)
        assert "is private now" in stage.dms(SOFIA)[-1].text
        assert QUESTION in stage.dms(SOFIA)[-1].text

    async def test_what_came_from_a_private_channel_made_public_stays_kept(
        self, stage: Stage
    ) -> None:
        entry = await kept(stage)

        await stage.slack.convert(SOFIA, JURIDIQUE, private=False)
        await stage.quiet()

        assert (await the(stage, entry)).audience == JURIDIQUE
        assert not await finds(stage, THEO)

    async def test_of_an_archived_channel_the_members_find_it_still(self, stage: Stage) -> None:
        await kept(stage)

        await stage.slack.archive(SOFIA, JURIDIQUE)
        await stage.quiet()

        assert await finds(stage, MARC)
        assert not await finds(stage, THEO)

    async def test_where_we_are_sent_away_nobody_finds_it_and_the_lead_knows(
        self, stage: Stage
    ) -> None:
        await kept(stage)

        await stage.slack.kick(SOFIA, JURIDIQUE, stage.me)
        await stage.quiet()

        assert not await finds(stage, MARC)
        told = stage.dms(SOFIA)[-1].text
        assert "I can't look into" in told
        assert QUESTION not in told, "nobody knows whether she is in it"
        await stage.slack.invite_bot(SOFIA, JURIDIQUE)
        await stage.quiet()
        assert await finds(stage, MARC)

    async def test_a_deleted_channel_hides_what_it_kept(self, stage: Stage) -> None:
        await kept(stage)

        await stage.slack.delete_channel(SOFIA, JURIDIQUE)
        await stage.quiet()

        assert not await finds(stage, MARC)
        assert "has been deleted" in stage.dms(SOFIA)[-1].text

    async def test_a_new_id_changes_nothing(self, stage: Stage) -> None:
        entry = await kept(stage)

        await stage.slack.renumber(JURIDIQUE, "C0LEGAL2")
        await stage.quiet()

        assert (await the(stage, entry)).audience == "C0LEGAL2"
        assert await finds(stage, MARC)
        assert not await finds(stage, THEO)

    async def test_shared_with_another_organisation_strangers_find_nothing(
        self, stage: Stage
    ) -> None:
        await kept(stage)

        await stage.slack.share(JURIDIQUE, "T0ELSE")
        await stage.quiet()
        await stage.say(f"<@{stage.me}> {ASKED}?", by=MARC, channel=JURIDIQUE)

        answer = stage.seen(MARC, JURIDIQUE)[-1]
        assert QUESTION in answer.text
        assert answer.ephemeral_to == MARC, "who is there from elsewhere must not read it"

    async def test_a_channel_that_we_heard_nothing_of_is_looked_at_again(
        self, stage: Stage
    ) -> None:
        entry = await kept(stage, GENERAL)
        stage.slack.workspace.channels[GENERAL].kind = "private"

        await stage.move(minutes=2)
        await moves.look_again(stage.bot.services, pause=0)

        assert (await the(stage, entry)).audience == GENERAL


class TestLeaving:
    """A departed member sees nothing more of it, by any way."""

    async def test_drafts_lists_home_and_buttons_show_it_no_more(self, stage: Stage) -> None:
        first = await stage.say(QUESTION, by=MARC, channel=JURIDIQUE)
        good = await stage.say(ANSWER, by=INES, channel=JURIDIQUE, thread=first.ts)
        await stage.react(good, by=MARC)
        [draft] = await stage.all(select(Entry).where(Entry.status == Status.IN_REVIEW))
        reviewer = str(draft.reviewer)
        sent = stage.dms(reviewer)[-1]
        assert QUESTION in sent.text

        await stage.slack.leave(reviewer, JURIDIQUE)
        await stage.quiet()

        for typed in ("drafts", "mine", f"show {draft.id}", ASKED):
            answer = await stage.kb(typed, by=reviewer, channel=GENERAL)
            assert QUESTION not in answer.text, typed
        assert QUESTION not in str((await stage.home(reviewer)).blocks)
        assert "kept for a channel that you are not in any more" in stage.dms(reviewer)[-1].text
        now = await the(stage, draft)
        assert now.reviewer != reviewer
        assert now.reviewer in stage.slack.workspace.channels[JURIDIQUE].members

    async def test_what_they_wrote_there_is_not_listed_for_them(self, stage: Stage) -> None:
        await kept(stage)
        assert QUESTION in (await stage.kb("mine", by=MARC, channel=GENERAL)).text

        await stage.slack.leave(MARC, JURIDIQUE)
        await stage.quiet()

        assert QUESTION not in (await stage.kb("mine", by=MARC, channel=GENERAL)).text

    async def test_an_old_reply_drawn_anew_does_not_show_it(self, stage: Stage) -> None:
        await kept(stage)
        old = await stage.kb(ASKED, by=MARC, channel=GENERAL)
        assert QUESTION in old.text
        await stage.slack.leave(MARC, JURIDIQUE)
        await stage.quiet()

        await stage.press("Helpful", by=MARC, on=old)

        assert QUESTION not in stage.seen(MARC, GENERAL)[-1].text
        [asked] = await stage.all(select(Question).where(Question.asker == MARC))
        assert asked.feedback is not None


async def finds_in(stage: Stage, person: str) -> bool:
    """Whether this person finds it, who asks elsewhere."""
    return QUESTION in (await stage.write(ASKED, by=person)).text

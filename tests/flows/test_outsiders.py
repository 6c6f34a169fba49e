"""Outsiders: guests, and people of another organisation in a shared channel: what they may do.

They ask, and see what the charter opens to them. Nothing else is hinted at.
"""

import pytest
from sqlalchemy import select

from bot.sandbox.cast import CAMILLE, GENERAL, INES, JURIDIQUE, MARC, QUESTIONS, THEO
from bot.sandbox.slack import User
from knowledge.entry import Entry, Status
from knowledge.escalation import Escalation
from knowledge.question import Question
from tests.stage import Stage, labels

pytestmark = pytest.mark.parametrize(
    "combination", [("sqlite", "http")], indirect=True, ids="-".join
)

ODILE, GAEL = "U0ODILE", "U0GAEL"
REFUSAL = "Seuls les membres à part entière de cette équipe peuvent faire cela."
"""In the charter's language: Slack does not tell Odile's."""
MONEY = "how do I get my money back?"
TITLE = "How do I get my money back?"


@pytest.fixture
async def shared(stage: Stage) -> Stage:
    """Odile, of another organisation, is in #questions; Gaël, a guest, in #general."""
    people = stage.slack.workspace.users
    people[ODILE] = User(ODILE, "odile", "Odile", team_id="T0ELSE")
    people[GAEL] = User(GAEL, "gael", "Gaël", locale="en-US", is_guest=True)
    channel = stage.slack.workspace.channels[QUESTIONS]
    channel.members.add(ODILE)
    channel.is_ext_shared = True
    stage.slack.workspace.channels[GENERAL].members.add(GAEL)
    return stage


async def opens(stage: Stage, *kinds: str) -> None:
    """The charter opens refunds to these."""
    line = "  - id: refunds\n"
    opened = stage.charter.replace(line, f"{line}    open_to: [{', '.join(kinds)}]\n")
    await stage.rule(opened)


def all_seen(stage: Stage, person: str) -> str:
    """Everything the bot has said where this person reads."""
    modals = [str(view.blocks) for view in stage.slack.modals_of(person)]
    return " ".join([f"{m.text} {m.blocks}" for m in stage.seen(person)] + modals)


class TestPartners:
    """Odile is of another organisation."""

    async def test_they_ask_and_find_nothing_that_is_not_open_to_them(self, shared: Stage) -> None:
        await shared.say(f"<@{shared.me}> {MONEY}", by=ODILE)

        assert len(await shared.all(select(Question))) == 1
        assert TITLE not in all_seen(shared, ODILE)
        assert "14" not in shared.seen(ODILE)[-1].text
        assert "Why?" not in shared.buttons(ODILE)
        assert "Pourquoi ?" not in shared.buttons(ODILE)

    async def test_they_find_what_is_open_to_them(self, shared: Stage) -> None:
        await opens(shared, "partners")

        await shared.say(f"<@{shared.me}> {MONEY}", by=ODILE)

        assert TITLE in shared.seen(ODILE)[-1].text

    async def test_what_is_open_to_guests_is_not_open_to_them(self, shared: Stage) -> None:
        await opens(shared, "guests")

        await shared.say(f"<@{shared.me}> {MONEY}", by=ODILE)

        assert TITLE not in all_seen(shared, ODILE)

    async def test_their_question_goes_to_somebody_who_knows(self, shared: Stage) -> None:
        await shared.say(f"<@{shared.me}> your kettle caught fire, is it dangerous?", by=ODILE)
        [asked] = await shared.all(select(Escalation))
        await shared.press("Answer", by=asked.assignee)
        await shared.submit(by=asked.assignee, written="Unplug it, please.")

        assert asked.asker == ODILE
        assert "Unplug it, please." in shared.seen(ODILE)[-1].text

    async def test_they_keep_nothing(self, shared: Stage) -> None:
        first = await shared.say("Can we engrave?", by=THEO)
        good = await shared.say("Yes.", by=MARC, thread=first.ts)

        await shared.react(good, by=ODILE)

        assert await shared.all(select(Entry).where(Entry.status != Status.PUBLISHED)) == []
        last = shared.seen(ODILE)[-1]
        assert last.text.startswith(REFUSAL)
        assert last.ephemeral_to == ODILE

    async def test_others_buttons_do_nothing_for_them(self, shared: Stage) -> None:
        await opens(shared, "partners")
        await shared.say(f"<@{shared.me}> {MONEY}", by=THEO)

        for label in ("Helpful", "Not helpful", "Why?"):
            await shared.press(label, by=ODILE)

        [asked] = await shared.all(select(Question))
        assert asked.feedback is None
        assert shared.slack.modals_of(ODILE) == []

    async def test_an_answer_beside_them_is_for_its_asker_alone(self, shared: Stage) -> None:
        await shared.say(f"<@{shared.me}> {MONEY}", by=THEO)

        answer = shared.seen(THEO)[-1]
        assert TITLE in answer.text
        assert answer.ephemeral_to == THEO
        assert shared.seen(ODILE) == []

    async def test_nothing_is_shared_with_them_that_is_not_open(self, shared: Stage) -> None:
        answer = await shared.kb(MONEY, by=THEO)

        await shared.press("Share in channel", by=THEO, on=answer)

        assert "Not everybody in this channel may read this entry" in shared.seen(THEO)[-1].text
        assert shared.seen(ODILE) == []
        await opens(shared, "partners")
        await shared.press("Share in channel", by=THEO, on=answer)
        assert TITLE in shared.seen(ODILE)[-1].text

    async def test_an_entry_that_answers_a_colleague_is_not_read_to_them(
        self, shared: Stage
    ) -> None:
        """What is not for all around goes to the asker's direct messages."""
        await shared.say(f"<@{shared.me}> a customer's kettle caught fire, what now?", by=THEO)
        [asked] = await shared.all(select(Escalation))
        money = await shared.all(select(Entry).where(Entry.title == TITLE))
        await shared.press("Point to an entry…", by=asked.assignee)
        chosen = {"entry": "Another one, by its number", "number": str(money[0].id)}
        await shared.submit(by=asked.assignee, **chosen)

        assert "You have *30 days* from delivery" in shared.dms(THEO)[-1].text
        assert "30 days" not in all_seen(shared, ODILE)


class TestGuests:
    """Gaël is a guest of the workspace."""

    async def test_they_find_what_is_open_to_them_and_nothing_else(self, shared: Stage) -> None:
        before = await shared.kb(MONEY, by=GAEL, channel=GENERAL)
        assert TITLE not in before.text
        assert "Why?" not in labels(before)

        await opens(shared, "guests")

        after = await shared.kb(MONEY, by=GAEL, channel=GENERAL)
        assert TITLE in after.text
        descale = await shared.kb("comment détartrer la bouilloire ?", by=GAEL, channel=GENERAL)
        assert "Comment détartrer" not in descale.text.replace("You asked", "")[60:]

    async def test_by_its_number_a_closed_entry_looks_like_none(self, shared: Stage) -> None:
        [entry] = await shared.all(select(Entry).where(Entry.title == TITLE))

        closed = await shared.kb(f"show {entry.id}", by=GAEL, channel=GENERAL)
        none = await shared.kb("show 999999", by=GAEL, channel=GENERAL)
        assert closed.text == none.text

        await opens(shared, "guests")
        assert TITLE in (await shared.kb(f"show {entry.id}", by=GAEL, channel=GENERAL)).text

    async def test_filters_count_nothing_that_is_closed_to_them(self, shared: Stage) -> None:
        await opens(shared, "guests")

        care = await shared.kb("topic:care", by=GAEL, channel=GENERAL)
        money = await shared.kb(f"topic:care {MONEY}", by=GAEL, channel=GENERAL)

        assert "bouilloire Aube" not in care.text
        [asked] = await shared.all(select(Question).where(Question.asker == GAEL))
        assert asked.elsewhere <= 2, "the two entries about refunds, and no more"
        assert money.text

    @pytest.mark.parametrize("typed", ["add", "edit 1", "drafts", "charter", "why", "signals"])
    async def test_what_they_may_not_do_gets_one_sentence(self, shared: Stage, typed: str) -> None:
        answer = await shared.kb(typed, by=GAEL, channel=GENERAL)

        assert answer.text.startswith("Only full members of this team can do that.")
        assert shared.slack.modals_of(GAEL) == []

    async def test_their_home_shows_what_they_wait_for(self, shared: Stage) -> None:
        await shared.kb("a kettle caught fire, is it dangerous?", by=GAEL, channel=GENERAL)
        assert await shared.all(select(Escalation.asker)) == [GAEL]

        home = await shared.home(GAEL)

        assert "a kettle caught fire" in str(home.blocks)

    async def test_an_answer_beside_them_is_for_its_asker_alone(self, shared: Stage) -> None:
        await shared.say(f"<@{shared.me}> {MONEY}", by=CAMILLE, channel=GENERAL)

        assert TITLE in shared.seen(CAMILLE, GENERAL)[-1].text
        assert shared.seen(GAEL) == []

    async def test_in_a_channel_of_members_the_answer_is_for_all(self, shared: Stage) -> None:
        await shared.say(f"<@{shared.me}> {MONEY}", by=INES, channel=JURIDIQUE)

        assert TITLE in shared.seen(MARC, JURIDIQUE)[-1].text

"""Outsiders: people of another organisation, in a shared channel, are refused and see nothing."""

import pytest
from sqlalchemy import select

from bot.sandbox.cast import CAMILLE, MARC, QUESTIONS, THEO
from bot.sandbox.slack import User
from knowledge.entry import Entry, Status
from knowledge.question import Question
from tests.stage import Stage

pytestmark = pytest.mark.parametrize(
    "combination", [("sqlite", "http")], indirect=True, ids="-".join
)

ODILE = "U0ODILE"
REFUSAL = "Je ne travaille que pour les membres de l’espace de travail de cette équipe."
"""In the charter's language: Slack does not tell theirs."""


@pytest.fixture
async def shared(stage: Stage) -> Stage:
    """Odile, of another organisation, is in #questions."""
    stage.slack.workspace.users[ODILE] = User(ODILE, "odile", "Odile", team_id="T0ELSE")
    channel = stage.slack.workspace.channels[QUESTIONS]
    channel.members.add(ODILE)
    channel.is_ext_shared = True
    return stage


def refused(stage: Stage) -> bool:
    """Whether the last word to Odile is the refusal, and hers alone."""
    last = stage.seen(ODILE)[-1]
    return (last.text, last.ephemeral_to) == (REFUSAL, ODILE)


async def test_a_mention_by_an_outsider_finds_nothing(shared: Stage) -> None:
    await shared.say(f"<@{shared.me}> how do I get my money back?", by=ODILE)

    assert refused(shared)
    assert shared.seen(THEO) == []
    assert await shared.all(select(Question)) == []


async def test_a_reaction_by_an_outsider_keeps_nothing(shared: Stage) -> None:
    first = await shared.say("Can we engrave?", by=THEO)
    good = await shared.say("Yes.", by=MARC, thread=first.ts)

    await shared.react(good, by=ODILE)

    assert await shared.all(select(Entry).where(Entry.status != Status.PUBLISHED)) == []
    assert refused(shared)


async def test_buttons_pressed_by_an_outsider_do_nothing(shared: Stage) -> None:
    await shared.say(f"<@{shared.me}> what personal data do you keep about me?", by=THEO)
    await shared.say(f"<@{shared.me}> how do I get my money back?", by=CAMILLE)

    for label in ("Helpful", "Not helpful", "Why?", "Cancel", "Add details"):
        await shared.press(label, by=ODILE)
        assert refused(shared), label

    assert shared.slack.modals_of(ODILE) == []
    asked = await shared.all(select(Question))
    assert [question.feedback for question in asked] == [None, None]
    assert "I have asked" in shared.dms(THEO)[-1].text


async def test_an_outsider_does_not_read_what_others_may_open(shared: Stage) -> None:
    await shared.say(f"<@{shared.me}> how do I get my money back?", by=THEO)

    await shared.press("Read in full", by=ODILE)

    assert refused(shared)
    assert shared.slack.modals_of(ODILE) == []

"""Leaving: somebody goes, and what they did is with others after one click."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.sandbox.cast import CAMILLE, INES, JURIDIQUE, MARC, SOFIA, THEO
from bot.sandbox.slack import Message, View
from knowledge import charters
from knowledge.charter import Charter
from knowledge.entry import Entry, Status
from tests.flows.words import left_in_english
from tests.stage import Stage, labels

FIRE = "the kettle caught fire"
HAND_OVER, CHOOSE = "Hand over as proposed", "Choose who takes over"


async def in_force(stage: Stage) -> Charter:
    async with stage.bot.services.sessions.begin() as session:
        return await charters.in_force(session, stage.slack.workspace.team_id)


async def keeps(stage: Stage, person: str, *, audience: str | None = None) -> int:
    """Somebody keeps the refund entries true; how many."""
    async with stage.bot.services.sessions.begin() as session:
        query = select(Entry).where(Entry.topic == "refunds", Entry.status == Status.PUBLISHED)
        kept = (await session.scalars(query)).all()
        for entry in kept:
            entry.owner = person
        if audience:
            kept[0].audience = audience
    return len(kept)


async def owners(stage: Stage) -> set[str | None]:
    async with stage.bot.services.sessions.begin() as session:
        query = select(Entry.owner).where(Entry.topic == "refunds")
        return set(await session.scalars(query))


async def goes(stage: Stage, person: str) -> None:
    """Their account is closed."""
    await stage.slack.change_user(person, deleted=True)
    await stage.quiet()


def text(place: Message | View) -> str:
    return "\n".join(str(b.get("text", {}).get("text", "")) for b in place.blocks)


async def test_a_closed_account_is_handed_over_with_one_click(stage: Stage) -> None:
    number = await keeps(stage, INES)
    await stage.kb(FIRE, by=THEO)

    await goes(stage, INES)

    sheet = stage.dms(SOFIA)[-1]
    assert f":wave: <@{INES}> has left." in text(sheet)
    assert f"*Refunds and returns* → <@{CAMILLE}>" in text(sheet)
    assert f"step 1 · reviews · {number} entries" in text(sheet)
    await stage.press(HAND_OVER, by=SOFIA, on=sheet)

    assert f"is handed over, by <@{SOFIA}>" in text(stage.dms(SOFIA)[-1])
    assert INES not in (await in_force(stage)).everyone()
    assert await owners(stage) == {CAMILLE}


async def test_successors_are_chosen_and_refused_without_the_autonomy(stage: Stage) -> None:
    await keeps(stage, INES)
    told = await stage.kb(f"leaving <@{INES}|ines> on 30 january", by=SOFIA)
    assert "leaves on <!date^" in text(told)
    await stage.press(CHOOSE, by=SOFIA, on=told)

    chosen: dict[str, Any] = {"topic:refunds": MARC, "topic:goodwill": THEO}
    await stage.submit(by=SOFIA, **chosen)
    assert INES in (await in_force(stage)).everyone()
    assert await owners(stage) == {INES}
    await stage.submit(by=SOFIA, **(chosen | {"topic:goodwill": MARC}))

    assert "is handed over" in text(stage.modal(SOFIA))
    assert await owners(stage) == {MARC}


async def test_only_those_in_charge_announce_it_for_others_and_see_the_sheet(stage: Stage) -> None:
    refused = await stage.kb(f"leaving <@{INES}> on friday", by=THEO)
    assert "Your mandate in the charter doesn't cover this" in refused.text

    await stage.kb(f"leaving <@{INES}> on friday", by=SOFIA)

    assert f":wave: <@{INES}> leaves on" in text(stage.dms(SOFIA)[-1])
    assert stage.dms(THEO) + stage.dms(INES) == []


async def test_somebody_says_of_themselves_that_they_go_and_then_stays(stage: Stage) -> None:
    noted = await stage.kb("leaving me on friday", by=INES)
    assert f"<@{SOFIA}> sees to it" in text(noted)
    assert HAND_OVER not in labels(noted)

    await stage.press("They stay after all", by=INES, on=noted)

    assert f"<@{INES}> stays" in text(stage.dms(SOFIA)[-1])


async def test_what_a_private_channel_keeps_is_counted_for_its_members_only(stage: Stage) -> None:
    number = await keeps(stage, INES, audience=JURIDIQUE)
    await stage.slack.leave(SOFIA, JURIDIQUE)

    await goes(stage, INES)

    assert f"{number - 1} entries" in text(stage.dms(SOFIA)[-1])
    await stage.press(HAND_OVER, by=SOFIA)
    members = stage.slack.workspace.channels[JURIDIQUE].members
    assert (await owners(stage)) - {CAMILLE} <= {*members, None}


async def test_what_only_they_have_answered_is_to_be_asked(stage: Stage) -> None:
    await stage.kb(FIRE, by=THEO)
    await stage.press("Answer", by=MARC)
    await stage.submit(by=MARC, written="Unplug it, and write to us.")

    told = await stage.kb(f"leaving <@{MARC}> on 30 january", by=SOFIA)

    assert "To ask before they go" in text(told)
    assert f"• {FIRE} (E1) · no entry holds the answer" in text(told)


async def test_the_sheet_comes_again_until_somebody_has_dealt_with_it(stage: Stage) -> None:
    await goes(stage, INES)
    before = len(stage.dms(SOFIA))

    await stage.move(days=8)

    assert f"<@{INES}> has left" in "\n".join(text(m) for m in stage.dms(SOFIA)[before:])


async def test_in_french(french_stage: Stage) -> None:
    told = await french_stage.kb(f"départ <@{INES}> le 30 janvier", by=SOFIA)

    assert "quitte l’équipe le" in text(told)
    await french_stage.press("Choisir qui prend la suite", by=SOFIA, on=told)
    await french_stage.submit(by=SOFIA)
    assert not left_in_english(french_stage.slack)


pytestmark = pytest.mark.parametrize(
    "combination", [("sqlite", "socket")], indirect=True, ids="-".join
)

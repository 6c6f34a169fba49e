"""Tips: whoever may not do it alone suggests it; whose topic it is decides, and both hear."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from knowledge import gestures, leases, reactions, tips
from knowledge.audit import AuditLine
from knowledge.errors import IllegalMove, NobodyToTell, NotAllowed
from knowledge.gestures import Gesture
from knowledge.outbox import Kind, Notification
from knowledge.reactions import Deed, Said
from knowledge.tip import Status, Tip
from knowledge.tips import Suggested
from tests.factories import ANA, MARIA, NINA, NOW, PAUL, WORKSPACE
from tests.knowledge.team import Team

PLACE = ("C0GENERAL", "1768.000002")


def suggested(person: str = ANA, **changes: Any) -> Suggested:
    """Somebody suggests keeping an answer about refunds."""
    facts = {"text": "Sous 14 jours.", "topic": "refunds", "thread_ts": None}
    facts |= {"url": "https://orlune.slack.com/p2", "deed": Deed.KEEP}
    return Suggested(WORKSPACE, *PLACE, person=person, **{**facts, **changes})


async def suggests(team: Team, person: str = ANA, **changes: Any) -> Tip:
    async with team.sessions.begin() as session:
        about = suggested(person, **changes)
        return await tips.suggest(session, about, charter=team.charter, now=NOW)


async def decides(
    team: Team, decision: Callable[..., Awaitable[Any]], tip: Tip, *, by: str
) -> None:
    await team.does(decision, tip, by=by, charter=team.charter)


async def test_it_is_put_to_whose_topic_it_is_and_who_suggests_it_knows(team: Team) -> None:
    tip = await suggests(team)

    assert (tip.owner, tip.status) == (NINA, Status.OPEN)
    assert [row.to for row in await team.planned(Kind.TIP)] == [NINA]
    assert [row.to for row in await team.planned(Kind.TIP_STATE)] == [ANA]


async def test_nobody_decides_on_what_they_suggest(team: Team) -> None:
    tip = await suggests(team, NINA)

    assert tip.owner == MARIA
    with pytest.raises(NotAllowed):
        await decides(team, tips.take, tip, by=NINA)


async def test_without_a_topic_a_lead_decides(team: Team) -> None:
    assert (await suggests(team, topic=None)).owner == NINA


async def test_who_may_not_see_it_is_not_asked(team: Team) -> None:
    tip = await suggests(team, audience="G1", readers=frozenset({ANA, MARIA}))

    assert tip.owner == MARIA


async def test_where_nobody_may_see_it_it_is_refused(team: Team) -> None:
    with pytest.raises(NobodyToTell):
        await suggests(team, audience="G1", readers=frozenset({ANA}))
    assert await team.all(Tip) == []


async def test_the_same_again_is_the_same_tip(team: Team) -> None:
    tip = await suggests(team)

    assert (await suggests(team)).id == tip.id
    assert len(await team.planned(Kind.TIP)) == 1


async def test_taken_it_is_done_in_the_name_of_who_suggests_it(team: Team) -> None:
    tip = await suggests(team)

    await decides(team, tips.take, tip, by=NINA)
    await decides(team, tips.take, tip, by=NINA)

    (row,) = await team.planned(Kind.GESTURE)
    assert Gesture.of(row).person == ANA
    assert [row.to for row in await team.planned(Kind.TIP_NEWS)] == [ANA]
    async with team.sessions.begin() as session:
        assert await tips.is_taken(session, WORKSPACE, *PLACE, person=ANA, deed=Deed.KEEP)


async def test_all_who_suggest_the_same_are_taken_at_their_word(team: Team) -> None:
    tip = await suggests(team)
    await suggests(team, PAUL)

    await decides(team, tips.take, tip, by=NINA)

    assert {one.status for one in await team.all(Tip)} == {Status.TAKEN}
    assert {row.to for row in await team.planned(Kind.TIP_NEWS)} == {ANA, PAUL}


async def test_what_was_declined_stays_so(team: Team) -> None:
    tip = await suggests(team)
    await decides(team, tips.decline, tip, by=NINA)
    await decides(team, tips.decline, tip, by=NINA)

    with pytest.raises(IllegalMove):
        await decides(team, tips.take, tip, by=NINA)
    assert (await suggests(team)).status is Status.DECLINED
    assert await team.planned(Kind.GESTURE) == []


async def test_what_is_taken_back_can_be_suggested_again(team: Team) -> None:
    tip = await suggests(team)
    async with team.sessions.begin() as session:
        about: dict[str, Any] = {"person": ANA, "deed": Deed.KEEP, "now": NOW}
        await tips.withdraw(session, WORKSPACE, *PLACE, **about)

    with pytest.raises(IllegalMove):
        await decides(team, tips.take, tip, by=NINA)
    assert (await suggests(team)).status is Status.OPEN
    assert len(await team.planned(Kind.TIP)) == 2


@pytest.mark.parametrize("person", [ANA, PAUL, MARIA])
async def test_others_have_no_say(team: Team, person: str) -> None:
    tip = await suggests(team)

    for decision in (tips.take, tips.decline):
        with pytest.raises(NotAllowed):
            await decides(team, decision, tip, by=person)


async def test_who_cannot_be_reached_is_passed_over_and_in_the_end_it_is_said(team: Team) -> None:
    await suggests(team)
    for _owner in (NINA, MARIA):
        row = (await team.planned(Kind.TIP))[-1]
        await team.does(unreachable, row)

    (tip,) = await team.all(Tip)
    assert (tip.asked, tip.status, tip.decided_by) == ([NINA, MARIA], Status.DECLINED, None)
    assert [row.to for row in await team.planned(Kind.TIP_NEWS)] == [ANA]


async def unreachable(session: Any, row: Notification, *, now: Any) -> None:
    await tips.unreachable(session, row, now=now)


async def test_the_log_holds_no_words(team: Team) -> None:
    await decides(team, tips.take, await suggests(team), by=NINA)

    assert not any("14 jours" in str(line.facts) for line in await team.all(AuditLine))


class TestTurns:
    """What reactions ask for waits its turn."""

    def gesture(self, person: str = ANA) -> Gesture:
        return Gesture(WORKSPACE, *PLACE, person, Deed.KEEP, "1768.000009")

    async def test_the_same_twice_is_planned_once(self, team: Team) -> None:
        for _again in range(2):
            async with team.sessions.begin() as session:
                await gestures.plan(session, self.gesture(), now=NOW)

        assert len(await team.planned(Kind.GESTURE)) == 1

    async def test_who_waits_behind_what_was_put_off_is_told(self, team: Team) -> None:
        async with team.sessions.begin() as session:
            await gestures.plan(session, self.gesture(), now=NOW)
            (row,) = await leases.lease_due(session, [Kind.GESTURE], owner="w", now=NOW)
            await leases.remember(session, row, message={"text": "Voilà."})
            await leases.postpone(session, row, until=NOW.replace(hour=10), trouble="ratelimited")
            await gestures.plan(session, self.gesture(PAUL), now=NOW)

        assert [row.facts["person"] for row in await team.planned(Kind.GESTURE_LATER)] == [PAUL]
        (first, _second) = await team.planned(Kind.GESTURE)
        assert first.facts["message"] == {"text": "Voilà."}
        assert Gesture.of(first) == self.gesture()

    async def test_it_stands_as_long_as_the_reaction_is_there(self, team: Team) -> None:
        said = Said(*PLACE, ANA, "bookmark", Deed.KEEP, "1768.000009")
        async with team.sessions.begin() as session:
            assert not await gestures.stands(session, self.gesture())
            await reactions.hear(session, said, workspace=WORKSPACE, is_there=True)
            assert await gestures.stands(session, self.gesture())
            assert not await gestures.stands(session, self.gesture(PAUL))

"""The backlog: how much waits, counted as people would count it by hand."""

from datetime import timedelta
from typing import Any

from knowledge import backlog, inbox, leases, outbox
from knowledge.backlog import Backlog, Waits
from knowledge.database import Sessions
from knowledge.entry import Status as Written
from knowledge.escalation import LIVE
from knowledge.escalation import Status as Owed
from knowledge.inbox import Event
from knowledge.outbox import Kind, State
from knowledge.trouble import Trouble
from tests.factories import MARIA, NOW, WORKSPACE, a_flag, an_entry, an_escalation

MINUTE = timedelta(minutes=1)


async def due(sessions: Sessions, key: str, **how: Any) -> None:
    """A message to Maria, due now."""
    planned: dict[str, Any] = {"to": MARIA, "about": 1, "now": NOW} | how
    async with sessions.begin() as session:
        await outbox.notify(session, Kind.HELP, key=key, workspace=WORKSPACE, **planned)


async def counted(sessions: Sessions, after: timedelta = timedelta()) -> Backlog:
    async with sessions.begin() as session:
        return await backlog.count(session, now=NOW + after)


async def test_where_nothing_was_ever_done_nothing_waits(sessions: Sessions) -> None:
    assert await counted(sessions) == Backlog(
        outbox={(Waits.TIME, ""): 0},
        escalations=dict.fromkeys(LIVE, 0),
    )


async def test_the_outbox_is_told_by_what_each_row_waits_for_and_why(sessions: Sessions) -> None:
    for lane, trouble in enumerate(["ratelimited", "ConnectionError", "what somebody wrote"]):
        await due(sessions, f"put off {lane}", lane=f"lane {lane}")
        async with sessions.begin() as session:
            [row] = await leases.lease_due(session, [Kind.HELP], owner="one", now=NOW)
            await leases.postpone(session, row, until=NOW + MINUTE, trouble=trouble)
    await due(sessions, "fails", lane="lane 3")
    async with sessions.begin() as session:
        [row] = await leases.lease_due(session, [Kind.HELP], owner="one", now=NOW)
        await leases.settle(session, row, State.FAILED, trouble=Trouble.GONE)
    await due(sessions, "due", lane="lane 4")
    await due(sessions, "planned", at=NOW + 9 * MINUTE)

    assert (await counted(sessions)).outbox == {
        (Waits.TIME, ""): 1,
        (Waits.WORKER, ""): 1,
        (Waits.RETRY, "ratelimited"): 1,
        (Waits.RETRY, "other"): 2,
        (Waits.NOTHING, "gone"): 1,
    }


async def test_due_work_lags_since_somebody_could_have_taken_it(sessions: Sessions) -> None:
    await due(sessions, "first")
    assert (await counted(sessions, MINUTE)).due_since == NOW

    async with sessions.begin() as session:
        [row] = await leases.lease_due(session, [Kind.HELP], owner="one", now=NOW + MINUTE)
    assert (await counted(sessions, MINUTE)).due_since is None  # somebody is at work on it

    async with sessions.begin() as session:
        await leases.postpone(session, row, until=NOW + 5 * MINUTE, trouble="ratelimited")
    await due(sessions, "behind it")
    assert (await counted(sessions, 4 * MINUTE)).due_since is None  # Slack makes its lane wait
    assert (await counted(sessions, 7 * MINUTE)).due_since == NOW + 5 * MINUTE


async def test_questions_owed_an_answer_are_counted_until_they_have_one(sessions: Sessions) -> None:
    late, soon = NOW - MINUTE, NOW + MINUTE
    async with sessions.begin() as session:
        session.add_all(
            [
                an_escalation(id=1, question_id=1, status=Owed.OPEN, due_at=late),
                an_escalation(id=2, question_id=2, status=Owed.OPEN, due_at=soon),
                an_escalation(id=3, question_id=3, status=Owed.PAUSED, due_at=late),
                an_escalation(id=4, question_id=4, status=Owed.CLOSED, due_at=late),
            ]
        )

    seen = await counted(sessions)

    assert seen.escalations == {Owed.OPEN: 2, Owed.ACKNOWLEDGED: 0, Owed.PAUSED: 1}
    assert seen.overdue == 1


async def test_drafts_flags_and_events_are_counted_while_they_wait(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        entry = an_entry()
        session.add_all([entry, an_entry(status=Written.IN_REVIEW)])
        await session.flush()
        session.add(a_flag(entry_id=entry.id))
        for name in ("done", "waits", "fails"):
            await inbox.keep(session, name, {}, now=NOW)
        await inbox.done(session, "done", now=NOW)
        (await session.get_one(Event, "fails")).attempts = inbox.TRIES

    seen = await counted(sessions)

    assert (seen.in_review, seen.flags) == (1, 1)
    assert (seen.events, seen.events_given_up) == (1, 1)

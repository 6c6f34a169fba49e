"""Replicas: two bots on one database, in one Slack, are one bot to whoever works with them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.running import start
from bot.sandbox.cast import INES, QUESTIONS, SOFIA, THEO
from bot.sandbox.clock import Clock
from bot.sandbox.slack import PretendSlack, sockets
from bot.sandbox.slack.workspace import TEAM
from knowledge import entries
from knowledge.inbox import Event
from knowledge.leases import LEASE
from tests.factories import an_entry
from tests.flows.escalating import PARCEL, asked_ines
from tests.stage import START, Stage, pretend_slack, settings, ticking, until

pytestmark = pytest.mark.parametrize(
    "combination", [("postgresql", "socket")], indirect=True, ids="-".join
)

MONEY = "how do i get my money back"


@asynccontextmanager
async def a_replica(slack: PretendSlack, database_url: str, clock: Clock) -> AsyncIterator[Stage]:
    """One more bot on that database, in that Slack."""
    links = len(slack.sockets.links)
    bot = await start(settings(slack, database_url, port=0), clock.now)
    try:
        await until(lambda: len(slack.sockets.links) > links)
        yield Stage(slack, bot, clock)
    finally:
        await bot.stop()


@pytest.fixture
def clock() -> Clock:
    return Clock(ticking(START))


@pytest.fixture
async def slack(clock: Clock) -> AsyncIterator[PretendSlack]:
    slack = pretend_slack(clock, port=0)
    await slack.start()
    yield slack
    await slack.stop()


@pytest.fixture
async def pair(
    slack: PretendSlack, database_url: str, clock: Clock
) -> AsyncIterator[tuple[Stage, Stage]]:
    """Two replicas, both connected."""
    async with (
        a_replica(slack, database_url, clock) as one,
        a_replica(slack, database_url, clock) as other,
    ):
        yield one, other


async def test_each_event_is_handled_once(pair: tuple[Stage, Stage]) -> None:
    one, other = pair

    asked = [one.slack.say(THEO, QUESTIONS, f"<@{one.me}> {MONEY}") for _ in range(6)]
    await asyncio.gather(*asked)
    await one.quiet()
    await other.quiet()

    heard = [m for m in one.slack.messages_in(QUESTIONS) if m.user == one.me]
    assert len(heard) == 6
    events = await one.all(select(Event))
    assert [event.attempts for event in events] == [1] * len(events)


async def test_a_question_asked_of_one_is_answered_by_way_of_the_other(
    pair: tuple[Stage, Stage],
) -> None:
    """Whoever is connected takes the next click: nothing stays in the process that asked."""
    one, other = pair
    await asked_ines(one)

    await other.press("I'll take it", by=INES)
    await one.press("Answer", by=INES)
    assert await other.submit(by=INES, written="Open an enquiry.") is None
    await other.quiet()
    await one.quiet()

    assert len([m for m in one.dms(THEO) if "Open an enquiry." in m.text]) == 1


async def test_what_one_publishes_the_other_finds_before_anybody_asks(
    pair: tuple[Stage, Stage],
) -> None:
    one, other = pair
    for stage in pair:
        async with stage.bot.services.sessions.begin() as session:
            await stage.bot.services.library.index(session, TEAM)
    entry = an_entry(title="Où est la garantie du grille-pain ?", workspace=TEAM)
    shelf = other.bot.services.library.shelves.get(TEAM)
    assert shelf

    async with one.bot.services.sessions.begin() as session:
        await entries.add(session, entry, by=SOFIA, now=one.clock.now(), deed="entry.imported")
    began = monotonic()
    await until(lambda: shelf.index.revision(entry.id) is not None)
    print(f"published, found elsewhere after {monotonic() - began:.3f} s")

    assert shelf.index.search("garantie grille-pain")[0].key == entry.id


async def test_what_one_cannot_finish_before_it_stops_the_other_does(
    slack: PretendSlack, database_url: str, clock: Clock
) -> None:
    async with a_replica(slack, database_url, clock) as one:
        await one.kb(PARCEL, by=THEO)
        slack.faults.next("chat.postMessage", times=2, timeout="before")
        place, button = one.button("Ask Inès", by=THEO)
        await slack.click(THEO, place, button["action_id"], block_id=button["block_id"])
        await until(lambda: [c.method for c in slack.calls].count("chat.postMessage") == 2)
        async with a_replica(slack, database_url, clock) as other:
            await one.bot.worker.stop(patience=0.1)
            slack.faults.clear()
            clock.move(LEASE)
            await other.quiet()

            assert [len(other.dms(INES)), len(other.dms(THEO))] == [1, 1]


async def test_one_process_too_many_is_told_so(
    slack: PretendSlack, database_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "MOST_LINKS", 0)
    with capture_logs() as logs:
        bot = await start(settings(slack, database_url, port=0), clock.now)
        try:
            await until(lambda: any("ten" in line["event"] for line in logs))
        finally:
            await bot.stop()

"""Links: whatever befalls our connections to Slack, we come back, and nobody is left unheard."""

import asyncio

import aiohttp
import pytest

from bot import link, sockets
from bot.sandbox.cast import INES, MARC, QUESTIONS, THEO
from bot.sandbox.slack import sockets as slack_sockets
from tests.stage import Stage, until

pytestmark = pytest.mark.parametrize(
    "combination", [("sqlite", "socket")], indirect=True, ids="-".join
)

DATA = "what personal data do you keep about me"
KNOWN = "get my money back"


@pytest.fixture(autouse=True)
def haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tenths of a second in place of seconds."""
    monkeypatch.setattr(link, "HEARTBEAT", 0.4)
    monkeypatch.setattr(sockets, "PATIENCE", 0.5)
    monkeypatch.setattr(sockets, "LONGEST_PAUSE", 0.1)


async def is_ready(stage: Stage) -> str:
    """What `/ready` says of Slack."""
    host, port = stage.bot.site.addresses[0][:2]
    url = f"http://{host}:{port}/ready"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return str((await answer.json())["slack"])


async def serves(stage: Stage) -> bool:
    """Whether a question is answered."""
    return "Helpful" in str((await stage.kb(KNOWN, by=THEO)).blocks)


async def connected(stage: Stage) -> None:
    """Wait until Slack can reach us."""
    await until(lambda: bool(stage.slack.sockets.links))


async def test_a_link_that_is_cut_is_made_again(stage: Stage) -> None:
    await stage.slack.faults.cut_sockets()
    await connected(stage)

    assert await serves(stage)


@pytest.mark.parametrize("reason", ["refresh_requested", "too_many_websockets", "link_disabled"])
async def test_a_link_that_slack_ends_is_replaced(stage: Stage, reason: str) -> None:
    await stage.slack.faults.disconnect_sockets(reason)
    await connected(stage)

    assert await serves(stage)


async def test_while_a_link_is_renewed_nothing_is_left_unheard(stage: Stage) -> None:
    await stage.slack.command(THEO, QUESTIONS, "/kb", KNOWN)

    async def ask_on() -> None:
        for _question in range(30):
            await stage.slack.command(THEO, QUESTIONS, "/kb", KNOWN)

    asking = asyncio.create_task(ask_on())
    while not asking.done():
        await stage.slack.faults.disconnect_sockets("warning")
        await asyncio.sleep(0.2)

    await asking
    assert stage.slack.sockets.opened > 1


async def test_what_came_in_through_the_old_link_is_answered_through_it(stage: Stage) -> None:
    stage.slack.faults.next("users.info", late=0.5)
    said = asyncio.create_task(stage.slack.command(THEO, QUESTIONS, "/kb", KNOWN))
    await until(lambda: any(call.method == "users.info" for call in stage.slack.calls))

    await stage.slack.faults.disconnect_sockets("warning")
    await said


async def test_while_links_are_refused_we_say_so_and_come_back(stage: Stage) -> None:
    stage.slack.faults.refuse_sockets = True
    await stage.slack.faults.cut_sockets()
    said = await stage.slack.say(THEO, QUESTIONS, f"<@{stage.me}> {DATA}")
    report = await is_ready(stage)

    stage.slack.faults.refuse_sockets = False
    await connected(stage)
    await stage.move(minutes=1)
    await until(lambda: bool(stage.dms(MARC)))

    assert report == "not connected"
    assert [m.thread_ts for m in stage.seen(INES, QUESTIONS)] == [said.ts]


@pytest.mark.parametrize(
    "fault",
    [{"status": 429, "retry_after": 1}, {"status": 500}, {"error": "internal_error"}],
    ids=["429", "html", "error"],
)
async def test_where_slack_gives_no_address_we_ask_again(
    stage: Stage, fault: dict[str, int | str]
) -> None:
    stage.slack.faults.next("apps.connections.open", times=3, **fault)  # type: ignore[arg-type]
    await stage.slack.faults.cut_sockets()
    await connected(stage)

    assert await serves(stage)


async def test_too_many_links_are_no_reason_to_hurry(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slack_sockets, "MOST_LINKS", 0)
    monkeypatch.setattr(sockets, "LONGEST_PAUSE", 10.0)
    asked = len(stage.slack.calls)
    await stage.slack.faults.cut_sockets()
    await asyncio.sleep(1.5)

    assert len(stage.slack.calls) - asked <= 2
    monkeypatch.setattr(slack_sockets, "MOST_LINKS", 10)
    await connected(stage)


async def test_an_address_that_answers_nothing_is_given_up(stage: Stage) -> None:
    stage.slack.faults.hang_sockets = True
    await stage.slack.faults.cut_sockets()
    await asyncio.sleep(0.2)
    asked = len(stage.slack.calls)
    await until(lambda: len(stage.slack.calls) > asked)

    stage.slack.faults.hang_sockets = False
    await connected(stage)
    assert await serves(stage)


async def test_a_link_whose_other_end_is_gone_is_noticed(stage: Stage) -> None:
    stage.slack.faults.mute_sockets()
    await connected(stage)

    assert await serves(stage)


async def test_a_link_whose_other_end_is_gone_holds_up_no_stop(stage: Stage) -> None:
    stage.slack.faults.mute_sockets()

    async with asyncio.timeout(9):
        await stage.bot.stop()

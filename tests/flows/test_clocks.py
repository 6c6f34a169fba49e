"""Clocks that jump by an hour: nothing is sent twice, and nothing waits for that hour again."""

from datetime import timedelta

import pytest

from bot.report import ready
from bot.sandbox.cast import MARC, QUESTIONS, THEO
from tests.flows.test_outages import twice
from tests.stage import Stage, until

DATA = "what personal data do you keep about me"
HOUR = timedelta(hours=1)


def asked(stage: Stage) -> int:
    """How often Marc was asked."""
    return len([m for m in stage.dms(MARC) if "the right person to ask" in m.text])


async def test_put_back_what_waits_goes_out(stage: Stage) -> None:
    stage.slack.faults.next("chat.postMessage", times=2, status=429, retry_after=60)
    await stage.kb(DATA, by=THEO)

    stage.clock.jump(-HOUR)
    await until(lambda: asked(stage) == 1)
    await stage.quiet()

    assert len(stage.dms(THEO)) == 1
    assert twice(stage) == []
    assert set((await ready(stage.bot)).values()) == {"ok"}


async def test_put_back_it_goes_on_to_answer(stage: Stage) -> None:
    await stage.kb(DATA, by=THEO)
    stage.clock.jump(-HOUR)

    await stage.press("I'll take it", by=MARC)

    assert f"<@{MARC}> has been on it" in stage.dms(THEO)[-1].text
    await stage.move(hours=30)
    assert twice(stage) == []


@pytest.mark.parametrize("combination", [("postgresql", "http")], indirect=True, ids="-".join)
@pytest.mark.parametrize("jump", [HOUR, -HOUR], ids=["forward", "back"])
async def test_what_is_on_its_way_is_not_sent_again(stage: Stage, jump: timedelta) -> None:
    client = await stage.bot.services.client_of(stage.slack.workspace.team_id)
    client.timeout = 2
    stage.slack.faults.next("chat.postMessage", times=2, late=1.0)
    await stage.slack.command(THEO, QUESTIONS, "/kb", DATA)
    await until(lambda: [c.method for c in stage.slack.calls].count("chat.postMessage") == 2)

    stage.clock.jump(jump)
    stage.bot.worker.wake()
    await until(lambda: asked(stage) == 1)
    await stage.move(seconds=30)

    assert asked(stage) <= 1  # an hour ahead it has been passed on, and says so
    assert twice(stage) == []

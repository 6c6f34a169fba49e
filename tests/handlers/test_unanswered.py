"""Unanswered: whatever ends a call without an answer of Slack's is one kind of error."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import slack
from bot.sandbox.cast import QUESTIONS
from bot.sandbox.clock import Clock
from bot.sandbox.slack import PretendSlack
from handlers import unanswered
from handlers.reasons import slack_code
from handlers.unanswered import Unanswered
from tests.stage import pretend_slack, settings


@pytest.fixture
async def pretend() -> AsyncIterator[PretendSlack]:
    made = pretend_slack(Clock(lambda: datetime.now(UTC)), port=0)
    await made.start()
    yield made
    await made.stop()


@pytest.fixture(params=["shared", "own"])
async def line(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[ClientSession | None]:
    """Connections that stay open, as the bot has them, or one for each call; half a second."""
    monkeypatch.setattr(slack, "PATIENCE", 0.5)
    if request.param == "own":
        yield None
        return
    async with slack.line() as shared:
        yield shared


@pytest.fixture(params=[True, False], ids=["posts", "answers"])
def client(
    pretend: PretendSlack, line: ClientSession | None, request: pytest.FixtureRequest
) -> AsyncWebClient:
    """Either of ours."""
    return slack.client(settings(pretend, "sqlite://", port=0), posts=request.param, line=line)


async def error_of(client: AsyncWebClient) -> SlackApiError:
    with pytest.raises(SlackApiError) as caught:
        await client.conversations_info(channel=QUESTIONS)
    return caught.value


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"status": 500}, unanswered.UNREADABLE),
        ({"status": 200, "body": "<html>Maintenance</html>"}, unanswered.UNREADABLE),
        ({"status": 502, "body": "no upstream"}, unanswered.UNREADABLE),
        ({"status": 200, "body": '{"ok": tr'}, unanswered.UNREADABLE),
        ({"status": 200, "body": '{"ok": true}', "cut": True}, unanswered.BROKEN),
        ({"disconnect": "before"}, unanswered.BROKEN),
        ({"timeout": "before"}, unanswered.TIMEOUT),
    ],
    ids=["500", "html", "502", "half", "cut", "broken", "silent"],
)
async def test_no_answer_has_a_word_of_its_own(
    pretend: PretendSlack, client: AsyncWebClient, fault: dict[str, Any], code: str
) -> None:
    pretend.faults.next("conversations.info", times=9, **fault)

    error = await error_of(client)

    assert isinstance(error, Unanswered)
    assert (slack_code(error), unanswered.is_passing(error)) == (code, True)


async def test_a_wish_to_wait_is_told_in_whatever_form(
    pretend: PretendSlack, client: AsyncWebClient
) -> None:
    for body in (None, "slow down"):
        pretend.faults.next("conversations.info", status=429, retry_after=90, body=body)
        error = await error_of(client)

        assert (slack_code(error), unanswered.is_passing(error)) == ("ratelimited", True)
        assert unanswered.wait(error) == timedelta(seconds=90)


async def test_a_refusal_is_slacks_own(pretend: PretendSlack, client: AsyncWebClient) -> None:
    pretend.faults.next("conversations.info", error="channel_not_found")

    error = await error_of(client)

    assert (slack_code(error), unanswered.is_passing(error)) == ("channel_not_found", False)
    assert unanswered.wait(error) is None


async def test_who_clicked_is_not_made_to_wait_for_long(pretend: PretendSlack) -> None:
    """A short wish is granted in the middle of the call; a long one is told."""
    client = slack.client(settings(pretend, "sqlite://", port=0))
    pretend.faults.next("conversations.info", status=429, retry_after=0)
    assert (await client.conversations_info(channel=QUESTIONS))["ok"]

    pretend.faults.next("conversations.info", status=429, retry_after=60)
    assert slack_code(await error_of(client)) == "ratelimited"

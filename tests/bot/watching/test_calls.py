"""Calls to Slack: each is noted with what came of it, and counted."""

from dataclasses import replace

import aiohttp
import pytest
from prometheus_client import CollectorRegistry
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

import bot.slack
from bot.sandbox.slack import PretendSlack
from bot.watching.calls import Client
from bot.watching.metrics import Metrics
from tests.logbook import a_logbook
from tests.stage import settings


def a_client(slack: PretendSlack, metrics: Metrics, *, posts: bool = False) -> AsyncWebClient:
    return bot.slack.client(settings(slack, "", port=0), posts=posts, watch=metrics)


def counted(metrics: Metrics, name: str, **labels: str) -> float | None:
    registry: CollectorRegistry = metrics.registry
    return registry.get_sample_value(name, labels)


async def test_a_call_is_noted_and_counted_without_what_it_says(slack: PretendSlack) -> None:
    metrics = Metrics()
    with a_logbook() as book:
        await a_client(slack, metrics).users_info(user="U0CAMILLE")

    [line] = book.lines
    assert (line["event"], line["method"], line["result"]) == ("called Slack", "users.info", "ok")
    assert "U0CAMILLE" not in book.text
    assert counted(metrics, "relais_slack_calls_total", method="users.info", result="ok") == 1
    assert counted(metrics, "relais_slack_call_seconds_count", method="users.info") == 1
    assert metrics.last_answer > metrics.last_failure == 0


@pytest.mark.parametrize(
    ("fault", "result", "error"),
    [
        ({"error": "not_in_channel"}, "refused", "not_in_channel"),
        ({"error": "What? No <code>!"}, "failed", "status_200"),
        ({"status": 500}, "failed", "status_500"),
        ({"status": 429, "retry_after": 7}, "rate_limited", "ratelimited"),
        ({"disconnect": "before"}, "no_answer", "no_answer"),
    ],
)
async def test_a_call_that_fails_is_counted_by_what_went_wrong(
    slack: PretendSlack, fault: dict[str, object], result: str, error: str
) -> None:
    metrics = Metrics()
    slack.faults.next("auth.test", **fault)  # type: ignore[arg-type]
    with pytest.raises((SlackApiError, aiohttp.ClientError)), a_logbook() as book:
        await a_client(slack, metrics, posts=True).auth_test()

    assert book.events(result=result, error=error) == ["called Slack"]
    assert counted(metrics, "relais_slack_errors_total", method="auth.test", error=error) == 1
    assert counted(metrics, "relais_slack_calls_total", method="auth.test", result=result) == 1


async def test_waits_that_slack_imposes_are_counted_even_beneath_a_call(
    slack: PretendSlack,
) -> None:
    metrics = Metrics()
    slack.faults.next("auth.test", status=429, retry_after=0)
    await a_client(slack, metrics).auth_test()
    slack.faults.next("auth.test", status=429, retry_after=30)
    with pytest.raises(SlackApiError):
        await a_client(slack, metrics, posts=True).auth_test()

    assert counted(metrics, "relais_slack_rate_limits_total", method="auth.test") == 2
    waited = counted(metrics, "relais_slack_rate_limit_wait_seconds_total", method="auth.test")
    assert waited == 30


async def test_the_client_of_a_request_is_watched_and_keeps_its_token(slack: PretendSlack) -> None:
    metrics = Metrics()
    ours = bot.slack.anonymous(settings(slack, "", port=0), watch=metrics)
    assert isinstance(ours, Client)
    theirs = AsyncWebClient(token=slack.bot_token, team_id="T0RELAIS")

    stand_in = ours.in_place_of(theirs)
    await stand_in.auth_test()

    assert (ours.token, stand_in.default_params) == (None, {"team_id": "T0RELAIS"})
    assert counted(metrics, "relais_slack_calls_total", method="auth.test", result="ok") == 1


async def test_nobody_needs_to_watch(slack: PretendSlack) -> None:
    given = replace(settings(slack, "", port=0))

    assert (await bot.slack.client(given).auth_test())["ok"]

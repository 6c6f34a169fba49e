"""The Web API knows who calls, what they may, and how often."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import PretendSlack
from bot.sandbox.slack.methods import METHODS
from bot.sandbox.slack.rates import Rates

BEARER = {"Authorization": "Bearer xoxb-sandbox"}


async def test_who_am_i(slack: PretendSlack, client: AsyncWebClient) -> None:
    answer = await client.auth_test()

    assert (answer["user_id"], answer["bot_id"]) == ("U0RELAIS", "B0RELAIS")
    assert (answer["team_id"], answer["user"]) == ("T0RELAIS", "relais")
    assert [(call.method, call.error) for call in slack.calls] == [("auth.test", None)]


@pytest.mark.parametrize(
    ("token", "method", "error"),
    [
        (None, "auth.test", "not_authed"),
        ("xoxb-other", "auth.test", "invalid_auth"),
        ("xapp-sandbox", "auth.test", "not_allowed_token_type"),
        ("xoxb-sandbox", "apps.connections.open", "not_allowed_token_type"),
        ("xoxb-sandbox", "chat.invent", "unknown_method"),
    ],
)
async def test_tokens_and_names_are_checked(
    slack: PretendSlack, token: str | None, method: str, error: str
) -> None:
    headers = {"Authorization": f"Bearer {token}"} if token else {}

    answer = await posted(slack, method, headers=headers)

    assert (answer["ok"], answer["error"]) == (False, error)


@pytest.mark.parametrize("form", ["json", "data", "params"])
async def test_arguments_come_as_json_form_or_query(slack: PretendSlack, form: str) -> None:
    metadata: Any = {"event_type": "note", "event_payload": {"id": 1}}
    args = {"channel": "C0LEGAL", "text": "é & <", "metadata": metadata}
    if form != "json":
        args["metadata"] = json.dumps(metadata)

    answer = await posted(slack, "chat.postMessage", headers=BEARER, **{form: args})

    assert answer["ok"], answer
    (message,) = slack.messages_in("C0LEGAL")
    assert (message.text, message.metadata) == ("é & <", metadata)


@pytest.mark.parametrize(
    ("method", "args", "needed"),
    [
        ("team.info", {}, "team:read"),
        ("conversations.join", {"channel": "C0GENERAL"}, "channels:join"),
        ("users.profile.get", {"user": "U0ANA"}, "users.profile:read"),
        ("conversations.open", {"users": "U0ANA,U0MARC"}, "mpim:write"),
    ],
)
async def test_what_the_manifest_does_not_ask_for_is_refused(
    slack: PretendSlack, method: str, args: dict[str, str], needed: str
) -> None:
    answer = await posted(slack, method, headers=BEARER, json=args)

    assert (answer["error"], answer["needed"]) == ("missing_scope", needed)
    assert "chat:write" in answer["provided"].split(",")


async def test_each_kind_of_channel_has_its_scope(
    slack: PretendSlack, manifest: dict[str, Any]
) -> None:
    bot = PretendSlack(slack.workspace, manifest=without(manifest, "groups"), clock=slack.clock)
    await bot.start()
    try:
        for channel, error in (("C0QUESTIONS", None), ("C0LEGAL", "missing_scope")):
            args = {"channel": channel}
            answer = await posted(bot, "conversations.history", headers=BEARER, json=args)
            assert answer.get("error") == error
    finally:
        await bot.stop()


async def test_listing_group_conversations_has_its_scope(
    slack: PretendSlack, manifest: dict[str, Any]
) -> None:
    narrow = without(manifest, "mpim")
    bot = PretendSlack(slack.workspace, manifest=narrow, clock=slack.clock)
    await bot.start()
    try:
        asked = {"types": "mpim"}
        answer = await posted(bot, "conversations.list", headers=BEARER, json=asked)
        assert (answer["error"], answer["needed"]) == ("missing_scope", "mpim:read")
    finally:
        await bot.stop()


def without(manifest: dict[str, Any], prefix: str) -> dict[str, Any]:
    scopes = manifest["oauth_config"]["scopes"]
    scopes["bot"] = [scope for scope in scopes["bot"] if not scope.startswith(prefix)]
    return manifest


async def test_too_many_calls_are_told_to_wait(slack: PretendSlack) -> None:
    slack.rates.generosity = 1
    client = AsyncWebClient("xoxb-sandbox", base_url=slack.base_url, retry_handlers=[])
    for _ in range(5):
        await client.chat_postMessage(channel="C0LEGAL", text="vite")

    with pytest.raises(SlackApiError) as refusal:
        await client.chat_postMessage(channel="C0LEGAL", text="encore")
    await client.chat_postMessage(channel="C0QUESTIONS", text="ailleurs")

    assert refusal.value.response["error"] == "ratelimited"
    assert refusal.value.response.status_code == 429
    assert refusal.value.response.headers["Retry-After"] == "1"


def test_a_tier_is_refilled_as_time_passes() -> None:
    now = 0.0
    rates = Rates(lambda: now)
    rates.generosity = 1
    waits = [rates.wait("conversations.list", "2") for _ in range(21)]
    assert waits == [0] * 20 + [3]

    now = 3.0
    assert rates.wait("conversations.list", "2") == 0


async def test_planned_faults_befall_the_next_calls(
    slack: PretendSlack, client: AsyncWebClient
) -> None:
    slack.faults.next("chat.postMessage", status=429, retry_after=2)
    slack.faults.next("chat.postMessage", error="internal_error")
    slack.faults.next("chat.postMessage", status=500)

    seen = [await fault_of(client) for _ in range(4)]

    assert seen == [(429, "ratelimited"), (200, "internal_error"), (500, "no JSON"), (200, "")]
    assert len(slack.messages_in("C0LEGAL")) == 1


@pytest.mark.parametrize(("when", "posts"), [("before", 0), ("after", 1)])
async def test_a_call_may_never_be_answered(
    slack: PretendSlack, client: AsyncWebClient, when: Any, posts: int
) -> None:
    slack.faults.next("chat.postMessage", timeout=when)

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(client.chat_postMessage(channel="C0LEGAL", text="?"), 0.2)

    await slack.settle()
    assert len(slack.messages_in("C0LEGAL")) == posts


@pytest.mark.parametrize(("when", "posts"), [("before", 0), ("after", 1)])
async def test_the_connection_may_break(
    slack: PretendSlack, client: AsyncWebClient, when: Any, posts: int
) -> None:
    slack.faults.next("*", disconnect=when)

    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel="C0LEGAL", text="?")

    assert len(slack.messages_in("C0LEGAL")) == posts


async def test_every_method_answers_nonsense_with_an_error_not_a_crash(
    slack: PretendSlack, manifest: dict[str, Any]
) -> None:
    scopes = {scope for method in METHODS.values() for scope in method.scopes}
    manifest["oauth_config"]["scopes"]["bot"] = [*scopes, "chat:write.customize"]
    bot = PretendSlack(slack.workspace, manifest=manifest, clock=slack.clock)
    await bot.start()
    nonsense = {"channel": "?", "user": 5, "view": "[", "blocks": "{}", "cursor": "=", "limit": "x"}
    try:
        for method in METHODS:
            answer = await posted(bot, method, headers=BEARER, json=nonsense)
            assert isinstance(answer["ok"], bool)
    finally:
        await bot.stop()


async def fault_of(client: AsyncWebClient) -> tuple[int, str]:
    try:
        answer = await client.chat_postMessage(channel="C0LEGAL", text="?")
    except SlackApiError as fault:
        return fault.response.status_code, fault.response.get("error", "no JSON")
    return answer.status_code, ""


async def posted(slack: PretendSlack, method: str, **request: Any) -> dict[str, Any]:
    async with (
        aiohttp.ClientSession() as session,
        session.post(slack.base_url + method, **request) as answer,
    ):
        content: dict[str, Any] = await answer.json()
        return content


async def test_an_app_that_slack_restricts_reads_one_message_a_minute(slack: PretendSlack) -> None:
    now = 0.0
    slack.rates.clock = lambda: now
    slack.rates.is_restricted = True
    client = AsyncWebClient("xoxb-sandbox", base_url=slack.base_url, retry_handlers=[])
    first = await slack.say("U0ANA", "C0LEGAL", "un")
    for number in range(20):
        await slack.say("U0ANA", "C0LEGAL", f"mot {number}", thread_ts=first.ts)

    read = await client.conversations_replies(channel="C0LEGAL", ts=first.ts, limit=200)
    with pytest.raises(SlackApiError) as refusal:
        await client.conversations_replies(channel="C0LEGAL", ts=first.ts)
    await client.conversations_history(channel="C0LEGAL")

    assert (len(read["messages"]), read["has_more"]) == (15, True)
    assert refusal.value.response.headers["Retry-After"] == "60"
    now = 60.0
    assert await client.conversations_replies(channel="C0LEGAL", ts=first.ts)


async def test_a_workspace_has_emoji_of_its_own(slack: PretendSlack) -> None:
    client = AsyncWebClient("xoxb-sandbox", base_url=slack.base_url, retry_handlers=[])
    await slack.add_emoji("U0ANA", "garder", "alias:bookmark")

    listed = await client.emoji_list()

    assert listed["emoji"] == {"garder": "alias:bookmark"}

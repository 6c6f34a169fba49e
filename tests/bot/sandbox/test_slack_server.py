"""The whole: starting, settling, stopping, and being asked for the same thing twice."""

import asyncio
import socket
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import PretendSlack, Workspace

Either = tuple[PretendSlack, AsyncApp]


async def test_it_settles_when_the_listener_has_made_its_call(either: Either) -> None:
    slack, app = either

    @app.event("message")
    async def answer(event: dict[str, Any], client: AsyncWebClient) -> None:
        await asyncio.sleep(0.05)
        await client.chat_postMessage(channel=event["channel"], text="voilà")

    await slack.say("U0ANA", "C0LEGAL", "alors ?")
    await slack.settle()

    assert [m.text for m in slack.messages_in("C0LEGAL")] == ["alors ?", "voilà"]
    assert slack.calls[-1].args["text"] == "voilà"


async def test_it_says_so_when_it_does_not_settle(slack: PretendSlack) -> None:
    slack.delivery.under_way = 1

    with pytest.raises(TimeoutError, match="not quiet"):
        await slack.settle(timeout=0.05)


async def test_a_double_click_arrives_twice(either: Either) -> None:
    slack, app = either
    triggers: list[str] = []

    @app.action("go")
    async def hear(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        triggers.append(body["trigger_id"])

    button = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
    blocks = [{"type": "actions", "elements": [button]}]
    await app.client.chat_postMessage(channel="C0LEGAL", text="a", blocks=blocks)
    (message,) = slack.messages_in("C0LEGAL")

    await asyncio.gather(*(slack.click("U0ANA", message, "go") for _ in range(2)))
    await slack.settle()

    assert len(set(triggers)) == 2


async def test_it_stops_while_something_is_waiting(
    workspace: Workspace, manifest: dict[str, Any], clock: Any
) -> None:
    slack = PretendSlack(workspace, manifest=manifest, clock=clock)
    await slack.start()
    slack.faults.next("*", timeout="before")
    async with aiohttp.ClientSession() as session:
        asking = asyncio.create_task(session.post(slack.base_url + "api.test"))
        await slack.say("U0ANA", "C0LEGAL", "personne ?")  # to be told again in a minute
        await asyncio.sleep(0.05)

        await asyncio.wait_for(slack.stop(), 2)

        with pytest.raises(aiohttp.ClientError):
            (await asking).raise_for_status()


@pytest.mark.parametrize("secret", ["sandbox-secret", "wrong"])
async def test_an_address_proves_that_it_listens(
    workspace: Workspace, manifest: dict[str, Any], clock: Any, served: Any, secret: str
) -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}/slack/events"
    slack = PretendSlack(workspace, manifest=manifest, clock=clock, events_url=url)
    await slack.start()
    app = AsyncApp(
        client=AsyncWebClient("xoxb-sandbox", base_url=slack.base_url), signing_secret=secret
    )
    assert slack.webhook is not None
    async with served(app, listening):
        assert await slack.webhook.verified() is (secret == "sandbox-secret")
    assert await slack.webhook.verified() is False
    await slack.stop()


async def test_tabs_may_be_closed(
    workspace: Workspace, manifest: dict[str, Any], clock: Any
) -> None:
    manifest["features"]["app_home"] = {"messages_tab_enabled": False, "home_tab_enabled": False}
    slack = PretendSlack(workspace, manifest=manifest, clock=clock)
    await slack.start()
    client = AsyncWebClient("xoxb-sandbox", base_url=slack.base_url)
    try:
        with pytest.raises(SlackApiError, match="messages_tab_disabled"):
            await client.chat_postMessage(channel="U0ANA", text="a")
        with pytest.raises(SlackApiError, match="not_enabled"):
            await client.views_publish(user_id="U0ANA", view={"type": "home", "blocks": []})
    finally:
        await slack.stop()

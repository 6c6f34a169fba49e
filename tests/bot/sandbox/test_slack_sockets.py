"""Sockets: opened once per ticket, greeted, shared, and opened anew when Slack asks."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import PretendSlack

Connect = Callable[[AsyncApp], Awaitable[None]]


async def address(slack: PretendSlack) -> str:
    client = AsyncWebClient(base_url=slack.base_url)
    url: str = (await client.apps_connections_open(app_token="xapp-sandbox"))["url"]
    return url


async def test_a_ticket_opens_one_socket_that_is_greeted(slack: PretendSlack) -> None:
    url = await address(slack)
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url) as link:
            hello = await link.receive_json()

        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)

    assert (hello["type"], hello["num_connections"]) == ("hello", 1)


async def test_no_socket_opens_while_they_are_refused(slack: PretendSlack) -> None:
    url = await address(slack)
    slack.faults.refuse_sockets = True

    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_an_event_and_its_acknowledgement(slack: PretendSlack) -> None:
    url = await address(slack)
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as link:
        await link.receive_json()
        saying = asyncio.create_task(slack.say("U0ANA", "C0LEGAL", "toc"))
        frame = await link.receive_json()

        assert (frame["type"], frame["retry_attempt"], frame["retry_reason"]) == (
            "events_api",
            0,
            "",
        )
        assert frame["accepts_response_payload"] is False
        assert frame["payload"]["authorizations"][0]["user_id"] == "U0RELAIS"
        assert not saying.done()
        await link.send_json({"envelope_id": frame["envelope_id"]})
        await asyncio.wait_for(saying, 1)


async def test_each_payload_goes_to_one_of_several_sockets(slack: PretendSlack) -> None:
    async with aiohttp.ClientSession() as session:
        links = [await session.ws_connect(await address(slack)) for _ in range(2)]
        tasks = [asyncio.create_task(echo(link)) for link in links]
        for _ in range(4):
            await slack.say("U0ANA", "C0LEGAL", "toc")
        for link in links:
            await link.close()
        seen = await asyncio.gather(*tasks)

    assert sorted(seen) == [2, 2]


async def echo(link: aiohttp.ClientWebSocketResponse) -> int:
    """Acknowledge everything; how many events there were."""
    count = 0
    async for frame in link:
        content = frame.json()
        if "envelope_id" in content:
            count += 1
            await link.send_json({"envelope_id": content["envelope_id"]})
    return count


@pytest.mark.parametrize("how", ["asked", "cut"])
async def test_bolt_comes_back_after_a_disconnection(
    slack: PretendSlack, app: AsyncApp, by_socket: Connect, how: str
) -> None:
    heard: list[dict[str, Any]] = []

    @app.event("message")
    async def hear(event: dict[str, Any]) -> None:
        heard.append(event)

    await by_socket(app)
    await linked(slack, 1)
    (before,) = slack.sockets.links
    await (slack.faults.disconnect_sockets() if how == "asked" else slack.faults.cut_sockets())

    async with asyncio.timeout(5):
        while slack.sockets.links in ([], [before]):  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.02)
    await slack.say("U0ANA", "C0LEGAL", "encore là ?")
    await slack.settle()

    assert [event["text"] for event in heard] == ["encore là ?"]


async def linked(slack: PretendSlack, number: int) -> None:
    async with asyncio.timeout(3):
        while len(slack.sockets.links) != number:  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.01)

"""Replays: whoever sends a signed request again changes nothing, whichever process gets it."""

from typing import Any

import aiohttp
import pytest
from sqlalchemy import select

from bot.replays import Replays
from bot.sandbox.cast import CAMILLE, INES, MARC
from bot.sandbox.slack.webhook import Webhook
from knowledge.database import Base
from tests.flows.escalating import asked_ines, writes
from tests.stage import Stage

pytestmark = pytest.mark.parametrize(
    "combination", [("postgresql", "http")], indirect=True, ids="-".join
)

QUIET = {"inbox", "outbox"}
"""Tables that say when something was last looked at; what they make happen is in the others."""


@pytest.fixture
def overheard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, str]]]:
    """Every request that Slack sends, with its headers."""
    heard: list[tuple[str, dict[str, str]]] = []
    post = Webhook._post

    async def listening(self: Webhook, body: str, headers: dict[str, str]) -> Any:
        heard.append((body, headers))
        return await post(self, body, headers)

    monkeypatch.setattr(Webhook, "_post", listening)
    return heard


async def a_story(stage: Stage) -> None:
    """Asked, taken, answered, judged, kept: one of each sort of request."""
    await asked_ines(stage)
    await stage.press("I'll take it", by=INES)
    await writes(stage, "Answer", "Yes, within fourteen days.", by=INES)
    said = await stage.say("Parcels leave at noon.", by=MARC)
    await stage.react(said, by=CAMILLE)


async def told(stage: Stage) -> list[Any]:
    """All that is stored, but for how the work on it goes, and all that was said to stay: whoever
    pressed may see the same private word again."""
    async with stage.bot.services.sessions.begin() as session:
        tables = [table for table in Base.metadata.sorted_tables if table.name not in QUIET]
        rows = [(table.name, (await session.execute(select(table))).all()) for table in tables]
    places = stage.slack.workspace.channels
    messages = [message for place in places for message in stage.slack.messages_in(place)]
    words = [message.text for message in messages if not message.ephemeral_to]
    return [rows, words]


async def send_again(stage: Stage, overheard: list[tuple[str, dict[str, str]]]) -> list[int]:
    """Post it all once more; what each was answered."""
    assert stage.slack.webhook
    statuses = []
    async with aiohttp.ClientSession() as session:
        for body, headers in list(overheard):
            async with session.post(
                stage.slack.webhook.url, data=body.encode(), headers=headers
            ) as answer:
                statuses.append(answer.status)
    await stage.quiet()
    return statuses


async def test_the_same_process_turns_it_away(
    stage: Stage, overheard: list[tuple[str, dict[str, str]]]
) -> None:
    await a_story(stage)
    before = await told(stage)

    assert {*await send_again(stage, overheard)} == {401}
    assert await told(stage) == before


async def test_another_process_does_it_no_second_time(
    stage: Stage, overheard: list[tuple[str, dict[str, str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Replays, "knows", lambda *_: False)
    await a_story(stage)
    before = await told(stage)

    assert {*await send_again(stage, overheard)} <= {200}
    assert await told(stage) == before

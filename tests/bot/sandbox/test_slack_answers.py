"""Addresses to answer at: five times in half an hour, to post, replace or delete."""

from typing import Any

import aiohttp
import pytest

from bot.sandbox.slack import Message, PretendSlack


async def answered(slack: PretendSlack, name: str, **answer: Any) -> tuple[int, str]:
    url = slack.base_url.replace("/api/", f"/response/{name}")
    async with aiohttp.ClientSession() as session, session.post(url, json=answer) as response:
        return response.status, await response.text()


def bot_message(slack: PretendSlack, **fields: Any) -> Message:
    place = slack.workspace.channels["C0LEGAL"]
    return slack.messages.post(place, "U0RELAIS", "avant", bot_id="B0RELAIS", **fields)


async def test_an_answer_is_for_one_person_unless_it_says_otherwise(slack: PretendSlack) -> None:
    name = slack.tickets.response("U0ANA", "C0GENERAL")

    assert await answered(slack, name, text="psst") == (200, "ok")
    await answered(slack, name, text="à tous", response_type="in_channel")

    everyone = slack.messages_in("C0GENERAL", user="U0MARC")
    assert [m.text for m in everyone] == ["à tous"]
    assert len(slack.messages_in("C0GENERAL", user="U0ANA")) == 2


async def test_five_answers_and_no_more(slack: PretendSlack) -> None:
    name = slack.tickets.response("U0ANA", "C0LEGAL")

    statuses = [(await answered(slack, name, text="a"))[0] for _ in range(6)]

    assert statuses == [200] * 5 + [404]


async def test_half_an_hour_and_no_longer(slack: PretendSlack, clock: Any) -> None:
    name = slack.tickets.response("U0ANA", "C0LEGAL")
    clock.forward(minutes=30)
    assert (await answered(slack, name, text="a"))[0] == 200
    clock.forward(seconds=1)

    status, said = await answered(slack, name, text="b")

    assert status == 404
    assert "expired_url" in said


@pytest.mark.parametrize("reader", [None, "U0ANA"])
async def test_the_original_is_replaced_or_deleted(slack: PretendSlack, reader: str | None) -> None:
    original = bot_message(slack, ephemeral_to=reader)
    name = slack.tickets.response("U0ANA", "C0LEGAL", original)

    await answered(slack, name, text="après", replace_original=True)
    assert [m.text for m in slack.messages_in("C0LEGAL")] == ["après"]
    await answered(slack, name, delete_original=True)

    assert slack.messages_in("C0LEGAL") == []
    assert (await answered(slack, name, text="encore", replace_original=True))[0] == 400


async def test_an_answer_may_go_into_a_thread(slack: PretendSlack) -> None:
    original = bot_message(slack)
    name = slack.tickets.response("U0ANA", "C0LEGAL", original)

    await answered(slack, name, text="là", response_type="in_channel", thread_ts=original.ts)

    assert slack.messages_in("C0LEGAL")[-1].thread_ts == original.ts


@pytest.mark.parametrize(
    ("answer", "error"),
    [({}, "no_text"), ({"text": "a", "blocks": [{"type": "odd"}]}, "invalid_blocks")],
)
async def test_wrong_answers_are_refused(
    slack: PretendSlack, answer: dict[str, Any], error: str
) -> None:
    name = slack.tickets.response("U0ANA", "C0LEGAL")

    status, said = await answered(slack, name, **answer)

    assert status == 400
    assert error in said

"""Reading channels: what history and replies hold, page by page, and who is where."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import Message, PretendSlack


async def thread_in(slack: PretendSlack, *replies: str) -> list[Message]:
    """A question in #legal and its replies."""
    parent = await slack.say("U0ANA", "C0LEGAL", "question")
    said = [await slack.say("U0MARC", "C0LEGAL", r, thread_ts=parent.ts) for r in replies]
    return [parent, *said]


def texts(answer: Any) -> list[str]:
    return [message["text"] for message in answer["messages"]]


async def test_history_has_no_replies_and_the_newest_first(
    slack: PretendSlack, client: AsyncWebClient
) -> None:
    await thread_in(slack, "une", "deux")
    await slack.say("U0ANA", "C0LEGAL", "après")

    answer = await client.conversations_history(channel="C0LEGAL")

    assert texts(answer) == ["après", "question"]
    assert answer["messages"][1]["reply_count"] == 2


async def test_looking_for_a_reply_in_history_finds_an_older_message(
    slack: PretendSlack, client: AsyncWebClient
) -> None:
    _, reply = await thread_in(slack, "une")

    answer = await client.conversations_history(
        channel="C0LEGAL", latest=reply.ts, inclusive=True, limit=1
    )

    assert texts(answer) == ["question"]


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ({}, ["3", "2", "1"]),
        ({"oldest": 0}, ["3", "2"]),
        ({"oldest": 0, "inclusive": True}, ["3", "2", "1"]),
        ({"latest": 2}, ["2", "1"]),
        ({"latest": 2, "oldest": 0}, ["2"]),
    ],
)
async def test_history_between_two_moments(
    slack: PretendSlack, client: AsyncWebClient, bounds: dict[str, Any], expected: list[str]
) -> None:
    said = [await slack.say("U0ANA", "C0LEGAL", word) for word in ("1", "2", "3")]
    args = {k: v if k == "inclusive" else said[v].ts for k, v in bounds.items()}

    assert texts(await client.conversations_history(channel="C0LEGAL", **args)) == expected


async def test_history_comes_in_pages(slack: PretendSlack, client: AsyncWebClient) -> None:
    for word in ("1", "2", "3"):
        await slack.say("U0ANA", "C0LEGAL", word)

    pages = [
        texts(page) async for page in await client.conversations_history(channel="C0LEGAL", limit=2)
    ]

    assert pages == [["3", "2"], ["1"]]


async def test_replies_begin_with_the_parent(slack: PretendSlack, client: AsyncWebClient) -> None:
    parent, *_ = await thread_in(slack, "une", "deux")

    answer = await client.conversations_replies(channel="C0LEGAL", ts=parent.ts)

    assert texts(answer) == ["question", "une", "deux"]
    assert {message["thread_ts"] for message in answer["messages"]} == {parent.ts}


async def test_a_reply_asked_for_comes_alone(slack: PretendSlack, client: AsyncWebClient) -> None:
    parent, _, second = await thread_in(slack, "une", "deux")

    (found,) = (await client.conversations_replies(channel="C0LEGAL", ts=second.ts))["messages"]

    assert (found["ts"], found["thread_ts"]) == (second.ts, parent.ts)


@pytest.mark.parametrize("size", [1, 2, 3, 10])
async def test_pages_of_replies_repeat_the_parent_and_lose_nothing(
    slack: PretendSlack, client: AsyncWebClient, size: int
) -> None:
    said = await thread_in(slack, "1", "2", "3", "4", "5")

    seen: dict[str, None] = {}
    async for page in await client.conversations_replies(
        channel="C0LEGAL", ts=said[0].ts, limit=size
    ):
        assert page["messages"][0]["ts"] == said[0].ts
        seen |= dict.fromkeys(message["ts"] for message in page["messages"])

    assert list(seen) == [message.ts for message in said]


async def test_an_unknown_thread_is_not_found(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="thread_not_found"):
        await client.conversations_replies(channel="C0LEGAL", ts="1.000000")


@pytest.mark.parametrize("full", [True, False])
async def test_metadata_is_shown_in_full_on_request(client: AsyncWebClient, full: bool) -> None:
    metadata = {"event_type": "note", "event_payload": {"id": 7}}
    await client.chat_postMessage(channel="C0LEGAL", text="a", metadata=metadata)

    answer = await client.conversations_history(channel="C0LEGAL", include_all_metadata=full)

    assert answer["messages"][0]["metadata"] == (metadata if full else {"event_type": "note"})


@pytest.mark.parametrize(
    ("channel", "error"), [("C0GENERAL", "not_in_channel"), ("C0SECRET", "channel_not_found")]
)
async def test_only_members_read(client: AsyncWebClient, channel: str, error: str) -> None:
    with pytest.raises(SlackApiError, match=error):
        await client.conversations_history(channel=channel)


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"cursor": "nonsense"}, "invalid_cursor"),
        ({"limit": -1}, "invalid_limit"),
        ({"oldest": "hier"}, "invalid_ts_oldest"),
    ],
)
async def test_malformed_bounds_are_refused(
    client: AsyncWebClient, args: dict[str, Any], error: str
) -> None:
    with pytest.raises(SlackApiError, match=error):
        await client.conversations_history(channel="C0LEGAL", **args)


async def test_what_a_channel_tells_of_itself(client: AsyncWebClient) -> None:
    answer = await client.conversations_info(channel="C0LEGAL", include_num_members=True)

    place = answer["channel"]
    assert (place["is_private"], place["is_member"], place["num_members"]) == (True, True, 3)


async def test_members_come_in_pages(client: AsyncWebClient) -> None:
    pages = [
        page["members"]
        async for page in await client.conversations_members(channel="C0LEGAL", limit=2)
    ]

    assert pages == [["U0ANA", "U0MARC"], ["U0RELAIS"]]


async def test_the_bot_lists_what_it_can_see(client: AsyncWebClient) -> None:
    kinds = "public_channel,private_channel"

    everything = await client.conversations_list(types=kinds)
    shared = await client.users_conversations(user="U0ANA", types=kinds)

    assert {c["name"] for c in everything["channels"]} == {"questions", "legal", "general"}
    assert {c["name"] for c in shared["channels"]} == {"questions", "legal"}


@pytest.mark.parametrize(
    ("users", "error"),
    [("U0NOBODY", "user_not_found"), ("U0GONE", "user_disabled"), ("", "users_list_not_supplied")],
)
async def test_conversations_need_people(client: AsyncWebClient, users: str, error: str) -> None:
    with pytest.raises(SlackApiError, match=error):
        await client.conversations_open(users=users)


async def test_opening_a_conversation_twice_gives_the_same(client: AsyncWebClient) -> None:
    first = await client.conversations_open(users="U0ANA")
    second = await client.conversations_open(users="U0ANA", return_im=True)

    assert second["already_open"]
    assert second["channel"]["user"] == "U0ANA"
    assert first["channel"]["id"] == second["channel"]["id"]


async def test_people_have_a_language_and_a_time_zone(client: AsyncWebClient) -> None:
    plain = (await client.users_info(user="U0MARC"))["user"]
    told = (await client.users_info(user="U0MARC", include_locale=True))["user"]
    outsider = (await client.users_info(user="U0EXTERN", include_locale=True))["user"]

    assert "locale" not in plain
    assert (told["locale"], told["tz"], told["tz_offset"]) == ("en-US", "Europe/Paris", 3600)
    assert (outsider["team_id"], "locale" in outsider) == ("T0OTHER", False)


async def test_all_members_of_the_workspace_are_listed(client: AsyncWebClient) -> None:
    people = (await client.users_list(include_locale=True))["members"]

    assert {p["id"] for p in people} == {"U0ANA", "U0MARC", "U0GONE", "U0RELAIS"}


async def test_a_message_with_its_reactions(slack: PretendSlack, client: AsyncWebClient) -> None:
    _, reply = await thread_in(slack, "une")
    await slack.react("U0ANA", "C0LEGAL", reply.ts, "bookmark")

    answer = await client.reactions_get(channel="C0LEGAL", timestamp=reply.ts, full=True)

    message = answer["message"]
    assert message["reactions"] == [{"name": "bookmark", "users": ["U0ANA"], "count": 1}]
    assert "thread_ts=" in message["permalink"]

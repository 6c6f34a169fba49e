"""The bot's own messages: where they may go, what they may hold, who can change them."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import Channel, PretendSlack

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "*bon*"}}


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"channel": "C0NOWHERE", "text": "a"}, "channel_not_found"),
        ({"channel": "C0SECRET", "text": "a"}, "channel_not_found"),
        ({"channel": "C0GENERAL", "text": "a"}, "not_in_channel"),
        ({"channel": "C0LEGAL"}, "no_text"),
        ({"channel": "C0LEGAL", "text": "a", "thread_ts": "1.0"}, "cannot_reply_to_message"),
        ({"channel": "C0LEGAL", "text": "a", "username": "Bob"}, "missing_scope"),
        ({"channel": "C0LEGAL", "markdown_text": "a", "text": "a"}, "markdown_text_conflict"),
        ({"channel": "C0LEGAL", "text": "a", "blocks": [SECTION] * 51}, "invalid_blocks"),
        ({"channel": "C0LEGAL", "text": "a", "metadata": {"id": 1}}, "invalid_metadata_format"),
    ],
)
async def test_what_cannot_be_posted(
    slack: PretendSlack, client: AsyncWebClient, args: dict[str, Any], error: str
) -> None:
    with pytest.raises(SlackApiError) as refusal:
        await client.api_call("chat.postMessage", json=args)

    assert refusal.value.response["error"] == error
    assert not any(slack.messages_in(channel) for channel in slack.workspace.channels)


async def test_wrong_blocks_are_named(client: AsyncWebClient) -> None:
    empty = {"type": "section", "text": {"type": "mrkdwn", "text": ""}}

    with pytest.raises(SlackApiError) as refusal:
        await client.chat_postMessage(channel="C0LEGAL", text="a", blocks=[SECTION, empty])

    (said,) = refusal.value.response["response_metadata"]["messages"]
    assert said == "[ERROR] must be more than 0 characters [json-pointer:/blocks/1/text/text]"


async def test_an_archived_channel_takes_no_message(
    slack: PretendSlack, client: AsyncWebClient
) -> None:
    slack.workspace.channels["C0LEGAL"].is_archived = True

    with pytest.raises(SlackApiError, match="is_archived"):
        await client.chat_postMessage(channel="C0LEGAL", text="a")


async def test_what_stands_in_an_archived_channel_stays(
    slack: PretendSlack, client: AsyncWebClient
) -> None:
    posted = await client.chat_postMessage(channel="#legal", text="a")
    slack.workspace.channels["C0LEGAL"].is_archived = True

    with pytest.raises(SlackApiError, match="is_inactive"):
        await client.chat_update(channel="C0LEGAL", ts=posted["ts"], text="b")


async def test_a_long_text_is_cut_when_posted_and_refused_in_an_update(
    slack: PretendSlack, client: AsyncWebClient
) -> None:
    posted = await client.chat_postMessage(channel="C0LEGAL", text="é" * 40_010)

    assert len(slack.messages_in("C0LEGAL")[0].text) == 40_000
    with pytest.raises(SlackApiError, match="msg_too_long"):
        await client.chat_update(channel="C0LEGAL", ts=posted["ts"], text="é" * 4_001)


async def test_a_person_is_written_to_in_their_conversation(
    slack: PretendSlack, client: AsyncWebClient
) -> None:
    opened = await client.conversations_open(users="U0ANA")
    posted = await client.chat_postMessage(channel="U0ANA", text="bonjour")

    assert posted["channel"] == opened["channel"]["id"] == slack.dm_of("U0ANA").id
    assert slack.workspace.unread["U0ANA", posted["channel"]] == 1


async def test_an_update_without_blocks_removes_them_and_keeps_metadata(
    slack: PretendSlack, client: AsyncWebClient
) -> None:
    metadata = {"event_type": "note", "event_payload": {"id": 1}}
    posted = await client.chat_postMessage(
        channel="C0LEGAL", text="a", blocks=[SECTION], metadata=metadata
    )

    await client.chat_update(channel="C0LEGAL", ts=posted["ts"], text="b")

    (message,) = slack.messages_in("C0LEGAL")
    assert (message.text, message.blocks, message.metadata) == ("b", [], metadata)
    assert message.edited


async def test_an_update_with_blocks_bears_no_mark(
    slack: PretendSlack, client: AsyncWebClient
) -> None:
    posted = await client.chat_postMessage(channel="C0LEGAL", text="a")

    await client.chat_update(channel="C0LEGAL", ts=posted["ts"], text="b", blocks=[SECTION])

    assert slack.messages_in("C0LEGAL")[0].edited is None


async def test_the_words_of_people_are_not_the_bots_to_change(
    slack: PretendSlack, client: AsyncWebClient
) -> None:
    message = await slack.say("U0ANA", "C0LEGAL", "moi")

    with pytest.raises(SlackApiError, match="cant_update_message"):
        await client.chat_update(channel="C0LEGAL", ts=message.ts, text="toi")
    with pytest.raises(SlackApiError, match="cant_delete_message"):
        await client.chat_delete(channel="C0LEGAL", ts=message.ts)


async def test_what_the_bot_takes_back_is_gone(slack: PretendSlack, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel="C0LEGAL", text="a")

    await client.chat_delete(channel="C0LEGAL", ts=posted["ts"])

    assert slack.messages_in("C0LEGAL") == []
    with pytest.raises(SlackApiError, match="message_not_found"):
        await client.chat_delete(channel="C0LEGAL", ts=posted["ts"])


async def test_an_ephemeral_message_is_for_one_member_and_cannot_be_changed(
    slack: PretendSlack, client: AsyncWebClient
) -> None:
    shown = await client.chat_postEphemeral(channel="C0LEGAL", user="U0ANA", text="psst")

    assert [m.text for m in slack.messages_in("C0LEGAL", user="U0ANA")] == ["psst"]
    assert slack.messages_in("C0LEGAL", user="U0MARC") == []
    with pytest.raises(SlackApiError, match="message_not_found"):
        await client.chat_update(channel="C0LEGAL", ts=shown["message_ts"], text="b")
    with pytest.raises(SlackApiError, match="user_not_in_channel"):
        await client.chat_postEphemeral(channel="C0LEGAL", user="U0EXTERN", text="psst")


async def test_a_reply_names_the_parent_of_its_thread(
    slack: PretendSlack, client: AsyncWebClient
) -> None:
    parent = await slack.say("U0ANA", "C0LEGAL", "question")
    reply = await client.chat_postMessage(channel="C0LEGAL", text="a", thread_ts=parent.ts)

    assert reply["message"]["parent_user_id"] == "U0ANA"
    with pytest.raises(SlackApiError, match="cannot_reply_to_message"):
        await client.chat_postMessage(channel="C0LEGAL", text="b", thread_ts=reply["ts"])


async def test_addresses_of_messages_lead_into_their_thread(
    slack: PretendSlack, client: AsyncWebClient
) -> None:
    parent = await slack.say("U0ANA", "C0LEGAL", "question")
    reply = await slack.say("U0MARC", "C0LEGAL", "réponse", thread_ts=parent.ts)
    base = "https://relais-sandbox.slack.com/archives/C0LEGAL/p"

    links = [
        (await client.chat_getPermalink(channel="C0LEGAL", message_ts=ts))["permalink"]
        for ts in (parent.ts, reply.ts)
    ]

    assert links[0] == base + parent.ts.replace(".", "")
    assert links[1].startswith(base + reply.ts.replace(".", ""))
    assert links[1].endswith(f"?thread_ts={parent.ts}&cid=C0LEGAL")


async def test_outsiders_mark_the_channel_they_share(slack: PretendSlack) -> None:
    shared = Channel("C0SHARED", "shared", members={"U0ANA", "U0RELAIS"}, is_ext_shared=True)
    slack.workspace.channels[shared.id] = shared

    await slack.say("U0ANA", "C0SHARED", "bonjour")

    assert slack.delivery.delivered[-1].payload["is_ext_shared_channel"] is True

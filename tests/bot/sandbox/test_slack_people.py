"""People in the pretend Slack: a real Bolt app hears what they do, on either transport."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import Message, NotAcknowledged, PretendSlack, SlackRefusal, User

Either = tuple[PretendSlack, AsyncApp]
BUTTON = {
    "type": "actions",
    "block_id": "row",
    "elements": [
        {
            "type": "button",
            "action_id": "go",
            "value": "7",
            "text": {"type": "plain_text", "text": "Go"},
        },
        {
            "type": "static_select",
            "action_id": "pick",
            "placeholder": {"type": "plain_text", "text": "Pick"},
            "options": [
                {"text": {"type": "plain_text", "text": word}, "value": word[0]}
                for word in ("one", "two")
            ],
        },
    ],
}


def heard_by(app: AsyncApp, *kinds: str) -> list[dict[str, Any]]:
    """The events of these kinds that reach the app's listeners, in a list that grows."""
    heard: list[dict[str, Any]] = []

    async def hear(event: dict[str, Any]) -> None:
        heard.append(event)

    for kind in kinds:
        app.event(kind)(hear)
    return heard


def pressed_in(app: AsyncApp) -> list[dict[str, Any]]:
    """The bodies of all clicks and message shortcuts, acknowledged at once."""
    bodies: list[dict[str, Any]] = []

    async def hear(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        bodies.append(body)

    for action in ("go", "pick"):
        app.action(action)(hear)
    app.shortcut("ask_relais")(hear)
    return bodies


async def test_a_mention_is_heard_twice(either: Either) -> None:
    slack, app = either
    heard = heard_by(app, "message", "app_mention")

    message = await slack.say("U0ANA", "C0QUESTIONS", "@relais ça va ?")
    await slack.settle()

    assert {event["type"] for event in heard} == {"message", "app_mention"}
    assert {event["ts"] for event in heard} == {message.ts}
    assert heard[0]["text"] == "<@U0RELAIS> ça va ?"
    assert heard[0]["blocks"][0]["type"] == "rich_text"


@pytest.mark.parametrize("channel", ["C0GENERAL", "C0SECRET"])
async def test_the_bot_hears_nothing_where_it_is_not(either: Either, channel: str) -> None:
    slack, app = either
    heard = heard_by(app, "message", "app_mention", "reaction_added")

    message = await slack.say("U0ANA", channel, "@relais ?")
    await slack.react("U0MARC", channel, message.ts, "eyes")
    await slack.settle()

    assert heard == []


async def test_edits_and_deletions_carry_what_was_there_before(either: Either) -> None:
    slack, app = either
    heard = heard_by(app, "message")
    message = await slack.say("U0ANA", "C0LEGAL", "un")

    await slack.edit("U0ANA", "C0LEGAL", message.ts, "deux")
    await slack.delete("U0ANA", "C0LEGAL", message.ts)
    await slack.settle()

    _, changed, deleted = heard
    assert (changed["subtype"], changed["channel_type"]) == ("message_changed", "group")
    assert (changed["previous_message"]["text"], changed["message"]["text"]) == ("un", "deux")
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", message.ts)


async def test_a_deleted_parent_leaves_a_tombstone(either: Either) -> None:
    slack, app = either
    heard = heard_by(app, "message")
    parent = await slack.say("U0ANA", "C0LEGAL", "question")
    await slack.say("U0MARC", "C0LEGAL", "réponse", thread_ts=parent.ts)

    await slack.delete("U0ANA", "C0LEGAL", parent.ts)
    await slack.settle()

    assert heard[1]["thread_ts"] == parent.ts
    assert heard[1]["parent_user_id"] == "U0ANA"
    assert heard[2]["subtype"] == "message_changed"
    assert heard[2]["message"]["subtype"] == "tombstone"


async def test_reactions_come_and_go(either: Either) -> None:
    slack, app = either
    heard = heard_by(app, "message", "reaction_added", "reaction_removed")
    message = await slack.say("U0ANA", "C0LEGAL", "bien")

    await slack.react("U0MARC", "C0LEGAL", message.ts, "bookmark")
    await slack.unreact("U0MARC", "C0LEGAL", message.ts, "bookmark")
    await slack.settle()

    assert [event["type"] for event in heard[1:]] == ["reaction_added", "reaction_removed"]
    assert heard[1]["item"] == {"type": "message", "channel": "C0LEGAL", "ts": message.ts}
    assert (heard[1]["user"], heard[1]["item_user"]) == ("U0MARC", "U0ANA")
    assert message.reactions == {}


async def test_people_and_channels_change(either: Either) -> None:
    slack, app = either
    kinds = "user_change team_join member_joined_channel member_left_channel channel_archive"
    heard = heard_by(app, "message", *kinds.split())

    await slack.set_language("U0ANA", "en-GB")
    await slack.add_user(User("U0NEW", "new", "Nina New"))
    await slack.invite_bot("U0ANA", "C0GENERAL")
    await slack.kick("U0ANA", "C0GENERAL", "U0MARC")
    await slack.archive("U0ANA", "C0GENERAL")
    await slack.settle()

    told = [event for event in heard if event["type"] != "message"]
    assert [event["type"] for event in told] == kinds.split()
    assert told[0]["user"]["locale"] == "en-GB"
    assert (told[2]["user"], told[2]["inviter"]) == ("U0RELAIS", "U0ANA")
    assert told[3]["user"] == "U0MARC"


async def test_a_status_is_told_and_goes_when_it_expires(either: Either, clock: Any) -> None:
    slack, app = either
    heard = heard_by(app, "user_change")
    soon = clock.now + timedelta(hours=1)

    await slack.set_status("U0ANA", "Vacances", "palm_tree", until=soon)
    await slack.set_status("U0MARC", "En réunion")
    await slack.settle()

    about, other = (event["user"]["profile"] for event in heard)
    assert (about["status_text"], about["status_emoji"]) == ("Vacances", ":palm_tree:")
    assert about["status_expiration"] == int(soon.timestamp())
    assert (other["status_emoji"], other["status_expiration"]) == (":speech_balloon:", 0)
    clock.forward(hours=1)
    read = await app.client.users_info(user="U0ANA")
    assert read["user"]["profile"]["status_text"] == ""
    with pytest.raises(SlackRefusal, match="profile_status"):
        await slack.set_status("U0ANA", "a" * 101)


async def test_paused_notifications_are_told_and_asked_for(either: Either, clock: Any) -> None:
    slack, app = either
    heard = heard_by(app, "dnd_updated_user")
    start, end = clock.now + timedelta(hours=1), clock.now + timedelta(hours=3)

    await slack.pause_notifications("U0ANA", end, start=start)
    await slack.settle()

    window = {
        "dnd_enabled": True,
        "next_dnd_start_ts": int(start.timestamp()),
        "next_dnd_end_ts": int(end.timestamp()),
    }
    assert [(event["user"], event["dnd_status"]) for event in heard] == [("U0ANA", window)]
    asked = await app.client.dnd_info(user="U0ANA")
    assert {key: asked[key] for key in window} == window
    clock.forward(hours=3)
    assert not (await app.client.dnd_info(user="U0ANA"))["dnd_enabled"]
    await slack.pause_notifications("U0ANA", None)
    await slack.settle()
    assert not heard[-1]["dnd_status"]["dnd_enabled"]


async def test_opening_the_home_and_the_conversation(either: Either) -> None:
    slack, app = either
    heard = heard_by(app, "app_home_opened")

    place = await slack.open_dm("U0ANA")
    assert await slack.open_home("U0ANA") is None
    await slack.settle()

    assert [event["tab"] for event in heard] == ["messages", "home"]
    assert {event["channel"] for event in heard} == {place.id}
    assert slack.dm_of("U0ANA") is place


async def test_a_command_is_answered_to_its_author_alone(either: Either) -> None:
    slack, app = either

    @app.command("/kb")
    async def answer(ack: AsyncAck, command: dict[str, Any], respond: AsyncRespond) -> None:
        await ack("Je cherche…")
        await asyncio.sleep(0.2)  # Bolt looks every 10 ms whether there is an ack to send
        await respond(f"{command['channel_name']}: {command['text']}", replace_original=True)

    await slack.command("U0ANA", "C0LEGAL", "/kb", "été & @marc ?")
    await slack.settle(quiet=1.0)

    (shown,) = slack.messages_in("C0LEGAL", user="U0ANA")
    assert shown.text == "privategroup: été &amp; <@U0MARC|marc> ?"
    assert slack.messages_in("C0LEGAL", user="U0MARC") == []


async def test_an_answer_in_the_channel_shows_the_command(either: Either) -> None:
    slack, app = either

    @app.command("/kb")
    async def answer(ack: AsyncAck) -> None:
        await ack({"response_type": "in_channel", "text": "voilà"})

    await slack.command("U0ANA", "C0QUESTIONS", "/kb", "où ?")

    seen = slack.messages_in("C0QUESTIONS", user="U0MARC")
    assert [(m.user, m.text) for m in seen] == [("U0ANA", "/kb où ?"), ("U0RELAIS", "voilà")]


async def test_a_click_tells_where_and_what(either: Either) -> None:
    slack, app = either
    bodies = pressed_in(app)
    message = await posted(slack)

    await slack.click("U0ANA", message, "pick", value="two")
    await slack.click("U0ANA", message, "go")
    await slack.settle()

    chosen, pressed = bodies
    two = {"text": {"type": "plain_text", "text": "two"}, "value": "t"}
    assert chosen["actions"][0]["selected_option"] == two
    assert pressed["state"]["values"]["row"]["pick"]["selected_option"] == two
    assert pressed["actions"][0]["value"] == "7"
    assert pressed["container"]["message_ts"] == pressed["message"]["ts"] == message.ts
    assert pressed["channel"]["id"] == "C0QUESTIONS"


async def test_a_click_on_an_old_copy_of_a_message_still_arrives(either: Either) -> None:
    slack, app = either
    bodies = pressed_in(app)
    message = await posted(slack)
    old = replace(message)
    message.blocks = []

    with pytest.raises(SlackRefusal, match="no_such_element"):
        await slack.click("U0ANA", message, "go")
    await slack.click("U0ANA", old, "go")
    await slack.settle()

    assert len(bodies) == 1


async def test_a_message_shortcut_carries_its_message(either: Either) -> None:
    slack, app = either
    bodies = pressed_in(app)
    heard_by(app, "message")
    message = await slack.say("U0ANA", "C0QUESTIONS", "où ?")

    await slack.shortcut("U0MARC", "ask_relais", message)
    await slack.settle()

    assert bodies[0]["message"]["text"] == "où ?"
    assert bodies[0]["message_ts"] == message.ts


async def test_a_person_sees_an_error_when_the_bot_fails(either: Either) -> None:
    slack, app = either
    slack.delivery.ack_seconds = 0.3

    @app.command("/kb")
    async def sleep(command: dict[str, Any]) -> None:
        await asyncio.sleep(0.6)

    with pytest.raises(NotAcknowledged):
        await slack.command("U0ANA", "C0QUESTIONS", "/kb", "lent")
    await slack.settle()

    commands = [e for e in slack.delivery.delivered if e.type == "slash_commands"]
    assert len(commands) == 1  # never again


async def test_an_unheard_event_is_told_again_at_once_and_after_a_minute(
    either: Either, clock: Any
) -> None:
    slack, app = either
    slack.delivery.ack_seconds = 0.1
    seen: list[tuple[str, str]] = []

    @app.middleware
    async def forget(request: Any, body: dict[str, Any], next: Any) -> None:  # noqa: A002
        retry = request.headers.get("x-slack-retry-num", ["0"])[0]
        seen.append((body["event_id"], retry))
        if len(seen) == 3:
            await next()

    heard = heard_by(app, "message")
    await slack.say("U0ANA", "C0LEGAL", "toc")
    await until(lambda: len(seen) == 2)
    await slack.settle()
    assert heard == []
    clock.forward(seconds=61)
    await until(lambda: len(heard) == 1)

    assert [retry for _, retry in seen] == ["0", "1", "2"]
    assert len({event_id for event_id, _ in seen}) == 1


async def test_redelivery_repeats_the_event_id(either: Either) -> None:
    slack, app = either
    heard = heard_by(app, "message")
    await slack.say("U0ANA", "C0LEGAL", "toc")

    await slack.faults.redeliver()
    await slack.settle()

    first, second = [e for e in slack.delivery.delivered if e.type == "events_api"]
    assert len(heard) == 2
    assert first.payload == second.payload
    assert (first.attempt, second.attempt) == (0, 1)


async def test_what_the_bot_says_is_told_to_it_too_and_bolt_drops_it(either: Either) -> None:
    slack, app = either
    heard = heard_by(app, "message")

    await posted(slack)
    await slack.settle()

    assert heard == []
    event = slack.delivery.delivered[-1].payload["event"]
    assert (event["user"], event["bot_id"]) == ("U0RELAIS", "B0RELAIS")


async def test_an_uninstalled_app_can_do_nothing_more(either: Either) -> None:
    slack, app = either
    heard = heard_by(app, "app_uninstalled", "tokens_revoked", "message")

    await slack.uninstall()
    await slack.say("U0ANA", "C0LEGAL", "adieu")
    await slack.settle()

    assert {event["type"] for event in heard} == {"app_uninstalled", "tokens_revoked"}
    with pytest.raises(Exception, match="account_inactive"):
        await app.client.chat_postMessage(channel="C0LEGAL", text="encore là")


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        (lambda s: s.say("U0GONE", "C0LEGAL", "a"), "account_inactive"),
        (lambda s: s.say("U0EXTERN", "C0LEGAL", "a"), "channel_not_found"),
        (lambda s: s.say("U0EXTERN", "C0GENERAL", "a"), "not_in_channel"),
        (lambda s: s.say("U0ANA", "C0LEGAL", " "), "no_text"),
        (lambda s: s.say("U0ANA", "C0LEGAL", "a" * 40_001), "msg_too_long"),
        (lambda s: s.say("U0ANA", "C0LEGAL", "a", thread_ts="1.000000"), "thread_not_found"),
        (lambda s: s.react("U0ANA", "C0LEGAL", "1.000000", "eyes"), "message_not_found"),
        (lambda s: s.command("U0EXTERN", "C0QUESTIONS", "/kb", "a"), "external"),
        (lambda s: s.command("U0ANA", "C0QUESTIONS", "/other", "a"), "unknown_command"),
        (lambda s: s.shortcut("U0ANA", "ask_relais"), "unknown_shortcut"),
        (lambda s: s.join("U0EXTERN", "C0LEGAL"), "channel_not_found"),
        (lambda s: s.invite("U0ANA", "C0LEGAL", "U0NOBODY"), "user_not_found"),
    ],
)
async def test_the_client_refuses(
    slack: PretendSlack, deed: Callable[[PretendSlack], Awaitable[Any]], code: str
) -> None:
    with pytest.raises(SlackRefusal, match=code):
        await deed(slack)


async def test_nobody_edits_the_words_of_others(slack: PretendSlack) -> None:
    message = await slack.say("U0ANA", "C0LEGAL", "moi")

    with pytest.raises(SlackRefusal, match="cant_update_message"):
        await slack.edit("U0MARC", "C0LEGAL", message.ts, "toi")


async def test_nobody_leaves_a_conversation_of_two(slack: PretendSlack) -> None:
    place = await slack.open_dm("U0ANA")

    with pytest.raises(SlackRefusal, match="method_not_supported"):
        await slack.leave("U0ANA", place.id)


async def test_nothing_is_said_in_an_archived_channel(slack: PretendSlack) -> None:
    await slack.archive("U0ANA", "C0LEGAL")

    with pytest.raises(SlackRefusal, match="is_archived"):
        await slack.say("U0ANA", "C0LEGAL", "trop tard")


async def test_a_command_without_a_bot_fails_at_once(slack: PretendSlack) -> None:
    with pytest.raises(NotAcknowledged, match="dispatch_failed"):
        await slack.command("U0ANA", "C0LEGAL", "/kb", "?")


async def posted(slack: PretendSlack) -> Message:
    """A message of the bot with a button and a menu."""
    client = AsyncWebClient(token="xoxb-sandbox", base_url=slack.base_url)
    await client.chat_postMessage(channel="C0QUESTIONS", text="boutons", blocks=[BUTTON])
    return slack.messages_in("C0QUESTIONS")[-1]


async def until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(3):
        while True:
            if done():
                return
            await asyncio.sleep(0.01)

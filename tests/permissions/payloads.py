"""Payloads: an act in the shape in which Slack tells of it."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.slack import inputs
from tests.permissions.acts import Act, Choose, Happens, Json, Look, Press, Send, Type, Value
from tests.permissions.cast import BOT, ODILE, OFFICE, SOFIA, TEAM, ZOE
from tests.permissions.catalogue import ACTS, HELPERS
from tests.permissions.office import Office
from tests.permissions.things import Things

WORDS = "Because it is so."
"""What is written where nothing else is asked for."""


async def body_of(office: Office, act: Act, things: Things, person: str) -> Json:
    """What Slack would send if this person did it."""
    match act:
        case Type(text=text):
            about = {"command": "/kb", "text": _valued(text, things), "user_id": person}
            return {**about, "team_id": TEAM, "channel_id": OFFICE, **TICKETS}
        case Press(action=action, value=value, within=within, by=by, kind=kind):
            done: Json = {"type": kind, "action_id": action, "block_id": "b", "action_ts": "1.1"}
            said = _valued(value, things)
            done |= {"value": said} if kind == "button" else {"selected_option": {"value": said}}
            if within:
                view = await window(office, within, things, by)
                where = _in_view(_chose(view, done))
                return _does("block_actions", person, actions=[done], **where)
            return _does("block_actions", person, actions=[done], **_IN_MESSAGE)
        case Send(opened=opened, by=by, values=values):
            view = await window(office, opened, things, by)
            return _does("view_submission", person, view=filled(view, values(things)))
        case Choose(shortcut=shortcut):
            message = {"type": "message", "user": ZOE, "ts": "8.000009", "thread_ts": "8.000008"}
            message["text"] = "How do refunds work?"
            where = {"channel": {"id": things.channel, "name": "x"}, "message_ts": "8.000009"}
            return _does("message_action", person, callback_id=shortcut, message=message, **where)
        case Look(action=action, within=within, by=by):
            view = await window(office, within, things, by)
            about = {"action_id": action, "block_id": "b", "value": "about"}
            return _does("block_suggestion", person, **about, **_in_view(view))
        case Happens(event=event):
            return _told(event(things, person))
    raise TypeError(act)


async def window(office: Office, opener: str, things: Things, by: str) -> Json:
    """The window that this act opens for that person, who was in the room then. Opened once."""
    known: dict[tuple[str, str | None], Json] = office.windows
    key = (opener, things.audience)
    if key not in known:
        act = {**ACTS, **HELPERS}[opener]
        with office.admitted(by, things.audience):
            result = await office.act(await body_of(office, act, things, by))
        assert result.views, f"{opener} opens no window for {by}: {result}"
        known[key] = dict(result.views[-1])
    return known[key]


def filled(view: Json, values: Mapping[str, object]) -> Json:
    """The window with these fields filled in, and the others in any way that Slack takes."""
    blocks = inputs.named(view["blocks"])
    state = inputs.state(blocks, {})
    for block, element in inputs.elements(blocks):
        if element["type"] not in inputs.VALUES:
            continue
        name = block["block_id"]
        wanted = next((value for key, value in values.items() if name.startswith(key)), None)
        held = state[name][element["action_id"]]
        has_value = bool(held.get(inputs.VALUES[element["type"]][0]))
        if wanted is None and (has_value or block.get("optional")):
            continue
        state[name][element["action_id"]] = _held(element, wanted)
    sent = {"id": "V0SENT", "root_view_id": "V0SENT", "hash": "1.h", "state": {"values": state}}
    return {**view, **sent, "blocks": blocks}


def _held(element: Json, wanted: object) -> Json:
    match element["type"]:
        case "external_select":
            option = {"text": {"type": "plain_text", "text": "one"}, "value": str(wanted)}
            return {"type": element["type"], "selected_option": option}
        case "users_select":
            return inputs.held(element, wanted or SOFIA)
        case "multi_users_select":
            return inputs.held(element, [wanted or SOFIA])
        case "datepicker":
            return inputs.held(element, wanted or "2026-01-20")
    return inputs.held(element, wanted or WORDS)


TICKETS = {"trigger_id": "1.trigger", "response_url": "https://slack.invalid/response"}
_IN_MESSAGE: Json = {
    "container": {
        "type": "message",
        "message_ts": "9.9",
        "channel_id": OFFICE,
        "is_ephemeral": True,
    },
    "channel": {"id": OFFICE, "name": "office"},
    "response_url": TICKETS["response_url"],
}


def _in_view(view: Json) -> Json:
    shown = view if "state" in view else filled(view, {})
    return {"container": {"type": "view", "view_id": "V0SENT"}, "view": shown}


def _chose(view: Json, done: Json) -> Json:
    """What was chosen in a menu stands in the window's state."""
    shown = filled(view, {})
    if done["type"] == "static_select":
        for held in shown["state"]["values"].values():
            if done["action_id"] in held:
                held[done["action_id"]] |= {"selected_option": done["selected_option"]}
    return shown


def _does(kind: str, person: str, **about: Any) -> Json:
    team = "T0ELSE" if person == ODILE else TEAM
    who = {"user": {"id": person, "team_id": team, "name": person}, "team": {"id": TEAM}}
    tickets = {"trigger_id": TICKETS["trigger_id"]}
    if kind == "message_action":
        tickets = TICKETS
    return {"type": kind, "api_app_id": "A0", "token": "t", **who, **tickets, **about}


def _told(event: Json) -> Json:
    allowed = [{"team_id": TEAM, "user_id": BOT, "is_bot": True, "enterprise_id": None}]
    about = {"team_id": TEAM, "event_id": "Ev1", "event_time": 1, "authorizations": allowed}
    return {"type": "event_callback", "api_app_id": "A0", "event": event, **about}


def _valued(value: Value, things: Things) -> str:
    return str(value(things) if callable(value) else value)

"""Payloads: commands, shortcuts, clicks and submissions in the shapes the bot receives."""

from __future__ import annotations

from typing import Any

from . import inputs, shapes
from .workspace import Channel, Json, Message, User, View, Workspace

TOKEN = "sandbox-verification"
HIDDEN_NAMES = {"im": "directmessage", "private": "privategroup", "mpim": "privategroup"}


class Payloads:
    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    def command(self, person: User, place: Channel, command: str, text: str) -> Json:
        """The form fields of a slash command, before its trigger and response address."""
        return {
            "token": TOKEN,
            "team_id": self.workspace.team_id,
            "team_domain": self.workspace.domain,
            "channel_id": place.id,
            "channel_name": HIDDEN_NAMES.get(place.kind, place.name),
            "user_id": person.id,
            "user_name": person.name,
            "command": command,
            "text": text,
            "api_app_id": self.workspace.app_id,
            "is_enterprise_install": "false",
        }

    def message_shortcut(self, person: User, callback_id: str, message: Message, ts: str) -> Json:
        place = self.workspace.channels[message.channel]
        return self._interaction("message_action", person) | {
            "callback_id": callback_id,
            "action_ts": ts,
            "message_ts": message.ts,
            "message": shapes.message(message, self.workspace),
            "channel": self._place(place),
        }

    def global_shortcut(self, person: User, callback_id: str, ts: str) -> Json:
        about = {"callback_id": callback_id, "action_ts": ts}
        return self._interaction("shortcut", person) | about

    def click(self, person: User, where: Message | View, action: Json, state: Json) -> Json:
        """A `block_actions` payload, before its trigger and response address."""
        payload = self._interaction("block_actions", person) | {
            "state": {"values": state},
            "actions": [action],
        }
        return payload | (self._in_view(where) if isinstance(where, View) else self._in(where))

    def suggestion(self, person: User, where: Message | View, element: Json, typed: str) -> Json:
        """A `block_suggestion` payload: what somebody typed in an external menu so far."""
        about = {k: element[k] for k in ("action_id", "block_id")} | {"value": typed}
        payload = self._interaction("block_suggestion", person) | about
        return payload | (self._in_view(where) if isinstance(where, View) else self._in(where))

    def submission(self, person: User, view: View) -> Json:
        shown = {"view": shapes.view(view, self.workspace), "response_urls": []}
        return self._interaction("view_submission", person) | shown

    def closing(self, person: User, view: View, *, cleared: bool) -> Json:
        shown = {"view": shapes.view(view, self.workspace), "is_cleared": cleared}
        return self._interaction("view_closed", person) | shown

    def _interaction(self, kind: str, person: User) -> Json:
        return {
            "type": kind,
            "team": {"id": self.workspace.team_id, "domain": self.workspace.domain},
            "enterprise": None,
            "is_enterprise_install": False,
            "user": self._who(person),
            "api_app_id": self.workspace.app_id,
            "token": TOKEN,
        }

    @staticmethod
    def _who(person: User) -> Json:
        names = {"username": person.name, "name": person.name}
        return {"id": person.id, "team_id": person.team_id} | names

    @staticmethod
    def _place(place: Channel) -> Json:
        return {"id": place.id, "name": HIDDEN_NAMES.get(place.kind, place.name)}

    def _in(self, message: Message) -> Json:
        """Where a click on a message happened; of ephemeral ones Slack tells no content."""
        container: Json = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel,
            "is_ephemeral": message.ephemeral_to is not None,
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        place = self.workspace.channels[message.channel]
        payload: Json = {"container": container, "channel": self._place(place)}
        if message.ephemeral_to is None:
            payload["message"] = shapes.message(message, self.workspace)
        return payload

    def _in_view(self, view: View) -> Json:
        container = {"type": "view", "view_id": view.id}
        return {"container": container, "view": shapes.view(view, self.workspace)}


def action(block: Json, element: Json, value: Any, ts: str) -> Json:
    """One entry of `actions`: an element, and what was pressed or chosen in it."""
    about = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": ts,
    }
    if "placeholder" in element:
        about["placeholder"] = element["placeholder"]
    match element["type"]:
        case "button" | "icon_button":
            kept = {k: element[k] for k in ("text", "value", "style", "url") if k in element}
            return about | kept
        case "feedback_buttons":
            return about | _feedback(element, value)
        case "overflow":
            chosen = inputs.held(element | {"type": "radio_buttons"}, value)
            return about | {"selected_option": chosen["selected_option"]}
    return about | inputs.held(element, value)


def _feedback(element: Json, value: Any) -> Json:
    sides = (element["positive_button"], element["negative_button"])
    side = next((side for side in sides if side["value"] == value), sides[0])
    return {"text": side["text"], "value": side["value"]}

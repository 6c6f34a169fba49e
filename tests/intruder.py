"""Intruder: somebody who presses, types and sends whatever names what is another workspace's."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.errors import SlackApiError
from structlog.testing import capture_logs

import handlers
from bot.sandbox.cast import INES, QUESTIONS, SOFIA
from bot.sandbox.slack import View
from handlers.ui import flags as flags_ui
from handlers.ui.charter_sight import EXPERTS
from handlers.ui.merging import Merge
from knowledge.entry import Genre
from knowledge.flag import Doubt
from tests.everything import TS
from tests.several import OURS, Two

NUMBER = 1001
KEY = json.dumps({"channel": QUESTIONS, "ts": TS})

FORMS = (
    f"{NUMBER}",
    f"{NUMBER}:{NUMBER}",
    KEY,
    json.dumps(["typed", "known"]),
    json.dumps({"person": SOFIA, "from_": "2026-01-20"}),
    "refunds",
)
"""What a button may hold."""

NUMBERED = ("entry", "other", "number", "escalation", "flag", "signal", "seen", "round")

ABOUT = (
    json.dumps(
        dict.fromkeys(NUMBERED, NUMBER)
        | {"revision": 1, "page": 0, "history": 0, "due": 0, "step": 0, "topic": "refunds"}
        | {"channel": QUESTIONS, "ts": TS, "thread_ts": TS, "talk": f"{QUESTIONS}:{TS}:{SOFIA}"}
        | {"messages": [TS], "author": SOFIA}
    ),
    f"{NUMBER}",
    json.dumps(vars(Merge(NUMBER, NUMBER, NUMBER, swapped=False))),
    json.dumps({"entry": NUMBER, "seen": ["0123456789abcdef"], "messages": [NUMBER]}),
    "",
)
"""What a window may remember."""


CHOSEN = {"kind": Genre.FAQ, flags_ui.DOUBT: Doubt.WRONG}
"""What is chosen in a field that knows a few words only."""


class Written(dict[str, Any]):
    """The fields of a window: whatever is looked for was filled in with their number."""

    def get(self, name: str, default: Any = None) -> Any:
        """Nothing but a few words may be chosen in some."""
        return {"written": self._held(CHOSEN.get(name, str(NUMBER)))}

    def __getitem__(self, name: str) -> Any:
        return self.get(name)

    @staticmethod
    def _held(chosen: str) -> dict[str, Any]:
        return {
            "value": str(NUMBER),
            "selected_option": {"value": chosen},
            "selected_user": SOFIA,
            "selected_users": [SOFIA],
            "selected_conversation": QUESTIONS,
            "selected_date": "2026-01-20",
        }


@dataclass
class Listener:
    """One that was registered: for what kind of request, for which name."""

    kind: str
    about: Any
    function: Callable[..., Any]

    @property
    def name(self) -> str:
        """What a request is called that it listens to."""
        about = self.about.get("type") if isinstance(self.about, dict) else self.about
        if isinstance(about, re.Pattern):
            return re.sub(r"\(.*|\.\*", "", about.pattern) or "nobody_listens_to_this"
        return str(about)

    @property
    def subtype(self) -> str | None:
        return self.about.get("subtype") if isinstance(self.about, dict) else None

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"


@dataclass
class Register:
    """Writes down what is registered, instead of listening."""

    listeners: list[Listener] = field(default_factory=list)

    def __getattr__(self, kind: str) -> Callable[..., Any]:
        def register(about: Any = None, **_: Any) -> Callable[..., Any]:
            return lambda function: self.listeners.append(Listener(kind, about, function))

        return register

    def error(self, function: Callable[..., Any]) -> None:
        """Listens to nothing."""


def registered() -> list[Listener]:
    register = Register()
    handlers.register(register)  # type: ignore[arg-type]
    return register.listeners


@dataclass
class Intruder:
    """Sofia of our workspace, whose requests name what is theirs."""

    pair: Two
    app: AsyncApp
    said: list[str] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)

    async def tries(self, listener: Listener) -> bool:
        """Send everything that it may be given, until it was understood; whether it was."""
        for body in self.requests(listener):
            if await self.sends(body):
                return True
        return False

    async def sends(self, body: dict[str, Any]) -> bool:
        """Send one request; whether it was understood."""
        request = AsyncBoltRequest(mode="socket_mode", body=body)
        with capture_logs() as logs:
            answer = await self.app.async_dispatch(request)
        self.said.append(str(answer.body))
        return not any(_misread(line) for line in logs)

    def requests(self, listener: Listener) -> Iterable[dict[str, Any]]:
        match listener.kind:
            case "action":
                tried = [(form, ABOUT[0]) for form in FORMS]
                tried += [(FORMS[0], about) for about in ABOUT[1:]]
                return [self.click(listener.name, *each) for each in tried]
            case "options":
                return [self.looks(listener.name, about) for about in ABOUT]
            case "view" | "view_closed":
                kind = "view_submission" if listener.kind == "view" else "view_closed"
                return [self.submits(kind, listener.name, about) for about in ABOUT]
            case "shortcut":
                return [self.shortcut(listener.name)]
            case "event":
                return [self.event(listener)]
        raise AssertionError(f"nobody knows how to try: {listener}")

    def command(self, text: str) -> dict[str, Any]:
        space, slack = self.pair.ours.slack.workspace, self.pair.ours.slack
        person, place = space.users[SOFIA], space.channels[QUESTIONS]
        return slack.payloads.command(person, place, "/kb", text) | self._tickets()

    def click(self, name: str, value: str, about: str) -> dict[str, Any]:
        """In a message and in a window at once: some listeners look at the one or the other."""
        slack, action = self.pair.ours.slack, self._action(name, value)
        shown_in = self._view(EXPERTS, about)
        body = slack.payloads.submission(slack.workspace.users[SOFIA], shown_in)
        shown = {"user": slack.workspace.bot_user_id, "ts": TS, "text": "", "blocks": []}
        container = {"type": "message", "channel_id": QUESTIONS, "message_ts": TS}
        return {
            **body,
            "type": "block_actions",
            "actions": [action],
            "view": self._written(body["view"]),
            "state": {"values": Written()},
            "channel": {"id": QUESTIONS, "name": "questions"},
            "message": shown,
            "container": container,
            **self._tickets(),
        }

    def looks(self, name: str, about: str) -> dict[str, Any]:
        slack = self.pair.ours.slack
        body = slack.payloads.submission(slack.workspace.users[SOFIA], self._view("any", about))
        asked = {"type": "block_suggestion", "action_id": name, "block_id": name, "value": "e"}
        return {**body, **asked, "container": {"type": "view"}}

    def submits(self, kind: str, name: str, about: str) -> dict[str, Any]:
        slack = self.pair.ours.slack
        body = slack.payloads.submission(slack.workspace.users[SOFIA], self._view(name, about))
        return {**body, "type": kind, "view": self._written(body["view"]), **self._tickets()}

    def shortcut(self, name: str) -> dict[str, Any]:
        slack = self.pair.ours.slack
        body = slack.payloads.global_shortcut(slack.workspace.users[SOFIA], name, TS)
        message = {"ts": TS, "user": SOFIA, "text": f"E{NUMBER}", "type": "message"}
        shown = {"message": message, "message_ts": TS, "channel": {"id": QUESTIONS, "name": "q"}}
        return {**body, **shown, "type": "message_action", **self._tickets()}

    def event(self, listener: Listener) -> dict[str, Any]:
        message = {"ts": TS, "user": SOFIA, "text": f"changed {NUMBER}", "type": "message"}
        inner = {
            "type": listener.name,
            "user": SOFIA,
            "channel": QUESTIONS,
            "channel_type": "im",
            "item": {"type": "message", "channel": QUESTIONS, "ts": TS},
            "item_user": SOFIA,
            "reaction": "bookmark",
            "text": f"comment obtenir un remboursement {NUMBER}",
            "ts": TS,
            "event_ts": TS,
            "deleted_ts": TS,
            "message": message,
            "previous_message": message | {"text": "before"},
            "old_channel_id": QUESTIONS,
            "new_channel_id": "C0RENAMED",
            "tab": "home",
            "dnd_status": {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1},
            "tokens": {"oauth": [SOFIA], "bot": []},
        }
        if listener.subtype:
            inner["subtype"] = listener.subtype
        if listener.name in ("user_change", "team_join"):
            inner["user"] = {"id": SOFIA, "name": "sofia", "team_id": OURS, "profile": {}}
        if listener.name == "member_left_channel":
            inner["user"] = INES
        events = self.pair.ours.slack.events
        return events._envelope(inner, shared=False)

    def _action(self, name: str, value: str) -> dict[str, Any]:
        action = {"type": "button", "action_id": name, "block_id": f"block{NUMBER}"}
        chosen = {"selected_option": {"value": value}, "selected_user": SOFIA}
        return {**action, **chosen, "value": value, "action_ts": TS}

    def _view(self, name: str, about: str) -> View:
        field_ = {"type": "input", "block_id": "reason", "element": {}, "label": {}}
        number = f"V0{next(self.numbers)}"
        made = View(number, "modal", SOFIA, [field_], "hash", {}, about, name)
        made.title = {"type": "plain_text", "text": "Any"}
        return made

    @staticmethod
    def _written(view: dict[str, Any]) -> dict[str, Any]:
        return {**view, "state": {"values": Written()}}

    def _tickets(self) -> dict[str, Any]:
        slack = self.pair.ours.slack
        answer = slack.tickets.response(SOFIA, QUESTIONS)
        return {
            "trigger_id": slack.tickets.trigger(SOFIA),
            "response_url": slack.base_url.removesuffix("api/") + f"response/{answer}",
        }


def _misread(line: Mapping[str, Any]) -> bool:
    """Whether a listener could not make anything of a request; Slack may well refuse it more."""
    is_ours = line["event"] == "a listener failed"
    return is_ours and not isinstance(line["exc_info"], SlackApiError)

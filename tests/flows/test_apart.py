"""Apart: whatever somebody presses, types or sends, they reach nothing of another workspace.

The other one has a row in every table, each with the number 1001, each about the same person,
channel and message. Every listener that the app has is given that number in every form in which
listeners are given numbers. A new listener is tried without a word here; one that reads what it is
given in a new form fails the last test, and wants a line in FORMS or ABOUT.
"""

import json
import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from structlog.testing import capture_logs

import handlers
from bot import slack
from bot.app import build_app
from bot.sandbox.cast import INES, QUESTIONS, SOFIA
from bot.sandbox.slack import View
from handlers.commands import COMMANDS
from handlers.lifecycle import REMOVALS
from handlers.ui.merging import Merge
from tests.everything import TS, Rows, fill, rows, secret
from tests.several import OURS, THEIRS, Two, two

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

ABOUT = (
    json.dumps(
        dict.fromkeys(("entry", "other", "escalation", "flag", "signal", "seen", "round"), NUMBER)
        | {"revision": 1, "page": 0, "history": 0, "due": 0, "step": 0, "topic": "refunds"}
        | {"channel": QUESTIONS, "ts": TS, "thread_ts": TS, "talk": f"{QUESTIONS}:{TS}:{SOFIA}"}
        | {"messages": [NUMBER], "timestamps": [TS], "authors": [SOFIA]}
    ),
    f"{NUMBER}",
    json.dumps(vars(Merge(NUMBER, NUMBER, NUMBER, swapped=False))),
    json.dumps({"entry": NUMBER, "seen": ["0123456789abcdef"]}),
    "",
)
"""What a window may remember."""


class Written(dict[str, Any]):
    """The fields of a window: whatever is looked for was filled in with their number."""

    def get(self, name: str, default: Any = None) -> Any:
        return {"written": self._held()}

    def __getitem__(self, name: str) -> Any:
        return self.get(name)

    @staticmethod
    def _held() -> dict[str, Any]:
        return {
            "value": str(NUMBER),
            "selected_option": {"value": str(NUMBER)},
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
        return not any(line["event"] == "a listener failed" for line in logs)

    def requests(self, listener: Listener) -> Iterable[dict[str, Any]]:
        match listener.kind:
            case "action":
                return [self.click(listener.name, form, ABOUT[0]) for form in FORMS]
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
        body = slack.payloads.submission(slack.workspace.users[SOFIA], self._view("any", about))
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
        person = self.pair.ours.slack.workspace.users[SOFIA]
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


@pytest.fixture
def combination() -> tuple[str, str]:
    """Once: what is asked of the database is the same on both."""
    return "sqlite", "http"


@pytest.fixture
async def intruder(database_url: str) -> AsyncIterator[Intruder]:
    async with two(database_url) as pair:
        await pair.install(OURS)
        services, identity = pair.bot.services, pair.bot.identity
        client = slack.anonymous(pair.settings)
        yield Intruder(pair, build_app(services, client, identity.authorize(), waits=True))


LIVE = {
    "entries": {"status": "published", "lang": "fr", "kind": "faq"},
    "escalations": {"status": "open"},
    "outbox": {"state": "done"},
    "absences": {},
}
"""So that there is something to act on, and nothing that the worker would do by itself."""


async def _theirs(pair: Two) -> Rows:
    async with pair.bot.services.sessions.begin() as session:
        return await rows(session, THEIRS)


async def _move_in(pair: Two) -> Rows:
    """Have the other workspace own something of everything; what it owns."""
    async with pair.bot.services.sessions.begin() as session:
        await fill(session, THEIRS, NUMBER, pair.ours.clock.now(), LIVE)
    return await _theirs(pair)


def _told(intruder: Intruder) -> str:
    """All that anybody in our workspace was shown."""
    calls = [str(call.args) for call in intruder.pair.ours.slack.calls]
    return "\n".join([*intruder.said, *calls])


async def test_no_listener_shows_or_changes_anything_of_another_workspace(
    intruder: Intruder,
) -> None:
    owned = await _move_in(intruder.pair)
    assert all(owned[name] for name in owned if name not in ("slack_oauth_states",))

    for text in _commands():
        await intruder.sends(intruder.command(text))
    unread = [str(one) for one in _listeners() if not await intruder.tries(one)]
    await intruder.pair.ours.quiet()

    assert await _theirs(intruder.pair) == owned
    assert secret(THEIRS) not in _told(intruder)
    assert unread == []


def _listeners() -> list[Listener]:
    """All but the command, which has forms of its own; what removes the app comes last."""
    others = [one for one in registered() if one.kind != "command"]
    return sorted(others, key=lambda one: one.name in REMOVALS)


def _commands() -> Iterator[str]:
    """Each command alone, and about what is theirs; what it is not, it is a question."""
    for name in sorted(COMMANDS):
        yield name
        yield f"{name} {NUMBER}"
        yield f"{name} E{NUMBER}"
    yield "remboursement"
    yield "topic:refunds remboursement"

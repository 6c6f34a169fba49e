"""Listening: what our listeners are registered for, written down while they are registered."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

import handlers
from bot.manifest.facts import MESSAGES

Uses = dict[str, set[str]]
"""What is used, and the modules that use it."""

Register = Callable[..., Any]

QUIET = logging.getLogger(f"{__name__}.quiet")
"""Bolt warns that it will not use the token it finds in the environment; nor does a recorder."""

QUIET.setLevel(logging.ERROR)


@dataclass(frozen=True)
class Listener:
    """One listener: of what kind, for what, in which module. `what` is None for a catch-all."""

    kind: str
    what: str | None
    module: str


class Recorder(AsyncApp):
    """A Bolt app that registers as any other does, and remembers what for. It serves nobody."""

    def __init__(self) -> None:
        super().__init__(
            name="recorder",  # else Bolt reads the whole call stack, sources included, to find one
            authorize=_nobody,
            signing_secret="-",
            request_verification_enabled=False,
            logger=QUIET,
        )
        self.listeners: list[Listener] = []

    def event(self, *args: Any, **options: Any) -> Register:
        """Note it and register it, as do the next four."""
        return self._noted("event", args[0], super().event(*args, **options))

    def message(self, *args: Any, **options: Any) -> Register:
        return self._noted("event", "message", super().message(*args, **options))

    def command(self, *args: Any, **options: Any) -> Register:
        return self._noted("command", args[0], super().command(*args, **options))

    def shortcut(self, *args: Any, **options: Any) -> Register:
        return self._noted("shortcut", args[0], super().shortcut(*args, **options))

    def options(self, *args: Any, **options: Any) -> Register:
        return self._noted("options", args[0], super().options(*args, **options))

    def _noted(self, kind: str, what: Any, register: Register) -> Register:
        def note(listener: Callable[..., Any], *more: Any) -> Any:
            self.listeners.append(Listener(kind, _name(what), listener.__module__))
            return register(listener, *more)

        return note


def listeners() -> list[Listener]:
    """Everything that `handlers.register` asks Bolt for, buttons and windows aside."""
    recorder = Recorder()
    handlers.register(recorder)
    return recorder.listeners


def used(kind: str, among: list[Listener]) -> Uses:
    """The commands, shortcuts, options or events that are listened to, and by whom."""
    found: Uses = defaultdict(set)
    for listener in among:
        if listener.kind == kind and listener.what:
            for name in _subscriptions(listener):
                found[name].add(listener.module)
    return dict(found)


def _subscriptions(listener: Listener) -> Iterator[str]:
    """An event's names in a manifest, where messages go by the kind of their conversation."""
    assert listener.what
    yield from MESSAGES if listener.what == "message" else [listener.what]


def _name(what: Any) -> str | None:
    """The name that was given: alone, or as the type of an event; none for a pattern."""
    given = what.get("type") if isinstance(what, dict) else what
    return given if isinstance(given, str) else None


async def _nobody() -> AuthorizeResult:
    raise AssertionError("a recorder serves nobody")

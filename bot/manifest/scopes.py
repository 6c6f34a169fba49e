"""Scopes: what the app must be granted for what it hears and calls, each with its reason."""

from collections import defaultdict
from dataclasses import dataclass, field

from bot.manifest import calling, facts, listening, words
from bot.manifest.listening import Listener, Uses


@dataclass
class Reason:
    """Why a scope is asked for: the events, methods, commands and shortcuts that need it."""

    scope: str
    needed_by: Uses = field(default_factory=dict)

    @property
    def why(self) -> str:
        """What it is for, in words an administrator understands."""
        return words.REASONS[self.scope]

    @property
    def modules(self) -> list[str]:
        """The modules that listen or call."""
        return sorted(set().union(*self.needed_by.values()))


def reasons(listeners: list[Listener] | None = None) -> list[Reason]:
    """Every scope that is needed, by name. Without `listeners`: for those of the app."""
    heard = listening.listeners() if listeners is None else listeners
    found: dict[str, Uses] = defaultdict(dict)
    for needs in (_of_events(heard), _of_methods(), _of_commands(heard)):
        for what, (scopes, modules) in needs.items():
            for scope in scopes:
                found[scope][what] = modules
    return [Reason(scope, found[scope]) for scope in sorted(found)]


def table() -> str:
    """The reasons as a table in Markdown."""
    rows = ["| scope | what for | needed by | in the code |", "|---|---|---|---|"]
    for reason in reasons():
        needed = ", ".join(f"`{what}`" for what in sorted(reason.needed_by))
        modules = ", ".join(f"`{module}`" for module in reason.modules)
        rows.append(f"| `{reason.scope}` | {reason.why} | {needed} | {modules} |")
    return "\n".join(rows)


Needs = dict[str, tuple[facts.Scopes, set[str]]]


def _of_events(heard: list[Listener]) -> Needs:
    used = listening.used("event", heard)
    return {event: (facts.EVENTS[event], modules) for event, modules in used.items()}


def _of_methods() -> Needs:
    return {method: (facts.METHODS[method], by) for method, by in calling.called().items()}


def _of_commands(heard: list[Listener]) -> Needs:
    used = listening.used("command", heard) | listening.used("shortcut", heard)
    return {name: ((facts.COMMANDS,), modules) for name, modules in used.items()}

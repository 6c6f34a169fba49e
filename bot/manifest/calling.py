"""Calling: which methods of Slack's Web API our code calls, read from the source itself."""

import ast
import inspect
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient

import bot
import handlers
from bot.manifest.facts import METHODS
from bot.manifest.listening import Uses

OF_CLIENT = frozenset(
    name for name, _ in inspect.getmembers(AsyncWebClient, inspect.isfunction) if name[0] != "_"
)
"""What slack_sdk calls the methods: `chat_postMessage` is `chat.postMessage`."""

KNOWN = {method.replace(".", "_"): method for method in METHODS}

EVERY_CALL = "bot.watching.calls"
"""Where every call passes through, whatever its method: the one module that may say `api_call`."""

ELSEWHERE = ("sandbox", "manifest")
"""Parts of `bot` that call nothing: the pretend Slack, and this."""


class UnknownMethod(Exception):
    """The code calls a method whose scopes `bot/manifest/facts.py` does not have."""

    def __init__(self, name: str, module: str) -> None:
        super().__init__(f"{module} calls {name}: add its scopes to bot/manifest/facts.py")


@cache
def called() -> Uses:
    """Each method that is called, and the modules that do. The source is read once.

    Raises:
        UnknownMethod: nobody has said what scopes it needs.
    """
    found: Uses = defaultdict(set)
    for module, source in _sources():
        for name in names(source) - ({"api_call"} if module == EVERY_CALL else set()):
            if name not in KNOWN:
                raise UnknownMethod(name, module)
            found[KNOWN[name]].add(module)
    return dict(found)


def names(source: str) -> frozenset[str]:
    """The methods of the client that this source reaches for, called at once or handed on."""
    reached = (node.attr for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute))
    return OF_CLIENT & set(reached)


def _sources() -> Iterator[tuple[str, str]]:
    for package in (bot, handlers):
        root = Path(*package.__path__)
        for path in sorted(root.rglob("*.py")):
            place = path.relative_to(root)
            if package is handlers or place.parts[0] not in ELSEWHERE:
                parts = (package.__name__, *place.with_suffix("").parts)
                yield ".".join(parts).removesuffix(".__init__"), path.read_text("utf-8")

"""Discretion: what of a happening is fit for a log.

Logs are read by more people than Slack lets into a channel, and kept longer. An exception's message
and a library's line may repeat whatever people wrote, so neither is ever told as it is.
"""

import ast
import json
import logging
import re
import sys
import traceback
from collections.abc import Callable, Iterable, MutableMapping
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any

from handlers.reasons import reason
from knowledge import correlation

Line = MutableMapping[str, Any]

TOKEN = re.compile(r"\bx(?:ox[a-z]|app)-[\w-]+")
LONGEST = 2_000
"""Characters of one value."""

FRAMES = 12
"""How many of the innermost calls of a traceback are told."""

WAYS: tuple[Callable[[str], str], ...] = (
    str,
    lambda secret: repr(secret)[1:-1],
    lambda secret: json.dumps(secret, ensure_ascii=False)[1:-1],
)
"""How a value may stand in a line."""

SAYS = {"debug", "info", "warning", "warn", "error", "exception", "critical", "log"}
"""What a logger's methods are called."""


def with_correlation_id(_: Any, __: str, line: Line) -> Line:
    """Add the id of the request that is worked on."""
    if known := correlation.current():
        line["correlation_id"] = known
    return line


def without_messages(_: Any, __: str, line: Line) -> Line:
    """Tell an exception by its kind and place, not by its message."""
    error = _error(line.pop("exc_info", None))
    if error:
        line["error"], line["traceback"] = reason(error), _places(error)
    return line


def without_things(_: Any, __: str, line: Line) -> Line:
    """Keep words and numbers; of anything else, tell what it is."""
    return {name: _plain(value) for name, value in line.items()}


class Silencer:
    """Blackens secrets in a line as it is written: those that are set here, in whatever way they
    are quoted, and whatever looks like a token of Slack's.
    """

    def __init__(self, secrets: Iterable[str]) -> None:
        quoted = {way(secret) for secret in secrets if secret for way in WAYS}
        known = [re.escape(secret) for secret in sorted(quoted, key=len, reverse=True)]
        self._form = re.compile("|".join([TOKEN.pattern, *known]))

    def __call__(self, _: Any, __: str, line: str) -> str:
        """Give the line without them."""
        return self._form.sub("<secret>", line)


def template(record: logging.LogRecord) -> str:
    """What a line of another library says as it is written in its source: without the values.

    A message that is ready made tells no more what of it was a value, so the source is read.
    """
    if record.args and isinstance(record.msg, str):
        return record.msg
    return _written(record.pathname, record.lineno) or f"{record.module}.{record.funcName}"


def _error(given: Any) -> BaseException | None:
    match given:
        case BaseException():
            return given
        case (_, BaseException() as error, _):
            return error
        case True:
            return sys.exc_info()[1]
    return None


def _places(error: BaseException) -> str:
    """Where it was raised, outermost first, and what it was raised from."""
    told = _frames(error.__traceback__)
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return f"{told}; from {reason(cause)} {_frames(cause.__traceback__)}" if cause else told


def _frames(trace: TracebackType | None) -> str:
    innermost = list(traceback.walk_tb(trace))[-FRAMES:]
    return " > ".join(
        f"{'/'.join(Path(frame.f_code.co_filename).parts[-2:])}:{number} {frame.f_code.co_name}"
        for frame, number in innermost
    )


def _plain(value: Any) -> Any:
    if value is None or type(value) in (int, float, bool):
        return value
    if isinstance(value, str):
        return (value if type(value) is str else str(value))[:LONGEST]
    return reason(value) if isinstance(value, BaseException) else f"<{type(value).__name__}>"


@cache
def _written(path: str, number: int) -> str:
    """The constant words of the call to a logger in this line of that file."""
    try:
        tree = ast.parse(Path(path).read_text("utf-8"))
    except (OSError, ValueError, SyntaxError):
        return ""
    words = [
        part.value
        for call in ast.walk(tree)
        if _says(call, number)
        for part in ast.walk(call)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]
    return " … ".join(" ".join(word.split()) for word in words if word.strip())


def _says(node: ast.AST, number: int) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in SAYS
        and node.lineno <= number <= (node.end_lineno or node.lineno)
    )

"""Logs: one line a happening, on standard error; never a token."""

import logging
import re
import sys
from typing import Any

import structlog

TOKEN = re.compile(r"\bx(?:ox[a-z]|app)-[\w-]+")


def speak(*, quietly: bool = False) -> None:
    """Set up logging for this process; `quietly`: only what went wrong."""
    level = logging.WARNING if quietly else logging.INFO
    stages: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
        _without_tokens,
    ]
    structlog.configure(
        processors=[
            *stages,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(name)s: %(message)s")


def _without_tokens(_: Any, __: str, line: Any) -> Any:
    return {
        key: TOKEN.sub("<token>", value) if isinstance(value, str) else value
        for key, value in line.items()
    }

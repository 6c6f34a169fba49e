"""Logs: one line a happening, on standard error; never a secret, never what people write."""

import logging
import sys
from collections.abc import Iterable
from typing import Any

import structlog

from bot import discretion

Stages = list[Any]


def speak(
    *, quietly: bool = False, form: str = "text", level: str = "info", secrets: Iterable[str] = ()
) -> None:
    """Set up logging for this process: what we say from that level on, and what the libraries
    beneath warn of. `quietly`: only what went wrong; `form`: `text` or `json`.
    """
    stages = _stages(form, secrets)
    structlog.configure(
        processors=stages,
        wrapper_class=structlog.make_filtering_bound_logger("warning" if quietly else level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(level=logging.WARNING, handlers=[listener(stages)])


def listener(stages: Stages) -> logging.Handler:
    """What brings the lines of other libraries into the same form."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Foreign(stages))
    return handler


def _stages(form: str, secrets: Iterable[str]) -> Stages:
    """What a line goes through, in order; the last makes it a text."""
    return [
        structlog.contextvars.merge_contextvars,
        discretion.with_correlation_id,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        discretion.without_messages,
        discretion.without_things,
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.processors.KeyValueRenderer(key_order=["timestamp", "event"]),
        discretion.Silencer(secrets),
    ]


class _Foreign(logging.Formatter):
    """A line of another library, in our form: what it says, without what it says it of."""

    def __init__(self, stages: Stages) -> None:
        super().__init__()
        self._stages = stages

    def format(self, record: logging.LogRecord) -> str:
        """Give the line."""
        line: Any = {
            "event": discretion.template(record),
            "logger": record.name,
            "exc_info": record.exc_info,
        }
        for stage in self._stages:
            line = stage(None, record.levelname.lower(), line)
        return str(line)

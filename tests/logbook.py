"""A logbook: every line that is logged, ours and other libraries', as `relais run` writes them."""

import io
import json
import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
import structlog

from bot import logs


class Logbook:
    """What was logged so far."""

    def __init__(self) -> None:
        self.file = io.StringIO()

    def forget(self) -> None:
        """Begin anew."""
        self.file.seek(0)
        self.file.truncate()

    @property
    def text(self) -> str:
        """All of it, as it stands in the file."""
        return self.file.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Line by line."""
        return [json.loads(line) for line in self.text.splitlines()]

    def events(self, **facts: Any) -> list[str]:
        """What happened, in order, of the lines of which this holds."""
        return [line["event"] for line in self.lines if facts.items() <= line.items()]


@contextmanager
def a_logbook(secrets: Sequence[str] = (), form: str = "json") -> Iterator[Logbook]:
    """Everything we say, and what the libraries beneath warn of."""
    book, root, before = Logbook(), logging.getLogger(), structlog.get_config()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stderr", book.file)
        logs.speak(form=form, level="debug", secrets=secrets)
        handler = logs.listener(structlog.get_config()["processors"])
    root.addHandler(handler)
    try:
        yield book
    finally:
        root.removeHandler(handler)
        structlog.configure(**before)

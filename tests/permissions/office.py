"""The office: one database that is as it was again after each act, and the bot's listeners."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import build_app
from handlers.paces import Paces
from handlers.visit import Services
from knowledge.database import open_database
from knowledge.library import Library
from tests.permissions.cast import TEAM
from tests.permissions.wire import Wire

NOW = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
"""A Monday, ten o'clock in Paris."""

NO_BUSINESS = frozenset({"inbox", "members"})
"""Tables that say nothing of what people did: whom we met, and what waits to be heard."""


NAMES = {"action_id", "block_id", "callback_id", "response_action", "response_type", "type"}
UNREAD = NAMES | {"channel", "thread_ts", "ts", "user", "value"}
"""Fields of what is shown that nobody reads."""


class Shelves:
    """The library, to be put in order again: it remembers what was undone."""

    def __init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        """Forget all of it."""
        self._library = Library()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._library, name)


@dataclass(frozen=True)
class Result:
    """What an act came to: which listener it reached, what it showed, whether anything changed."""

    listener: str
    status: int
    shown: tuple[Mapping[str, Any], ...]
    views: tuple[Mapping[str, Any], ...]
    changed: frozenset[str]

    @property
    def texts(self) -> list[str]:
        """Every sentence that was shown."""
        return [text for one in self.shown for text in _texts(one)]

    @property
    def is_silent(self) -> bool:
        """Whether nothing was shown and nothing has changed."""
        return not self.shown and not self.changed


class Office:
    """The bot without its worker and its fronts: what is dispatched has ended when it returns."""

    def __init__(self, file: Path, wire: Wire) -> None:
        self.database = open_database(f"sqlite:///{file}?check_same_thread=false")
        self.sessions = self.database.sessions
        self.wire = wire
        self.shelves = Shelves()
        self.services = Services(
            sessions=self.sessions,
            library=self.shelves,  # type: ignore[arg-type]
            clock=lambda: NOW,
            client_of=_client_of,
            paces=Paces.of(0),
        )
        self.app = build_app(self.services, AsyncWebClient("xoxb-1"), _authorize, waits=True)
        self.reached: set[int] = set()
        self.windows: dict[tuple[str, str | None], dict[str, Any]] = {}
        self.last = ""
        self._reached = 0
        for listener in self.app._async_listeners:
            _overhear(self, listener)
        self._listeners = list(self.app._async_listeners)
        self._live = sqlite3.connect(file, isolation_level=None)
        self._unlock_the_audit_log()
        self._kept = file.with_name("kept.db")

    async def close(self) -> None:
        """Let go of it."""
        self._live.close()
        await self.database.close()

    def keep(self) -> None:
        """This is how it shall be before each act."""
        self._live.execute("VACUUM INTO ?", [str(self._kept)])
        self._live.execute("ATTACH ? AS kept", [str(self._kept)])
        self._before = self._rows()
        self._version = self._data_version()

    def narrow(self) -> None:
        """What comes next is the same act of somebody else: the listener that was reached is asked
        first. Which one it is depends on what is done alone; the catch-alls stay behind it.
        """
        reached = [one for one in self._listeners if id(one) == self._reached]
        self.app._async_listeners[:] = [*reached, *self._listeners[-5:]]

    def widen(self) -> None:
        """Ask all of them again."""
        self.app._async_listeners[:] = self._listeners

    async def act(self, body: Mapping[str, Any]) -> Result:
        """Let it happen, see what came of it, and undo it."""
        self.wire.clear()
        self.last = ""
        request = AsyncBoltRequest(mode="socket_mode", body=dict(body))
        response = await self.app.async_dispatch(request)
        said = response.body if isinstance(response.body, dict) else _read(response.body)
        views = (*self.wire.views, *([said["view"]] if "view" in said else []))
        shown = (*views, *self.wire.messages, *([said] if said and "view" not in said else []))
        return Result(self.last, response.status, shown, views, self._undo())

    @contextmanager
    def admitted(self, person: str, channel: str | None) -> Iterator[None]:
        """This person is in that channel for once."""
        members = self.wire.slack.workspace.channels[channel].members if channel else set()
        was_there = person in members
        members.add(person)
        self.services.channels.clear()
        yield
        if not was_there:
            members.remove(person)
        self.services.channels.clear()

    def unreached(self) -> list[str]:
        """The listeners that no act has come to."""
        return [_name(one) for one in self._listeners if id(one) not in self.reached]

    def _undo(self) -> frozenset[str]:
        """Put everything back; the business tables that were different."""
        if self._data_version() == self._version:
            return frozenset()
        now = self._rows()
        changed = frozenset(table for table, rows in now.items() if rows != self._before[table])
        self._live.execute("BEGIN IMMEDIATE")
        for table in changed:
            self._live.execute(f'DELETE FROM main."{table}"')
            self._live.execute(f'INSERT INTO main."{table}" SELECT * FROM kept."{table}"')
        self._live.execute("COMMIT")
        self._version = self._data_version()
        self.shelves.renew()
        return changed - NO_BUSINESS

    def _unlock_the_audit_log(self) -> None:
        """What is put back after an act is deleted first; the database would refuse that."""
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in self._live.execute(triggers).fetchall():
            self._live.execute(f'DROP TRIGGER "{name}"')

    def _data_version(self) -> int:
        """Another number once somebody else has committed a change."""
        return int(self._live.execute("PRAGMA data_version").fetchone()[0])

    def _rows(self) -> dict[str, list[Any]]:
        """Every row of every table."""
        names = self._live.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")
        tables = [name for (name,) in names.fetchall()]
        rows = (self._live.execute(f'SELECT * FROM main."{table}"').fetchall() for table in tables)
        return dict(zip(tables, rows, strict=True))


async def _authorize() -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=None, team_id=TEAM, bot_user_id="U0RELAIS", bot_id="B0RELAIS",
        bot_token="xoxb-1",
    )  # fmt: skip


async def _client_of(_: str) -> AsyncWebClient:
    return AsyncWebClient("xoxb-1")


def _overhear(office: Office, listener: Any) -> None:
    """Note which listener is run."""
    run, name = listener.run_ack_function, _name(listener)

    async def noted(**how: Any) -> Any:
        office.reached.add(id(listener))
        office._reached = id(listener)
        office.last = name
        return await run(**how)

    listener.run_ack_function = noted


def _name(listener: Any) -> str:
    function = listener.ack_function
    return f"{function.__module__}.{function.__qualname__}"


def _read(body: str | None) -> dict[str, Any]:
    try:
        said = json.loads(body or "{}")
    except ValueError:
        return {"text": body}
    return said if isinstance(said, dict) else {}


def _texts(thing: Any) -> list[str]:
    """Every string in it that somebody reads, names and values of fields aside."""
    if isinstance(thing, Mapping):
        return [
            text
            for name, part in thing.items()
            if name not in UNREAD
            for text in ([part] if isinstance(part, str) else _texts(part))
        ]
    if isinstance(thing, list | tuple):
        return [
            text for part in thing for text in ([part] if isinstance(part, str) else _texts(part))
        ]
    return []

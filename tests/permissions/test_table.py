"""The table of docs/security.md: each act is done as each person, and comes to what is written."""

import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiosqlite.core
import pytest

from bot.sandbox.running import manifest
from bot.sandbox.slack import PretendSlack
from handlers import errors
from tests.permissions import table, things
from tests.permissions.cast import ROLES, ROOM, workspace
from tests.permissions.catalogue import ACTS
from tests.permissions.judging import Verdict
from tests.permissions.office import NOW, Office
from tests.permissions.payloads import body_of
from tests.permissions.things import HIDDEN, INTERNAL, Things
from tests.permissions.wire import Wire

LINES = list(table.lines())
OUTSIDE = {"guest", "other"}
OUT_OF_THE_ROOM = ("owner", "lead")
"""They have the say on what is kept for the room, and are not in it."""


@pytest.fixture
async def office(
    migrated_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Office]:
    """An office where nothing has been put yet."""
    file = Path(shutil.copy(migrated_sqlite, tmp_path / "relais.db"))
    slack = PretendSlack(workspace(), manifest=manifest(), clock=lambda: NOW)
    wire = Wire(slack)
    wire.connect(monkeypatch)
    monkeypatch.setattr(errors, "ACK_SEEN", 0.0)  # a dispatch waits for its listener here
    monkeypatch.setattr(aiosqlite.core.Connection, "_execute", _at_once)
    opened = Office(file, wire)
    await things.begin(opened)
    yield opened
    await opened.close()


async def test_everybody_may_do_what_the_table_says_and_nothing_else(office: Office) -> None:
    public = await _stocked(office)
    office.keep()
    faults = []
    for line in LINES:
        office.widen()
        for role, cell in line.says.items():
            secret = (INTERNAL, HIDDEN) if role in OUTSIDE else (HIDDEN,)
            verdict = Verdict(cell, secret, is_gone=role == "deactivated")
            result = await office.act(await body_of(office, ACTS[line.name], public, ROLES[role]))
            faults += [f"{line.name}, {role}: {fault}" for fault in verdict.faults(result)]
            office.narrow()

    assert not faults, "\n".join(faults)
    assert not [name for name in office.unreached() if not name.startswith("handlers.errors.")]


async def test_of_what_is_kept_for_a_room_they_are_not_in_even_leads_learn_nothing(
    office: Office,
) -> None:
    """Not by a button that names it, nor by a window that was opened while they were in it."""
    await _stocked(office)
    room = await things.stock(office, ROOM)
    things.say(office, room)
    office.keep()
    faults = []
    for name in (line.name for line in LINES if ACTS[line.name].entry):
        office.widen()
        for role in OUT_OF_THE_ROOM:
            result = await office.act(await body_of(office, ACTS[name], room, ROLES[role]))
            faults += [f"{name}, {role}: {one}" for one in Verdict("no", (HIDDEN,)).faults(result)]

    assert not faults, "\n".join(faults)


def test_the_table_and_what_is_tried_are_the_same() -> None:
    names = [line.name for line in LINES]

    assert sorted(names) == sorted(ACTS)
    assert {role for line in LINES for role in line.says} == set(ROLES)


async def _stocked(office: Office) -> Things:
    """All that colleagues find, in its place."""
    public = await things.stock(office, None)
    await things.stock_rest(office, public)
    things.say(office, public)
    return public


async def _at_once(_: Any, call: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """In this thread: passing each statement to another one takes longer than the statement."""
    return call(*given, **named)

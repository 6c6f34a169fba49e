"""The workspace names messages, counts what is unread and tells of changes."""

import asyncio
from datetime import UTC, datetime

from bot.sandbox.slack import Message, Workspace

NOW = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


def test_names_of_messages_are_unique_and_increase_while_the_clock_stands(
    workspace: Workspace,
) -> None:
    names = [workspace.next_ts(NOW) for _ in range(3)]

    assert names == ["1700000000.000000", "1700000000.000001", "1700000000.000002"]


def test_names_of_messages_increase_when_the_clock_goes_back(workspace: Workspace) -> None:
    first = workspace.next_ts(NOW)

    assert workspace.next_ts(NOW.replace(year=2020)) > first


def test_a_message_is_unread_for_everyone_but_its_author(workspace: Workspace) -> None:
    workspace.add(Message("C0LEGAL", "1.000000", "U0ANA", "bonjour"))

    assert workspace.unread["U0MARC", "C0LEGAL"] == 1
    assert ("U0ANA", "C0LEGAL") not in workspace.unread
    workspace.mark_read("U0MARC", "C0LEGAL")
    assert ("U0MARC", "C0LEGAL") not in workspace.unread


def test_an_ephemeral_message_is_seen_by_one_person(workspace: Workspace) -> None:
    workspace.add(Message("C0LEGAL", "1.000000", "U0RELAIS", "psst", ephemeral_to="U0ANA"))

    assert [m.text for m in workspace.seen_by("U0ANA", "C0LEGAL")] == ["psst"]
    assert workspace.seen_by("U0MARC", "C0LEGAL") == []
    assert workspace.message("C0LEGAL", "1.000000") is None


async def test_whoever_watches_learns_of_a_change(workspace: Workspace) -> None:
    watching = asyncio.create_task(workspace.wait_for_change(workspace.version))
    await asyncio.sleep(0)

    workspace.changed()

    assert await asyncio.wait_for(watching, 1) == workspace.version


async def test_a_change_that_was_missed_is_told_at_once(workspace: Workspace) -> None:
    seen = workspace.version
    workspace.changed()

    assert await asyncio.wait_for(workspace.wait_for_change(seen), 1) == seen + 1

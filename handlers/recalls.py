"""Recalls: an entry is corrected, and everybody who was given it may be told."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from handlers import home
from handlers.pressed import number_of
from handlers.prompt import promptly
from handlers.sight import visible_entry
from handlers.ui import correcting as ui
from handlers.ui import flag_settling as settling_ui
from handlers.ui import recalls as recalls_ui
from handlers.ui.blocks import remembered
from handlers.ui.editing import Edited, edited
from handlers.visit import Visit
from knowledge import charters, entries, flag_settling, flags, recalls, review
from knowledge.entry import Entry
from knowledge.errors import EmptyText, IllegalMove


def register(app: AsyncApp) -> None:
    """The buttons on cards and flags, and what comes back from the windows."""
    app.action(settling_ui.CORRECT)(open_correct)
    app.action(settling_ui.RECALL)(open_recall_of_flag)
    app.action(recalls_ui.RECALL)(open_recall)
    app.view(ui.CORRECT_MODAL)(correct)
    app.view(ui.RECALL_MODAL)(recall)


async def open_correct(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """*Correct it…* on a flag."""
    await ack()
    _ = await visit.people.greet(visit.user)
    entry = await _theirs(visit, await _flagged(visit, number_of(body)))
    view = ui.correct_modal(_, entry, await visit.charter())
    await visit.client.views_open(trigger_id=body["trigger_id"], view=view)


async def open_recall_of_flag(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """*Correct and tell everybody…* on a flag."""
    await ack()
    await _open_recall(visit, body["trigger_id"], await _flagged(visit, number_of(body)))


async def open_recall(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """The same on a card."""
    await ack()
    await _open_recall(visit, body["trigger_id"], number_of(body))


async def correct(ack: AsyncAck, view: dict[str, Any], body: dict[str, Any], visit: Visit) -> None:
    """Keep what was corrected, then close the window: a refusal leaves it on the screen."""
    await promptly(_correct(visit, remembered(view), edited(view), ui.reason(view)))
    await ack()
    await home.follow(visit, body)


async def recall(ack: AsyncAck, view: dict[str, Any], body: dict[str, Any], visit: Visit) -> None:
    """The same; everybody who was given the fault is told, through the outbox."""
    await promptly(_recall(visit, view))
    await ack()
    await home.follow(visit, body)


async def _open_recall(visit: Visit, trigger: str, number: int) -> None:
    _ = await visit.people.greet(visit.user)
    entry, charter = await _theirs(visit, number), await visit.charter()
    async with visit.sessions.begin() as session:
        how: dict[str, Any] = {"by": visit.user, "charter": charter, "now": visit.now}
        reach = await recalls.reach(session, entry, **how)
    days = max(1, charter.upkeep.recall.days)
    view = ui.recall_modal(_, entry, charter, reach, days=days)
    await visit.client.views_open(trigger_id=trigger, view=view)


async def _correct(visit: Visit, about: dict[str, Any], said: Edited, reason: str) -> None:
    await visit.people.greet(visit.user)
    await visible_entry(visit, about["entry"])
    async with visit.sessions.begin() as session:
        entry = await entries.get(session, visit.workspace, about["entry"], lock=True)
        charter = await charters.in_force(session, visit.workspace)
        how: dict[str, Any] = {"by": visit.user, "charter": charter, "now": visit.now}
        change = _change(said, about["revision"])
        await flag_settling.correct(session, entry, reason=reason, **how, **change)


async def _recall(visit: Visit, view: dict[str, Any]) -> None:
    await visit.people.greet(visit.user)
    about, reason = remembered(view), ui.reason(view).strip()
    await visible_entry(visit, about["entry"])
    if not reason:
        raise EmptyText
    async with visit.sessions.begin() as session:
        entry = await entries.get(session, visit.workspace, about["entry"], lock=True)
        charter = await charters.in_force(session, visit.workspace)
        how: dict[str, Any] = {"by": visit.user, "charter": charter, "now": visit.now}
        how |= {"key": f"modal:{view['id']}", "reason": reason}
        if ui.archives(view):
            await recalls.archive(session, entry, **how)
        else:
            change = _change(edited(view), about["revision"])
            await recalls.correct(session, entry, **how, **change)


def _change(said: Edited, seen: int) -> dict[str, Any]:
    return {
        "seen": seen,
        "title": said.title,
        "body": said.body,
        "kind": said.kind,
        "topic": said.topic,
        "wordings": said.wordings,
    }


async def _flagged(visit: Visit, number: int) -> int:
    """The entry of an open flag.

    Raises:
        IllegalMove: the flag is settled.
    """
    async with visit.sessions.begin() as session:
        flag = await flags.get(session, visit.workspace, number)
    if not flag.is_open:
        raise IllegalMove
    return flag.entry_id


async def _theirs(visit: Visit, number: int) -> Entry:
    """
    Raises:
        NotFound, NoMandate: it is not theirs to see, or to change.
    """
    entry = await visible_entry(visit, number)
    review.check(await visit.charter(), entry, visit.user)
    return entry

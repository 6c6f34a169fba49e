"""Reviewing: the reviewer publishes a draft, puts it aside, or takes back what went out unread."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from handlers import home, redactions
from handlers.pressed import number_of
from handlers.prompt import promptly
from handlers.sight import visible_entry
from handlers.ui import entries as ui
from handlers.ui import rulings as rulings_ui
from handlers.visit import Visit
from knowledge import charters, entries, review
from knowledge.errors import EmptyText
from knowledge.redaction import HoldsPersonalData


def register(app: AsyncApp) -> None:
    """The reviewer's buttons, and the window in which they say why not."""
    app.action(ui.PUBLISH)(publish)
    app.action(ui.REJECT)(reject)
    app.view(rulings_ui.REJECT_MODAL)(rejected)
    app.action(ui.UNDO)(undo)


async def publish(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """The reviewer lets it be found. What they see is refreshed by the outbox; who comes second
    hears who was faster.
    """
    await ack()
    _ = await visit.people.greet(visit.user)
    number = (await visible_entry(visit, number_of(body))).id
    try:
        faster = await _publish(visit, number)
    except HoldsPersonalData:
        await redactions.ask(visit, body["trigger_id"], number)
        return
    if faster and faster != visit.user and "view" not in body:
        await respond(**ui.published_already(_, faster).ephemeral())
    await home.follow(visit, body)


async def _publish(visit: Visit, number: int) -> str | None:
    """Publish it; who has done so before, if somebody has."""
    async with visit.sessions.begin() as session:
        entry = await entries.get(session, visit.workspace, number, lock=True)
        charter = await charters.in_force(session, visit.workspace)
        how: dict[str, Any] = {"by": visit.user, "charter": charter, "now": visit.now}
        is_first = await review.publish(session, entry, **how)
        return None if is_first else await review.published_by(session, entry)


async def undo(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """The reviewer takes back what was published unread."""
    await ack()
    await visit.people.greet(visit.user)
    number = (await visible_entry(visit, number_of(body))).id
    async with visit.sessions.begin() as session:
        entry = await entries.get(session, visit.workspace, number, lock=True)
        charter = await charters.in_force(session, visit.workspace)
        await review.undo(session, entry, by=visit.user, charter=charter, now=visit.now)
    await home.follow(visit, body)


async def reject(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """The reviewer is asked why."""
    await ack()
    _ = await visit.people.greet(visit.user)
    entry = await visible_entry(visit, number_of(body))
    review.check(await visit.charter(), entry, visit.user)
    view = rulings_ui.reject_modal(_, entry)
    await visit.client.views_open(trigger_id=body["trigger_id"], view=view)


async def rejected(ack: AsyncAck, view: dict[str, Any], body: dict[str, Any], visit: Visit) -> None:
    """Put it aside, then close the window: a refusal leaves the reason on the screen."""
    number = rulings_ui.about(view)["entry"]
    await promptly(_reject(visit, number, rulings_ui.why(view)))
    await ack()
    await home.follow(visit, body)


async def _reject(visit: Visit, number: int, why: str) -> None:
    await visit.people.greet(visit.user)
    await visible_entry(visit, number)
    if not why.strip():
        raise EmptyText
    async with visit.sessions.begin() as session:
        entry = await entries.get(session, visit.workspace, number, lock=True)
        charter = await charters.in_force(session, visit.workspace)
        await review.reject(session, entry, by=visit.user, charter=charter, now=visit.now, why=why)

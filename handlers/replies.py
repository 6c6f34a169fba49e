"""Replies: below a request, the answer, once it is sent; below what asks for details, details."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import circle, threads
from handlers.pressed import number_of
from handlers.ui import proposals as ui
from handlers.visit import Visit
from knowledge import answers, askers, charters, escalations, outbox
from knowledge.errors import EmptyText, IllegalMove, NotFound
from knowledge.escalation import Escalation
from knowledge.outbox import Kind, Notification

BELOW = (
    Kind.REQUEST,
    Kind.REMINDER,
    Kind.DETAILS,
    Kind.PROPOSAL,
    Kind.URGENT,
    Kind.NO_DETAILS,
    Kind.NOT_SOLVED,
)
"""Below these an assignee writes the answer."""

WANTED = Kind.DETAILS_WANTED
"""Below these an asker writes details."""


def register(app: AsyncApp) -> None:
    """The button that sends what was written."""
    app.action(ui.SEND)(send)


async def request_above(visit: Visit, event: dict[str, Any]) -> Notification | None:
    """The message of ours about an escalation that this one is written below."""
    thread_ts = event.get("thread_ts")
    if not thread_ts:
        return None
    async with visit.sessions.begin() as session:
        row = await outbox.sent_as(session, visit.workspace, event["channel"], thread_ts)
    return row if row and row.kind in (*BELOW, WANTED) else None


async def keep(visit: Visit, event: dict[str, Any], above: Notification) -> None:
    """Do with it what is done below such a message."""
    await (add_details if above.kind is WANTED else propose)(visit, event, above)


async def add_details(visit: Visit, event: dict[str, Any], above: Notification) -> None:
    """What the asker was asked for. The message above then says that it has arrived.

    Raises:
        EmptyText: there is nothing to read in it.
    """
    text = await _written(visit, event)
    async with visit.sessions.begin() as session:
        escalation = await escalations.get(session, visit.workspace, above.about, lock=True)
        await askers.add_details(session, escalation, text, by=visit.user, now=visit.now)


async def propose(visit: Visit, event: dict[str, Any], above: Notification) -> None:
    """Ask whether it is the answer: several replies make one, in their order.

    Raises:
        EmptyText: there is nothing to read in it.
    """
    text = await _written(visit, event)
    if not text.strip():
        raise EmptyText
    async with visit.sessions.begin() as session:
        escalation = await escalations.get(session, visit.workspace, above.about)
        await outbox.notify(
            session,
            Kind.PROPOSAL,
            key=f"proposal:{event['channel']}:{event['ts']}",
            workspace=visit.workspace,
            to=visit.user,
            thread_ts=event["thread_ts"],
            about=escalation.id,
            now=visit.now,
            round=above.facts["round"],
            text=text,
        )


async def _written(visit: Visit, event: dict[str, Any]) -> str:
    return threads.text(event, await threads.names(visit, event))


async def send(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """Send what was written so far. The proposal then says so.

    Raises:
        NotFound: it is not theirs to send.
        IllegalMove: what was written is of a time before.
    """
    await ack()
    await visit.people.welcome(visit.user)
    number = number_of(body)
    async with visit.sessions.begin() as session:
        about = (await outbox.get(session, visit.workspace, number)).about
    around = await circle.around(visit, about)
    async with visit.sessions.begin() as session:
        row = await outbox.get(session, visit.workspace, number)
        if row.kind is not Kind.PROPOSAL or row.to != visit.user:
            raise NotFound
        escalation = await escalations.get(session, visit.workspace, row.about, lock=True)
        if not is_fresh(row, escalation):
            raise IllegalMove
        text = await written_so_far(session, row, escalation)
        if not escalation.was_answered(text, by=visit.user):
            charter = await charters.in_force(session, visit.workspace)
            how: dict[str, Any] = {"by": visit.user, "charter": charter, "now": visit.now}
            await answers.answer(session, escalation, text, readers=around.members, **how)
        await outbox.refresh(
            session, Kind.PROPOSAL, escalation.id, workspace=visit.workspace, now=visit.now
        )


def is_fresh(row: Notification, escalation: Escalation) -> bool:
    """Whether it was written since its author was asked, or asked again."""
    return row.created_at >= escalation.asked_at


async def written_so_far(session: AsyncSession, row: Notification, escalation: Escalation) -> str:
    """This reply and those before it, of the same person since they were asked."""
    proposals = await outbox.about(session, Kind.PROPOSAL, row.about, workspace=row.workspace)
    mine = [
        proposal.facts["text"]
        for proposal in proposals
        if proposal.to == row.to
        and proposal.facts["round"] == row.facts["round"]
        and proposal.id <= row.id
        and is_fresh(proposal, escalation)
    ]
    return "\n\n".join(mine)

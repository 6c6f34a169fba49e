"""Browsing: filters without a question list what is there; a question is asked without them."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from handlers import asking
from handlers.ui import filters as ui
from handlers.visit import Visit
from knowledge import questions
from knowledge.asking import Asking
from knowledge.question import Question


def register(app: AsyncApp) -> None:
    """The button under a reply that found nothing where it was asked to look."""
    app.action(ui.EVERYWHERE)(everywhere)


async def everywhere(
    ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, visit: Visit
) -> None:
    """Ask the same again without filters; the reply takes the place of the last, once."""
    await ack()
    await visit.people.welcome(visit.user)
    async with visit.sessions.begin() as session:
        question = await questions.get(session, visit.workspace, int(action["value"]))
        question.only_asker(visit.user)
    reply = await asking.answer(visit, await _again(visit, question))
    await respond(**reply.replacing())


async def _again(visit: Visit, question: Question) -> Asking:
    """The same question, of the same person in the same place, for their eyes only."""
    return Asking(
        text=question.text,
        asker=visit.user,
        workspace=visit.workspace,
        way=question.way,
        key=f"everywhere:{question.id}",
        channel=question.channel,
        thread_ts=question.thread_ts,
        audience=question.audience,
        reader=await asking.reader(visit, question.way, question.audience),
        discreet=True,
    )

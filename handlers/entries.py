"""Entries: adding, showing and editing them; the reviewer's publish, edit and reject."""

import json
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from handlers import home
from handlers.prompt import promptly
from handlers.questions import learned_about, opened, visible_entry
from handlers.ui import capture as capture_ui
from handlers.ui import entries as ui
from handlers.ui.blocks import Message
from handlers.ui.editing import Edited
from handlers.visit import Visit
from knowledge import charters, entries, escalations, review
from knowledge.entry import Entry


def register(app: AsyncApp) -> None:
    """The reviewer's buttons, and what comes back from the modals."""
    app.action(ui.PUBLISH)(publish)
    app.action(ui.EDIT)(edit)
    app.action(ui.REJECT)(reject)
    app.view(ui.ADD_MODAL)(added)
    app.view(ui.EDIT_MODAL)(edited)


async def card(visit: Visit, number: int) -> Message:
    """`/kb show N`."""
    _ = await visit.people.greet(visit.user)
    entry = await visible_entry(visit, number)
    charter = await visit.charter()
    may_edit = review.may_review(charter, entry, visit.user)
    learned = await learned_about(visit, entry)
    doubted = await opened(visit, entry)
    about: dict[str, Any] = {"charter": charter, "learned": learned, "doubted": doubted}
    return ui.card(_, entry, may_edit=may_edit, **about)


async def drafts(visit: Visit) -> Message:
    """`/kb drafts`: what this person is asked to review."""
    _ = await visit.people.greet(visit.user)
    async with visit.sessions.begin() as session:
        mine = await entries.drafts_for(session, visit.workspace, visit.user)
    return ui.drafts(_, mine, charter=await visit.charter())


async def mine(visit: Visit) -> Message:
    """`/kb mine`: what this person owes, waits for, reviews, and has written."""
    _ = await visit.people.greet(visit.user)
    async with visit.sessions.begin() as session:
        return ui.mine(
            _,
            owed=await escalations.owed_by(session, visit.workspace, visit.user),
            awaited=await escalations.awaited_by(session, visit.workspace, visit.user),
            drafts=await entries.drafts_for(session, visit.workspace, visit.user),
            written=await entries.written_by(session, visit.workspace, visit.user),
        )


async def open_add_modal(
    visit: Visit, trigger: str, *, question: str = "", answer: str = "", source: str = ""
) -> None:
    """`/kb add`, or a message that has no question above it."""
    _ = await visit.people.greet(visit.user)
    charter = await visit.charter()
    view = ui.add_modal(_, charter, question=question, answer=answer, metadata=source)
    await visit.client.views_open(trigger_id=trigger, view=view)


async def open_edit_modal(visit: Visit, trigger: str, number: int) -> None:
    """`/kb edit N`, or the reviewer's button.

    Raises:
        NoMandate: the charter gives this person no say.
    """
    _ = await visit.people.greet(visit.user)
    entry = await visible_entry(visit, number)
    charter = await visit.charter()
    review.check(charter, entry, visit.user)
    await visit.client.views_open(trigger_id=trigger, view=ui.edit_modal(_, entry, charter))


async def publish(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """The reviewer lets it be found. What they see is refreshed by the outbox."""
    await ack()
    await visit.people.greet(visit.user)
    async with visit.sessions.begin() as session:
        entry = await entries.get(session, visit.workspace, _pressed(body), lock=True)
        charter = await charters.in_force(session, visit.workspace)
        await review.publish(session, entry, by=visit.user, charter=charter, now=visit.now)
    await home.follow(visit, body)


async def reject(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """The reviewer puts it aside."""
    await ack()
    await visit.people.greet(visit.user)
    async with visit.sessions.begin() as session:
        entry = await entries.get(session, visit.workspace, _pressed(body), lock=True)
        charter = await charters.in_force(session, visit.workspace)
        await review.reject(session, entry, by=visit.user, charter=charter, now=visit.now)
    await home.follow(visit, body)


async def edit(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """The reviewer opens it for editing."""
    await ack()
    await open_edit_modal(visit, body["trigger_id"], _pressed(body))


async def edited(ack: AsyncAck, view: dict[str, Any], body: dict[str, Any], visit: Visit) -> None:
    """Keep what was edited, then close the modal: a refusal leaves the text on the screen."""
    await promptly(_edit(visit, json.loads(view["private_metadata"]), ui.edited(view)))
    await ack()
    await home.follow(visit, body)


async def added(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """Keep what was added, as a draft for its reviewer; the modal then says who that is."""
    source = json.loads(view["private_metadata"] or "{}")
    key = f"modal:{view['id']}"
    await promptly(_add(visit, key, ui.edited(view), source))
    async with visit.sessions.begin() as session:
        entry = await entries.with_key(session, visit.workspace, key)
    _ = await visit.people.words_for(visit.user)
    await ack(response_action="update", view=capture_ui.kept_modal(_, entry))


async def _edit(visit: Visit, about: dict[str, int], said: Edited) -> None:
    await visit.people.greet(visit.user)
    async with visit.sessions.begin() as session:
        entry = await entries.get(session, visit.workspace, about["entry"], lock=True)
        charter = await charters.in_force(session, visit.workspace)
        await review.edit(
            session,
            entry,
            by=visit.user,
            charter=charter,
            now=visit.now,
            seen=about["revision"],
            title=said.title,
            body=said.body,
            kind=said.kind,
            topic=said.topic,
            wordings=said.wordings,
        )


async def _add(visit: Visit, key: str, said: Edited, source: dict[str, Any]) -> None:
    """Keep it once, whatever is pressed twice: `key` names the modal it was written in."""
    _ = await visit.people.greet(visit.user)
    entry = Entry(
        workspace=visit.workspace,
        key=key,
        kind=said.kind,
        title=said.title.strip(),
        body=said.body.strip(),
        topic=said.topic,
        lang=_.language,
        audience=source.get("audience"),
        author=source.get("author", visit.user),
        capturer=visit.user,
        source_url=source.get("url"),
        created_at=visit.now,
        updated_at=visit.now,
    )
    entry.reword(said.wordings)
    async with visit.sessions.begin() as session:
        charter = await charters.in_force(session, visit.workspace)
        if not await entries.with_key(session, visit.workspace, key):
            await review.draft(session, entry, charter=charter, by=visit.user, now=visit.now)


def _pressed(body: dict[str, Any]) -> int:
    return int(body["actions"][0]["value"])

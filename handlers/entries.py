"""Entries: adding, showing and editing them; the reviewer's publish, edit and reject."""

import json
import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from handlers import beside, due, home, redactions, windows
from handlers.prompt import promptly
from handlers.questions import learned_about, note_view, opened, visible, visible_entry
from handlers.ui import capture as capture_ui
from handlers.ui import due as due_ui
from handlers.ui import entries as ui
from handlers.ui import rulings as rulings_ui
from handlers.ui.blocks import Message
from handlers.ui.conflict import changed_meanwhile
from handlers.ui.editing import Edited
from handlers.visit import Visit
from knowledge import charters, entries, escalations, review, revisions, widening
from knowledge.entry import Entry
from knowledge.entry_errors import Changed, TooLongForWindow
from knowledge.errors import EmptyText
from knowledge.redaction import HoldsPersonalData


def register(app: AsyncApp) -> None:
    """The reviewer's buttons, and what comes back from the modals."""
    app.action(ui.PUBLISH)(publish)
    app.action(re.compile(rf"{ui.EDIT}(:\d+)?"))(edit)
    app.action(ui.REJECT)(reject)
    app.view(rulings_ui.REJECT_MODAL)(rejected)
    app.action(ui.UNDO)(undo)
    app.view(ui.ADD_MODAL)(added)
    app.view(ui.EDIT_MODAL)(edited)


async def card(visit: Visit, number: int) -> Message:
    """`/kb show N`."""
    _ = await visit.people.welcome(visit.user)
    entry = await visible_entry(visit, number)
    charter = await visit.charter()
    may_edit = review.may_review(charter, entry, visit.user)
    learned = await learned_about(visit, entry)
    may: dict[str, Any] = {"may_edit": may_edit}
    may["may_widen"] = widening.may_widen(charter, entry, visit.user)
    about: dict[str, Any] = {"charter": charter, "learned": learned}
    about |= {"care": await due.care_of(visit, entry), "doubted": await opened(visit, entry)}
    known = await beside.of(visit, entry)
    await note_view(visit, entry)
    return ui.card(_, entry, **about, **may, **known)


async def drafts(visit: Visit) -> Message:
    """`/kb drafts`: what this person is asked to review."""
    _ = await visit.people.greet(visit.user)
    async with visit.sessions.begin() as session:
        mine = await entries.drafts_for(session, visit.workspace, visit.user)
    return ui.drafts(_, await visible(visit, mine), charter=await visit.charter())


async def mine(visit: Visit) -> Message:
    """`/kb mine`: what this person owes, waits for, reviews, and has written."""
    _ = await visit.people.welcome(visit.user)
    async with visit.sessions.begin() as session:
        owed = await escalations.owed_by(session, visit.workspace, visit.user)
        awaited = await escalations.awaited_by(session, visit.workspace, visit.user)
        drafts = await entries.drafts_for(session, visit.workspace, visit.user)
        written = await entries.written_by(session, visit.workspace, visit.user)
    return ui.mine(
        _,
        owed=owed,
        awaited=awaited,
        drafts=await visible(visit, drafts),
        written=await visible(visit, written),
    )


async def open_add_modal(
    visit: Visit, trigger: str, *, question: str = "", answer: str = ""
) -> None:
    """`/kb add`.

    Raises:
        TooLongForWindow: the answer does not fit.
    """
    _ = await visit.people.greet(visit.user)
    _check_length(answer)
    charter = await visit.charter()
    view = ui.add_modal(_, charter, question=question, answer=answer)
    await visit.client.views_open(trigger_id=trigger, view=view)


async def open_edit_modal(visit: Visit, trigger: str, number: int) -> None:
    """`/kb edit N`.

    Raises:
        NoMandate: the charter gives this person no say.
        TooLongForWindow: the entry does not fit.
    """
    view = await _edit_modal(visit, number)
    await visit.client.views_open(trigger_id=trigger, view=view)


def _check_length(*texts: str) -> None:
    if not ui.fits(*texts):
        raise TooLongForWindow


async def publish(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """The reviewer lets it be found. What they see is refreshed by the outbox; who comes second
    hears who was faster.
    """
    await ack()
    _ = await visit.people.greet(visit.user)
    number = (await visible_entry(visit, _pressed(body))).id
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
    number = (await visible_entry(visit, _pressed(body))).id
    async with visit.sessions.begin() as session:
        entry = await entries.get(session, visit.workspace, number, lock=True)
        charter = await charters.in_force(session, visit.workspace)
        await review.undo(session, entry, by=visit.user, charter=charter, now=visit.now)
    await home.follow(visit, body)


async def reject(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """The reviewer is asked why."""
    await ack()
    _ = await visit.people.greet(visit.user)
    entry = await visible_entry(visit, _pressed(body))
    review.check(await visit.charter(), entry, visit.user)
    view = rulings_ui.reject_modal(_, entry)
    await visit.client.views_open(trigger_id=body["trigger_id"], view=view)


async def rejected(ack: AsyncAck, view: dict[str, Any], body: dict[str, Any], visit: Visit) -> None:
    """Put it aside, then close the window: a refusal leaves the reason on the screen."""
    number = rulings_ui.about(view)["entry"]
    await promptly(_reject(visit, number, rulings_ui.why(view)))
    await ack()
    await home.follow(visit, body)


async def edit(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """The reviewer, or its owner, opens it for editing; maybe upon a list that it is in."""
    await ack()
    page = due_ui.page_below(body.get("view") or {})
    about = {} if page is None else {"due": page}
    await windows.show(visit, body, await _edit_modal(visit, _pressed(body), **about))


async def edited(ack: AsyncAck, view: dict[str, Any], body: dict[str, Any], visit: Visit) -> None:
    """Keep what was edited, then close the modal: a refusal leaves the text on the screen.

    If somebody else was faster, the window shows what they have changed, above the text.
    """
    about = json.loads(view["private_metadata"])
    try:
        await promptly(_edit(visit, about, ui.edited(view)))
    except Changed:
        await ack(response_action="update", view=await _overtaken(visit, view, about))
        return
    await ack()
    await due.follow(visit, view)
    await home.follow(visit, body)


async def added(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """Keep what was added, as a draft for its reviewer; the modal then says who that is."""
    key = f"modal:{view['id']}"
    entry = await promptly(_add(visit, key, ui.edited(view)))
    _ = await visit.people.words_for(visit.user)
    await ack(response_action="update", view=capture_ui.kept_modal(_, entry))


async def _reject(visit: Visit, number: int, why: str) -> None:
    await visit.people.greet(visit.user)
    await visible_entry(visit, number)
    if not why.strip():
        raise EmptyText
    async with visit.sessions.begin() as session:
        entry = await entries.get(session, visit.workspace, number, lock=True)
        charter = await charters.in_force(session, visit.workspace)
        await review.reject(session, entry, by=visit.user, charter=charter, now=visit.now, why=why)


async def _edit(visit: Visit, about: dict[str, int], said: Edited) -> None:
    await visit.people.greet(visit.user)
    number = (await visible_entry(visit, about["entry"])).id
    async with visit.sessions.begin() as session:
        entry = await entries.get(session, visit.workspace, number, lock=True)
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
            why=said.why,
        )


async def _edit_modal(visit: Visit, number: int, **about: int) -> dict[str, Any]:
    """
    Raises:
        NoMandate: the charter gives this person no say.
        TooLongForWindow: what it says does not fit.
    """
    _ = await visit.people.greet(visit.user)
    entry = await visible_entry(visit, number)
    charter = await visit.charter()
    review.check(charter, entry, visit.user)
    _check_length(entry.body, "\n".join(entry.wordings))
    return ui.edit_modal(_, entry, charter, **about)


async def _overtaken(visit: Visit, view: dict[str, Any], about: dict[str, int]) -> dict[str, Any]:
    """The window once more, for somebody who may still see and change the entry.

    Raises:
        NotFound, NoMandate: they may no more.
    """
    _ = await visit.people.greet(visit.user)
    entry = await visible_entry(visit, about["entry"])
    charter = await visit.charter()
    review.check(charter, entry, visit.user)
    async with visit.sessions.begin() as session:
        latest = await revisions.numbered(session, entry, entry.revision)
        before = await revisions.numbered(session, entry, about["revision"])
    return changed_meanwhile(_, view, latest, revisions.saying(before), charter=charter)


async def _add(visit: Visit, key: str, said: Edited) -> Entry:
    """Keep it once, whatever is pressed twice: `key` names the modal it was written in."""
    _ = await visit.people.greet(visit.user)
    entry = written(visit, key, said, {}, language=_.language)
    async with visit.sessions.begin() as session:
        charter = await charters.in_force(session, visit.workspace)
        if known := await entries.with_key(session, visit.workspace, key):
            return known
        return await review.draft(session, entry, charter=charter, by=visit.user, now=visit.now)


def written(
    visit: Visit, key: str, said: Edited, source: Mapping[str, Any], *, language: str
) -> Entry:
    """An entry as somebody wrote it in a window of that key, not stored yet.

    `source` says where it comes from: `url`, `author` and `audience`, each as in Entry.
    """
    entry = Entry(
        workspace=visit.workspace,
        key=key,
        kind=said.kind,
        title=said.title.strip(),
        body=said.body.strip(),
        topic=said.topic,
        lang=language,
        audience=source.get("audience"),
        origin=source.get("channel"),
        author=source.get("author", visit.user),
        capturer=visit.user,
        source_url=source.get("url"),
        created_at=visit.now,
        updated_at=visit.now,
    )
    entry.reword(said.wordings)
    return entry


def _pressed(body: dict[str, Any]) -> int:
    return int(body["actions"][0]["value"])

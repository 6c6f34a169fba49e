"""Editing: the windows in which an entry is written and changed."""

import json
import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from handlers import due, home, windows
from handlers.pressed import number_of
from handlers.prompt import promptly
from handlers.sight import visible_entry
from handlers.ui import capture as capture_ui
from handlers.ui import due as due_ui
from handlers.ui import entries as ui
from handlers.ui.conflict import changed_meanwhile
from handlers.ui.editing import Edited
from handlers.visit import Visit
from knowledge import charters, entries, review, revisions, submission
from knowledge.entry import Entry
from knowledge.entry_errors import Changed, TooLongForWindow


def register(app: AsyncApp) -> None:
    """The button that opens one, and what comes back from them."""
    app.action(re.compile(rf"{ui.EDIT}(:\d+)?"))(edit)
    app.view(ui.ADD_MODAL)(added)
    app.view(ui.EDIT_MODAL)(edited)


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


async def edit(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """The reviewer, or its owner, opens it for editing; maybe upon a list that it is in."""
    await ack()
    page = due_ui.page_below(body.get("view") or {})
    about = {} if page is None else {"due": page}
    await windows.show(visit, body, await _edit_modal(visit, number_of(body), **about))


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


async def _add(visit: Visit, key: str, said: Edited) -> Entry:
    """Keep it once, whatever is pressed twice: `key` names the modal it was written in."""
    _ = await visit.people.greet(visit.user)
    entry = written(visit, key, said, {}, language=_.language)
    async with visit.sessions.begin() as session:
        charter = await charters.in_force(session, visit.workspace)
        if known := await entries.with_key(session, visit.workspace, key):
            return known
        return await submission.draft(session, entry, charter=charter, by=visit.user, now=visit.now)


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


def _check_length(*texts: str) -> None:
    if not ui.fits(*texts):
        raise TooLongForWindow

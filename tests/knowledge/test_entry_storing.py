"""Storing entries: each with its revision, its line in the feed and its line in the audit log."""

from sqlalchemy import select

from knowledge import audit, entries
from knowledge.database import Sessions
from knowledge.entry import Change, Entry, Revision
from tests.factories import MARIA, NOW, WORKSPACE, an_entry


async def test_an_entry_without_other_wordings_is_stored(sessions: Sessions) -> None:
    entry = Entry(workspace=WORKSPACE, title="Où ?", body="Ici.", created_at=NOW, updated_at=NOW)
    async with sessions.begin() as session:
        await entries.add(session, entry, by=MARIA, now=NOW, deed="entry.drafted")
    async with sessions() as session:
        revision = (await session.scalars(select(Revision))).one()
        line = (await session.scalars(select(Change))).one()
        (told,) = await audit.history(session, entry)
    assert (revision.entry_id, revision.number, revision.reason) == (entry.id, 1, "entry.drafted")
    assert revision.facts["variants"] == []
    assert line.entry_id == entry.id
    assert (told.deed, told.by, told.facts) == ("entry.drafted", MARIA, {"status": "draft"})


async def test_several_changed_entries_are_each_recorded(sessions: Sessions) -> None:
    first, second = an_entry(title="Un"), an_entry(title="Deux", wordings=["2"])
    async with sessions.begin() as session:
        await entries.add_all(session, [first, second], by=MARIA, now=NOW, deed="entry.imported")
        first.body, second.body = "Premier.", "Second."
        await entries.changed(session, first, second, by=MARIA, now=NOW, deed="entry.edited")
    async with sessions() as session:
        query = select(Revision).where(Revision.number == 2).order_by(Revision.entry_id)
        revisions = (await session.scalars(query)).all()
        lines = await session.scalars(select(Change.entry_id).order_by(Change.id))
        assert list(lines) == [first.id, second.id] * 2
    assert [revision.body for revision in revisions] == ["Premier.", "Second."]
    assert revisions[1].facts["variants"] == ["2"]

"""Revisions: the history of an entry, and back to any of it."""

from typing import Any

import pytest

from knowledge import answers, entries, review, revisions, upkeep
from knowledge.entry import Entry, Genre, Revision
from knowledge.entry_errors import Changed, KeptForFewer
from knowledge.errors import NoMandate, NotFound
from knowledge.revisions import PAGE, saying
from knowledge.sight import MEMBER, Reader, may_see_revision
from tests.factories import ANA, MARIA, NINA, NOW, an_entry
from tests.knowledge.team import Team

SAID: dict[str, Any] = {
    "title": "Sous combien de jours ?",
    "body": "Sous 30 jours.",
    "kind": Genre.PROCEDURE,
    "topic": "safety",
    "wordings": ("Quand ?", "Vite ?"),
}


async def known(team: Team, **facts: Any) -> Entry:
    entry = an_entry(**facts)
    await team.knows(entry)
    return entry


async def edits(team: Team, entry: Entry, *, by: str = NINA, **change: Any) -> None:
    now = await team.sees(entry)
    said: dict[str, Any] = {"title": now.title, "body": now.body, "seen": now.revision}
    await team.does(review.edit, entry, by=by, charter=team.charter, **said | change)


async def goes_back(team: Team, entry: Entry, number: int, *, by: str = NINA, **how: Any) -> None:
    seen = how.pop("seen", (await team.sees(entry)).revision)
    how = {"charter": team.charter, "why": "C'était juste.", "seen": seen} | how
    await team.does(upkeep.revert, entry, number, by=by, **how)


async def told(team: Team, entry: Entry) -> list[Revision]:
    return await team.all(Revision, Revision.entry_id == entry.id)


async def test_an_edit_keeps_who_changed_it_when_and_why(team: Team) -> None:
    entry = await known(team)

    await edits(team, entry, body="Sous 30 jours.", why="  La loi a changé. ")

    first, last = await told(team, entry)
    assert (first.number, first.why) == (1, None)
    assert (last.number, last.by, last.at) == (2, NINA, NOW)
    assert (last.reason, last.why) == ("entry.edited", "La loi a changé.")


async def test_going_back_says_all_of_it_again_as_a_new_revision(team: Team) -> None:
    entry = await known(team, wordings=("Un remboursement ?",))
    before = saying(await team.sees(entry))
    await edits(team, entry, **SAID)

    await goes_back(team, entry, 1)

    now = await team.sees(entry)
    assert saying(now) == before
    last = (await told(team, entry))[-1]
    assert (last.number, last.reason, last.why) == (3, "entry.reverted", "C'était juste.")
    assert [saying(one) for one in await told(team, entry)][1].body == SAID["body"]


async def test_what_is_gone_back_to_is_found_at_once(team: Team) -> None:
    entry = await known(team)
    await edits(team, entry, title="Un tout autre sujet", wordings=())
    await goes_back(team, entry, 1)

    assert (await team.finds("obtenir un remboursement"))[0] == entry.id


async def test_going_back_to_what_it_says_already_changes_nothing(team: Team) -> None:
    entry = await known(team)
    await edits(team, entry, body="Sous 30 jours.")

    await goes_back(team, entry, 2)

    assert len(await told(team, entry)) == 2


async def test_going_back_needs_the_mandate_one_has_now(team: Team) -> None:
    entry = await known(team)
    await edits(team, entry, by=MARIA, body="Sous 30 jours.")

    with pytest.raises(NoMandate):
        await goes_back(team, entry, 1, by=ANA)
    await edits(team, entry, topic="litigation")
    with pytest.raises(NoMandate):
        await goes_back(team, entry, 1, by=MARIA)


async def test_going_back_overwrites_nothing_unseen(team: Team) -> None:
    entry = await known(team)
    await edits(team, entry, body="Sous 30 jours.")
    await edits(team, entry, body="Sous 60 jours.")

    with pytest.raises(Changed):
        await goes_back(team, entry, 1, seen=2)
    assert (await team.sees(entry)).body == "Sous 60 jours."


async def test_there_is_no_way_back_to_what_never_was(team: Team) -> None:
    entry = await known(team)

    with pytest.raises(NotFound):
        await goes_back(team, entry, 2)


async def test_what_was_kept_for_a_channel_is_not_shown_to_more_by_going_back(team: Team) -> None:
    entry = await known(team, audience="C0SECRET", body="Le code est 1234.")
    async with team.sessions.begin() as session:
        row = await entries.get(session, entry.workspace, entry.id, lock=True)
        row.audience, row.body = None, "Demandez le code."
        await entries.changed(session, row, by=NINA, now=NOW, deed="entry.widened")

    with pytest.raises(KeptForFewer):
        await goes_back(team, entry, 1)
    [secret, public] = await told(team, entry)
    insider = Reader(audiences=frozenset({"C0SECRET"}))
    assert not may_see_revision(row, secret, MEMBER, team.charter)
    assert may_see_revision(row, secret, insider, team.charter)
    assert may_see_revision(row, public, MEMBER, team.charter)


async def test_going_back_keeps_who_may_see_it(team: Team) -> None:
    entry = await known(team)
    async with team.sessions.begin() as session:
        row = await entries.get(session, entry.workspace, entry.id, lock=True)
        row.audience, row.body = "C0SECRET", "Le code est 1234."
        await entries.changed(session, row, by=NINA, now=NOW, deed="entry.narrowed")

    await goes_back(team, entry, 1)

    assert (await team.sees(entry)).audience == "C0SECRET"


async def test_the_history_is_read_a_page_at_a_time_latest_first(team: Team) -> None:
    entry = await known(team)
    for number in range(PAGE + 2):
        await edits(team, entry, body=f"Sous {number} jours.")

    async with team.sessions.begin() as session:
        pages = [await revisions.history(session, entry, page=page) for page in (0, 1, 2)]
        assert await revisions.count(session, entry) == PAGE + 3
        first = await revisions.before(session, pages[1][-1])
        latest = await revisions.before(session, pages[0][0])
    numbers = [[one.number for one in page] for page in pages]
    assert numbers == [[*range(PAGE + 3, 3, -1)], [3, 2, 1], []]
    assert first is None
    assert latest
    assert latest.number == PAGE + 2


async def test_what_an_answer_teaches_is_in_the_history_too(team: Team) -> None:
    entry = await known(team, topic="safety")
    escalation = await team.escalates()

    await team.does(answers.answer_with_entry, escalation, entry, by=MARIA, charter=team.charter)

    last = (await told(team, entry))[-1]
    assert (last.reason, saying(last).wordings) == ("entry.taught", (escalation.text,))

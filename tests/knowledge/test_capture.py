"""Capture: the good answers of a thread become one draft, and can be taken back."""

import asyncio
from typing import Any

import pytest

from knowledge import capture, captured, marks, review, submission
from knowledge.capture import Source
from knowledge.captured import CapturedMessage, Keeper
from knowledge.database import Sessions, open_database
from knowledge.entry import TITLE_LIMIT, Entry, Revision, Status
from knowledge.errors import EmptyText, IllegalMove
from knowledge.outbox import Kind, Notification, State
from tests.factories import ANA, MARIA, NINA, NOW, PAUL, WORKSPACE, an_entry
from tests.knowledge.team import Team

CHANNEL, THREAD = "C0GENERAL", "1768.000001"
QUESTION = "Comment détartrer la bouilloire ?"
TEXTS = {"1768.000002": "Au vinaigre.", "1768.000003": "Puis rincez.", "1768.000004": "Deux fois."}
FIRST, SECOND, THIRD = TEXTS


def a_source(ts: str = FIRST, **changes: Any) -> Source:
    """A message of the thread about the kettle, written by Maria."""
    facts = {
        "channel": CHANNEL,
        "ts": ts,
        "thread_ts": THREAD,
        "question": QUESTION,
        "answer": TEXTS.get(ts, "Voilà."),
        "author": MARIA,
        "url": f"https://example.slack.com/archives/{CHANNEL}/p{ts}",
    }
    return Source(**facts | changes)


async def keeps(team: Team, *sources: Source, by: str = ANA) -> list[Entry | None]:
    """Somebody reacts to these messages, one after the other."""
    return [await keep(team.sessions, team, source, by) for source in sources]


async def keep(sessions: Sessions, team: Team, source: Source, by: str = ANA) -> Entry | None:
    about: dict[str, Any] = {"workspace": WORKSPACE, "topic": "refunds", "by": by, "now": NOW}
    async with sessions.begin() as session:
        message = await capture.capture(session, source, charter=team.charter, **about)
        return await session.get(Entry, message.entry_id) if message.entry_id else None


async def withdraws(team: Team, ts: str, by: str = ANA) -> Entry | None:
    async with team.sessions.begin() as session:
        how: dict[str, Any] = {"workspace": WORKSPACE, "by": by, "now": NOW}
        return await capture.withdraw(session, CHANNEL, ts, **how)


async def edits(team: Team, entry: Entry, body: str) -> None:
    now = await team.sees(entry)
    said: dict[str, Any] = {"title": now.title, "body": body, "seen": now.revision}
    await team.does(review.edit, entry, by=NINA, charter=team.charter, **said)


async def body(team: Team) -> str:
    (entry,) = await team.all(Entry)
    return entry.body


async def test_a_good_answer_becomes_a_draft_credited_to_its_author(team: Team) -> None:
    (entry,) = await keeps(team, a_source(lang="fr", audience="G1"))

    assert entry
    assert (entry.title, entry.body) == (QUESTION, "Au vinaigre.")
    assert (entry.author, entry.capturer, entry.reviewer) == (MARIA, ANA, NINA)
    assert (entry.status, entry.lang, entry.audience) == (Status.IN_REVIEW, "fr", "G1")
    assert entry.source_url
    assert entry.source_url.endswith(FIRST)
    assert [row.to for row in await team.planned(Kind.REVIEW)] == [NINA]


async def test_of_a_long_question_the_title_is_the_beginning_and_nothing_is_lost(
    team: Team,
) -> None:
    long = f"Comment {'é' * 499} ?"
    (entry,) = await keeps(team, a_source(question=long))

    assert entry
    assert len(entry.title) == TITLE_LIMIT
    assert entry.title.endswith("…")
    assert entry.wordings == (long,)


@pytest.mark.parametrize("order", [(FIRST, SECOND, THIRD), (THIRD, FIRST, SECOND)])
async def test_messages_join_in_the_order_they_were_written(
    team: Team, order: tuple[str, ...]
) -> None:
    found = await keeps(team, *map(a_source, order))

    assert len({entry.id for entry in found if entry}) == 1
    assert await body(team) == "Au vinaigre.\n\nPuis rincez.\n\nDeux fois."
    assert len(await team.planned(Kind.REVIEW)) == 1


async def test_a_second_reaction_changes_nothing(team: Team) -> None:
    await keeps(team, a_source())

    await keeps(team, a_source(), by=PAUL)
    await keeps(team, a_source(answer="Edited since."))

    assert await body(team) == "Au vinaigre."
    assert len(await team.all(Revision)) == 1


async def test_another_thread_is_another_draft(team: Team) -> None:
    await keeps(team, a_source(), a_source("1769.000002", thread_ts="1769.000001"))

    assert len(await team.all(Entry)) == 2


async def test_a_thread_of_another_channel_is_another_thread(team: Team) -> None:
    await keeps(team, a_source(), a_source(SECOND, channel="C0OTHER"))

    assert len(await team.all(Entry)) == 2


async def test_nothing_is_made_of_nothing(team: Team) -> None:
    with pytest.raises(EmptyText):
        await keeps(team, a_source(answer="\n"))
    assert await team.all(CapturedMessage) == []


@pytest.mark.parametrize("start", ["", "Bonjour à tous !", "Rappel : réunion à 15 h"])
async def test_without_a_question_a_message_waits_for_one(team: Team, start: str) -> None:
    assert await keeps(team, a_source(question=start)) == [None]

    (message,) = await team.all(CapturedMessage)
    assert (message.text, message.question) == ("Au vinaigre.", start or None)
    assert await team.all(Entry) == []


async def test_a_message_that_waits_joins_the_draft_that_its_thread_gets(team: Team) -> None:
    await keeps(team, a_source(FIRST, question=""))
    (draft,) = await keeps(team, a_source(SECOND))
    assert draft

    await keeps(team, a_source(FIRST, question=""), by=PAUL)

    assert await body(team) == "Au vinaigre.\n\nPuis rincez."


async def test_a_message_that_waits_is_forgotten_when_nobody_keeps_it(team: Team) -> None:
    await keeps(team, a_source(question=""))
    await withdraws(team, FIRST)

    assert await team.all(CapturedMessage) == []
    assert await team.all(Keeper) == []


async def test_what_was_written_in_a_window_is_the_entry_of_its_messages(team: Team) -> None:
    await keeps(team, a_source(FIRST, question=""))
    await writes(team, an_entry(status=Status.DRAFT, body="Au vinaigre."), FIRST, SECOND)

    (entry,) = await team.all(Entry)
    assert {message.entry_id for message in await team.all(CapturedMessage)} == {entry.id}
    with pytest.raises(IllegalMove):
        await writes(team, an_entry(status=Status.DRAFT), SECOND)
    assert len(await team.all(Entry)) == 1
    assert [row.facts["ts"] for row in await team.planned(Kind.MARK)] == [FIRST, SECOND]


async def writes(team: Team, entry: Entry, *stamps: str) -> None:
    """Somebody completes an answer in the window, and saves it."""
    async with team.sessions.begin() as session:
        how: dict[str, Any] = {"by": ANA, "now": NOW}
        await submission.draft(session, entry, charter=team.charter, **how)
        await capture.attach(session, entry, [a_source(ts) for ts in stamps], **how)


async def test_what_is_taken_back_is_taken_out(team: Team) -> None:
    await keeps(team, *map(a_source, TEXTS))

    await withdraws(team, SECOND)

    assert await body(team) == "Au vinaigre.\n\nDeux fois."


async def test_when_the_last_is_taken_back_the_draft_is_put_aside(team: Team) -> None:
    await keeps(team, a_source(FIRST), a_source(SECOND))
    await withdraws(team, FIRST)
    entry = await withdraws(team, SECOND)

    assert entry
    assert entry.status is Status.ARCHIVED
    assert entry.body == "Puis rincez."
    assert await withdraws(team, SECOND) is None


async def test_what_was_taken_back_can_be_kept_again(team: Team) -> None:
    await keeps(team, a_source())
    await withdraws(team, FIRST)

    (again,) = await keeps(team, a_source())

    assert again
    assert again.status is Status.IN_REVIEW
    assert len(await team.all(Entry)) == 2


async def test_only_who_kept_it_takes_it_back(team: Team) -> None:
    await keeps(team, a_source())

    assert await withdraws(team, FIRST, by=PAUL) is None
    assert await withdraws(team, "1768.999999") is None
    assert await body(team) == "Au vinaigre."


@pytest.mark.parametrize("deed", [review.publish, review.reject])
async def test_what_was_judged_is_not_taken_back(team: Team, deed: Any) -> None:
    (entry,) = await keeps(team, a_source())
    assert entry
    await team.does(deed, entry, by=NINA, charter=team.charter)
    judged = (await team.sees(entry)).status

    assert await withdraws(team, FIRST) is None
    assert (await team.sees(entry)).status is judged


async def test_after_publication_a_message_begins_another_draft(team: Team) -> None:
    (entry,) = await keeps(team, a_source(FIRST))
    assert entry
    await team.does(review.publish, entry, by=NINA, charter=team.charter)

    (another,) = await keeps(team, a_source(SECOND))

    assert another
    assert (another.id != entry.id, another.body) == (True, "Puis rincez.")


async def test_what_a_reviewer_has_edited_is_kept_when_a_message_joins(team: Team) -> None:
    (entry, _) = await keeps(team, a_source(FIRST), a_source(THIRD))
    assert entry
    await edits(team, entry, "Au vinaigre blanc, deux fois.")

    await keeps(team, a_source(SECOND))

    assert await body(team) == "Au vinaigre blanc, deux fois.\n\nPuis rincez."


async def test_what_a_reviewer_has_edited_is_kept_when_a_message_leaves(team: Team) -> None:
    (entry, _) = await keeps(team, a_source(FIRST), a_source(SECOND))
    assert entry
    await edits(team, entry, "Au vinaigre blanc.")
    revision = (await team.sees(entry)).revision

    await withdraws(team, FIRST)

    now = await team.sees(entry)
    assert (now.body, now.revision, now.status) == (
        "Au vinaigre blanc.",
        revision,
        Status.IN_REVIEW,
    )
    await withdraws(team, SECOND)
    now = await team.sees(entry)
    assert (now.body, now.status) == ("Au vinaigre blanc.", Status.ARCHIVED)


async def test_the_reviewer_sees_each_change(team: Team) -> None:
    await keeps(team, a_source(FIRST))
    (request,) = await team.planned(Kind.REVIEW)
    await team.does(sent, request)

    await keeps(team, a_source(SECOND))
    await withdraws(team, SECOND)

    assert [row.about for row in await team.planned(Kind.REFRESH)] == [request.id] * 2


async def sent(_session: object, row: Notification, *, now: object) -> None:
    row.state, row.channel, row.ts = State.DONE, "D0NINA", "1768.5"


async def test_it_is_known_what_was_kept(team: Team) -> None:
    await keeps(team, a_source())

    async with team.sessions.begin() as session:
        assert await captured.find(session, WORKSPACE, CHANNEL, FIRST)
        assert not await captured.find(session, WORKSPACE, CHANNEL, SECOND)
        assert not await captured.find(session, "T0OTHER", CHANNEL, FIRST)


async def test_a_message_that_two_people_keep_goes_when_both_have_let_it_go(team: Team) -> None:
    await keeps(team, a_source())
    await keeps(team, a_source(), by=PAUL)

    await withdraws(team, FIRST, by=ANA)
    (message,) = await team.all(CapturedMessage)
    assert message.by == PAUL
    await withdraws(team, FIRST, by=ANA)
    (entry,) = await team.all(Entry)
    assert entry.status is Status.IN_REVIEW

    await withdraws(team, FIRST, by=PAUL)
    (entry,) = await team.all(Entry)
    assert entry.status is Status.ARCHIVED


async def test_each_change_of_what_is_kept_moves_the_mark(team: Team) -> None:
    (entry,) = await keeps(team, a_source())
    await withdraws(team, FIRST)
    await keeps(team, a_source())
    await keeps(team, a_source(), by=PAUL)
    assert entry

    rows = await team.planned(Kind.MARK)
    assert len(rows) == 3
    async with team.sessions.begin() as session:
        assert await marks.is_due(session, WORKSPACE, CHANNEL, FIRST)
    (_old, draft) = await team.all(Entry)
    await team.does(review.reject, draft, by=NINA, charter=team.charter)
    async with team.sessions.begin() as session:
        assert not await marks.is_due(session, WORKSPACE, CHANNEL, FIRST)
    assert len(await team.planned(Kind.MARK)) == 4


async def test_two_messages_kept_at_the_same_instant_make_one_draft(
    team: Team, database_url: str
) -> None:
    others = [open_database(database_url) for _ in TEXTS]
    try:
        await asyncio.gather(
            *(
                keep(other.sessions, team, a_source(ts))
                for other, ts in zip(others, TEXTS, strict=True)
            )
        )
    finally:
        for other in others:
            await other.close()

    assert await body(team) == "Au vinaigre.\n\nPuis rincez.\n\nDeux fois."

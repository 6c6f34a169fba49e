"""Retention: what is past its time goes; what somebody still needs stays."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import retention
from knowledge.absence import Absence, Source
from knowledge.audit import AuditLine
from knowledge.database import Base, Sessions
from knowledge.departure import Departure
from knowledge.entry import Entry
from knowledge.entry import Status as Life
from knowledge.escalation import LIVE, Escalation, Status
from knowledge.flag import Flag
from knowledge.flag import Status as Flagged
from knowledge.handovers import Handover
from knowledge.notification import Kind, Notification, State
from knowledge.question import Feedback, Question, Way
from knowledge.reactions import Deed, Reaction
from knowledge.retention import USUAL, Kept, NotAPeriod
from knowledge.retraction import ERASED
from knowledge.signal import Signal, Supporter
from knowledge.signal import Status as Passed
from knowledge.timeline import TimelineEvent
from knowledge.tip import Status as Tipped
from knowledge.tip import Tip
from knowledge.waiter import Waiter
from knowledge.wording import Kind as Said
from knowledge.wording import Voice, Wording
from tests.factories import ANA, MARIA, NOW, WORKSPACE, a_flag, a_signal, an_entry, an_escalation

LONG = timedelta(days=800)
LATER = NOW + LONG
"""When everything of NOW is past its time, and nothing that was written a day before."""

DAY = timedelta(days=1)
EVERYTHING = retention.read("archived=730d audit=730d")


@pytest.fixture
async def session(sessions: Sessions) -> AsyncIterator[AsyncSession]:
    async with sessions() as session:
        yield session


async def keeps(session: AsyncSession, *rows: Base) -> None:
    """Store them in this order, each after what it refers to."""
    for row in rows:
        session.add(row)
        await session.flush()
    await session.commit()


async def sweeps(
    session: AsyncSession, sessions: Sessions, periods: retention.Periods = EVERYTHING
) -> Counter[Kept]:
    """Let go, and see that it was what was announced."""
    announced = await retention.past(session, periods, now=LATER)
    await session.commit()
    went = await retention.sweep(sessions, periods, now=LATER)
    session.expire_all()
    assert {*went} <= {*announced}
    return went


async def numbers(session: AsyncSession, table: Any) -> list[int]:
    return [*await session.scalars(select(table.id).order_by(table.id))]


def a_question(number: int, at: datetime = NOW, **facts: Any) -> Question:
    about = {"workspace": WORKSPACE, "key": str(number), "asker": ANA, "text": "quel délai ?"}
    where: dict[str, Any] = {"channel": "C0QUESTIONS", "thread_ts": "1.2", "way": Way.MENTION}
    return Question(**about | where | {"id": number, "asked_at": at} | facts)


def a_message(number: int, kind: Kind, about: int, **facts: Any) -> Notification:
    said = {"workspace": WORKSPACE, "to": ANA, "lane": f"{WORKSPACE}:{ANA}", "facts": {}}
    when = {"created_at": NOW, "due_at": NOW, "state": State.DONE, "attempts": 1}
    return Notification(
        **said | when | {"id": number, "key": str(number), "kind": kind, "about": about} | facts
    )


async def test_a_question_goes_and_a_young_one_stays(
    session: AsyncSession, sessions: Sessions
) -> None:
    await keeps(session, a_question(1), a_question(2, LATER - DAY))
    assert (await sweeps(session, sessions))[Kept.QUESTIONS] == 1
    assert await numbers(session, Question) == [2]


async def test_what_a_question_taught_stays_without_its_words(
    session: AsyncSession, sessions: Sessions
) -> None:
    wording = Wording(
        id=1, workspace=WORKSPACE, entry_id=1, sense="quel delai", text="quel délai ?"
    )
    said = {"person": ANA, "kind": Said.CONFIRMED, "at": NOW}
    asked = a_question(1, feedback=Feedback.HELPFUL)
    voice = Voice(id=1, wording_id=1, question_id=1, **said)
    await keeps(session, an_entry(id=1), asked, a_question(2, LATER), wording, voice)
    assert (await sweeps(session, sessions))[Kept.QUESTIONS] == 1
    kept = await session.get_one(Question, 1)
    assert (kept.text, kept.channel, kept.thread_ts) == (ERASED, None, None)
    assert kept.feedback is Feedback.HELPFUL
    assert (await session.get_one(Wording, 1)).text == "quel délai ?"
    assert await numbers(session, Voice) == [1]
    assert (await sweeps(session, sessions))[Kept.QUESTIONS] == 0  # once is enough


async def test_an_escalation_goes_whole_once_it_is_over_and_never_before(
    session: AsyncSession, sessions: Sessions
) -> None:
    for number, status in enumerate(Status, 1):
        closed = NOW if status is Status.CLOSED else None
        facts: dict[str, Any] = {"status": status, "closed_at": closed, "question_id": number}
        await keeps(
            session,
            a_question(number),
            a_question(100 + number),
            an_escalation(id=number, **facts),
            Waiter(escalation_id=number, person=MARIA, question_id=100 + number),
        )
    young = an_escalation(id=9, question_id=200, opened_at=LATER)
    await keeps(session, a_question(200, LATER), young)
    await sweeps(session, sessions)
    live = [number for number, status in enumerate(Status, 1) if status in LIVE]
    assert await numbers(session, Escalation) == [*live, 9]
    assert await numbers(session, Question) == [*live, *(100 + number for number in live), 200]
    assert len(await numbers(session, Waiter)) == len(live)


async def test_nothing_goes_of_which_a_message_is_still_due(
    session: AsyncSession, sessions: Sessions
) -> None:
    await keeps(
        session,
        a_question(1),
        a_question(2, LATER),
        an_escalation(status=Status.CLOSED, closed_at=NOW),
        an_escalation(id=9, question_id=2, opened_at=LATER),
        a_message(1, Kind.ANSWER, 7, state=State.READY),
        a_message(2, Kind.ANSWER, 9, created_at=LATER),
    )
    assert not await sweeps(session, sessions)


async def test_a_signal_goes_once_it_is_settled(session: AsyncSession, sessions: Sessions) -> None:
    for number, status in enumerate(Passed, 1):
        signal = a_signal(id=number, key=str(number), status=status, answered_at=NOW)
        await keeps(session, signal, Supporter(signal_id=number, person=ANA, at=NOW))
    await keeps(session, a_signal(id=9, key="9", passed_at=LATER))
    await sweeps(session, sessions)
    assert await numbers(session, Signal) == [1, 2, 9]  # passed on, received
    assert len(await numbers(session, Supporter)) == 2


async def test_a_flag_goes_once_it_is_settled(session: AsyncSession, sessions: Sessions) -> None:
    await keeps(session, an_entry(id=1))
    for number, status in enumerate(Flagged, 1):
        await keeps(session, a_flag(id=number, status=status, settled_at=NOW))
    await keeps(session, a_flag(id=9, raised_at=LATER))
    await sweeps(session, sessions)
    assert await numbers(session, Flag) == [1, 9]  # open


async def test_gestures_absences_and_departures_go(
    session: AsyncSession, sessions: Sessions
) -> None:
    where = {"workspace": WORKSPACE, "channel": "C0GENERAL", "person": ANA, "deed": Deed.KEEP}
    reacted = {**where, "emoji": "bookmark", "is_there": True}
    old, new = (f"{moment.timestamp():.6f}" for moment in (NOW, LATER))
    tip = {**where, "text": "…", "owner": MARIA, "asked": [MARIA], "round": 1}
    away = {"workspace": WORKSPACE, "source": Source.PERSON, "number": 1}
    left = {"workspace": WORKSPACE, "person": ANA}
    await keeps(
        session,
        Reaction(id=1, ts="1.0", event_ts=old, **reacted),
        Reaction(id=2, ts="2.0", event_ts=new, **reacted),
        Tip(id=1, ts="1.0", status=Tipped.OPEN, made_at=NOW, **tip),
        Tip(id=2, ts="2.0", status=Tipped.TAKEN, made_at=NOW, decided_at=NOW, **tip),
        Tip(id=3, ts="3.0", status=Tipped.TAKEN, made_at=LATER, decided_at=LATER, **tip),
        Absence(id=1, person="U1", from_at=NOW, until_at=None, **away),
        Absence(id=2, person="U2", from_at=NOW, until_at=NOW + DAY, **away),
        Absence(id=3, person="U3", from_at=NOW, until_at=LATER, **away),
        Departure(id=1, opened_at=NOW, **left),
        Departure(id=2, opened_at=NOW, settled_at=NOW, **left),
        Departure(id=3, opened_at=LATER, **left),
    )
    assert await sweeps(session, sessions) == {
        Kept.GESTURES: 2,
        Kept.ABSENCES: 1,
        Kept.DEPARTURES: 1,
    }
    for table in (Tip, Absence, Departure):
        assert await numbers(session, table) == [1, 3]
    assert await numbers(session, Reaction) == [2]


async def test_a_message_goes_when_what_it_shows_is_gone(
    session: AsyncSession, sessions: Sessions
) -> None:
    await keeps(
        session,
        an_entry(id=1),
        a_message(1, Kind.PUBLISHED, 1, ts="1.0"),  # redrawn if its author says no
        a_message(2, Kind.PUBLISHED, 99, ts="2.0"),
        a_message(3, Kind.COMPARE, 1),
        a_message(4, Kind.UPKEEP, 0),
        a_message(5, Kind.UPKEEP, 0, state=State.READY),
        a_message(6, Kind.UPKEEP, 0, created_at=LATER, due_at=LATER),
    )
    assert await sweeps(session, sessions) == {Kept.OUTBOX: 3}
    assert await numbers(session, Notification) == [1, 5, 6]


async def test_entries_and_the_audit_log_stay_unless_somebody_says_otherwise(
    session: AsyncSession, sessions: Sessions
) -> None:
    line = {"workspace": WORKSPACE, "by": ANA, "deed": "x", "subject": "entries", "facts": {}}
    await keeps(
        session,
        an_entry(id=1, status=Life.ARCHIVED, archived_at=NOW),
        an_entry(id=2, status=Life.PUBLISHED, created_at=NOW),
        an_entry(id=3, created_at=LATER),
        AuditLine(at=NOW, subject_id=1, **line),
        AuditLine(at=NOW, subject_id=1, **line | {"workspace": "T0OTHER"}),
        AuditLine(at=LATER, subject_id=1, **line),
    )
    assert not await sweeps(session, sessions, USUAL)
    assert await sweeps(session, sessions) == {Kept.ARCHIVED: 1, Kept.AUDIT: 2}
    assert await numbers(session, Entry) == [2, 3]
    deeds = [*await session.scalars(select(AuditLine.deed).order_by(AuditLine.id))]
    assert deeds == ["x", "entry.removed"]


async def test_the_newest_row_stays_so_that_its_number_is_never_given_twice(
    session: AsyncSession, sessions: Sessions
) -> None:
    await keeps(session, a_question(1), a_question(2))
    await sweeps(session, sessions)
    assert await numbers(session, Question) == [2]


async def test_what_is_kept_for_ever_stays(session: AsyncSession, sessions: Sessions) -> None:
    await keeps(session, a_question(1), a_question(2, LATER))
    assert not await sweeps(session, sessions, retention.read("questions=forever"))
    assert await numbers(session, Question) == [1, 2]


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
async def test_many_rows_go_in_several_transactions(
    session: AsyncSession, sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.retention.sweeping.BATCH", 3)
    monkeypatch.setattr("knowledge.retention.sweeping.BATCHES", 2)
    await keeps(session, *(a_question(number) for number in range(1, 9)), a_question(9, LATER))
    assert await sweeps(session, sessions) == {Kept.QUESTIONS: 6}
    assert await sweeps(session, sessions) == {Kept.QUESTIONS: 2}
    assert await numbers(session, Question) == [9]


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
async def test_all_that_happened_to_an_escalation_goes_with_it(
    session: AsyncSession, sessions: Sessions
) -> None:
    """Whatever table has rows of an escalation's own, now or later."""
    own = [
        table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "escalations"
    ]
    assert {Waiter.__tablename__, Handover.__tablename__, TimelineEvent.__tablename__} == {*own}
    for name in own:
        [key] = Base.metadata.tables[name].foreign_keys
        assert key.ondelete == "CASCADE"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("questions=12", "needs days"),
        ("questions=29d", "30d or more"),
        ("questions", "needs days"),
        ("questions=0d", "needs days"),
        ("answers=90d", "knows no 'answers', only questions, "),
        ("audit=for ever", "or forever for audit"),
    ],
)
def test_what_is_no_period_is_named(text: str, fault: str) -> None:
    with pytest.raises(NotAPeriod, match=fault):
        retention.read(text)


def test_what_is_not_named_is_kept_as_usual() -> None:
    said = retention.read(" questions=365d,audit=3650d outbox=forever")
    assert said[Kept.QUESTIONS] == timedelta(days=365)
    assert said[Kept.OUTBOX] is None
    assert {kept: said[kept] for kept in (Kept.SIGNALS, Kept.ARCHIVED)} == {
        Kept.SIGNALS: USUAL[Kept.SIGNALS],
        Kept.ARCHIVED: None,
    }

"""Questions: asking, and what the asker does with the answer."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import (
    audit,
    charters,
    entries,
    escalations,
    learning,
    outcomes,
    receipts,
    roster,
    sight,
    upkeep,
)
from knowledge.asking import Asking, Outcome
from knowledge.charter import Charter
from knowledge.database import insert_once, of_number
from knowledge.errors import IllegalMove
from knowledge.escalation import Escalation, Status
from knowledge.finding import Finder
from knowledge.library import Library
from knowledge.question import Feedback, Question, readable
from knowledge.requests import Request, open_
from knowledge.routing import Decision, Verdict
from knowledge.sight import MEMBER, Reader


async def ask(session: AsyncSession, asking: Asking, *, library: Library, now: datetime) -> Outcome:
    """Decide what becomes of a question, and do it. Asking with the same key again asks once.

    Raises:
        EmptyText, TooLong: it cannot be a question.
    """
    text = readable(asking.text)
    # Before the transaction's first statement, which locks SQLite.
    await library.ponder(asking.workspace, text, asking.reader.audiences)
    question = await _record(session, asking, text, now)
    if question.verdict is None:
        number, charter = await charters.current(session, asking.workspace)
        finder = await _finder(session, question, asking.reader, charter, library, now)
        decision = await finder.decide(session, question.filters)
        if asking.wants_person:
            decision = decision.asked_for()
        elsewhere = await finder.elsewhere(session, decision, question.filters)
        question.decided(decision, charter=number, elsewhere=elsewhere)
        if not await _is_for_all(session, asking, decision, charter):
            question.keep_quiet()
        if decision.verdict in (Verdict.ANSWER, Verdict.CONFIRM):
            await upkeep.viewed(session, asking.workspace, decision.entries[:1], now=now)
        if decision.verdict is Verdict.ESCALATE:
            await open_(session, Request.of(question), charter=charter, now=now)
    outcome = await outcomes.of(session, question, reader=asking.reader, now=now)
    await receipts.shown(session, question, outcome.shown, now=now)
    return outcome


async def ask_person(
    session: AsyncSession,
    question: Question,
    *,
    by: str,
    now: datetime,
    reader: Reader = MEMBER,
) -> Escalation:
    """Pass a question to the nearest competent person because its asker wishes so. Once is enough.

    An entry that is to be confirmed goes with it if everybody may see it: who is asked need not be
    where its asker is.

    Raises:
        NotAllowed: somebody else asked it.
        NobodyToAsk: the charter names nobody.
        IllegalMove: it was passed on and cancelled; whoever needs it again asks it again.
    """
    question.only_asker(by)
    if known := await escalations.of_question(session, question.id):
        if known.status is Status.CLOSED:
            raise IllegalMove
        return known
    charter = await charters.in_force(session, question.workspace)
    outcome = await outcomes.of(session, question, reader=reader, now=now)
    to_confirm = outcome.entries if outcome.decision.verdict is Verdict.CONFIRM else ()
    proposed = next((entry.id for entry in to_confirm if entry.audience is None), None)
    request = Request.of(question, proposed=proposed)
    return await open_(session, request, charter=charter, now=now)


async def give_feedback(
    session: AsyncSession,
    question: Question,
    feedback: Feedback | None,
    *,
    by: str,
    now: datetime,
    chosen: int | None = None,
) -> None:
    """Keep what the asker says of the answer, and learn from it; the last word counts.

    None takes back what was said. `chosen` is the entry that *this one* means.

    Raises:
        NotAllowed: somebody else asked it.
        NotFound: the entry chosen was not shown.
    """
    question.only_asker(by)
    if question.judge(feedback, chosen):
        audit.record(session, f"question.{feedback or 'unjudged'}", question, by=by, now=now)
        await learning.hear(session, question, now=now)
        await upkeep.viewed(session, question.workspace, [chosen] if chosen else [], now=now)


async def share(session: AsyncSession, question: Question, *, by: str, now: datetime) -> bool:
    """Note that the answer is shared in its channel; say whether this is the first time.

    Raises:
        NotAllowed: somebody else asked it.
    """
    question.only_asker(by)
    if question.shared_at:
        return False
    question.shared_at = now
    audit.record(session, "question.shared", question, by=by, now=now)
    return True


async def get(
    session: AsyncSession, workspace: str, number: int, *, lock: bool = False
) -> Question:
    """The question of that number in this workspace.

    Raises:
        NotFound: there is none.
    """
    return await of_number(session, Question, workspace, number, lock=lock)


async def last_of(session: AsyncSession, workspace: str, asker: str) -> Question | None:
    """The question this person asked last."""
    query = (
        select(Question)
        .where(Question.workspace == workspace, Question.asker == asker)
        .order_by(Question.id.desc())
        .limit(1)
    )
    return await session.scalar(query)


async def last_with_key(session: AsyncSession, workspace: str, beginning: str) -> Question | None:
    """The last question whose key begins so."""
    query = (
        select(Question)
        .where(Question.workspace == workspace, Question.key.startswith(beginning, autoescape=True))
        .order_by(Question.id.desc())
        .limit(1)
    )
    return await session.scalar(query)


async def _record(session: AsyncSession, asking: Asking, text: str, now: datetime) -> Question:
    await insert_once(
        session,
        Question,
        workspace=asking.workspace,
        key=asking.key,
        asker=asking.asker,
        text=text,
        way=asking.way,
        channel=asking.channel,
        thread_ts=asking.thread_ts,
        audience=asking.audience,
        asked_at=now,
        charter=0,
        found={"filters": asking.filters.kept(), "discreet": asking.discreet},
        reasons={},
    )
    query = select(Question).where(
        Question.workspace == asking.workspace, Question.key == asking.key
    )
    return (await session.scalars(query)).one()


async def _is_for_all(
    session: AsyncSession, asking: Asking, decision: Decision, charter: Charter
) -> bool:
    """Whether everybody around may read an answer that is said aloud."""
    if asking.around is None or decision.verdict is not Verdict.ANSWER:
        return True
    found = await entries.of_numbers(session, asking.workspace, decision.entries)
    return all(sight.may_see(entry, asking.around, charter) for entry in found.values())


async def _finder(
    session: AsyncSession,
    question: Question,
    reader: Reader,
    charter: Charter,
    library: Library,
    now: datetime,
) -> Finder:
    return Finder(
        question.text,
        question.asker,
        reader,
        await library.index(session, question.workspace),
        charter,
        await roster.load(session, question.workspace, charter, now=now),
        question.workspace,
        library.meaning(question.workspace, question.text),
        library.stopwatch,
    )

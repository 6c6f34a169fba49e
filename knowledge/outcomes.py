"""Outcomes: what became of a question, as things stand now, for whoever reads it."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import charters, entries, escalations, flags, people, roster, sight
from knowledge.asking import Outcome
from knowledge.charter import Charter
from knowledge.entry import Entry
from knowledge.question import Question
from knowledge.roster import Roster
from knowledge.routing import Candidate, Decision, Verdict, decide, find_nearest
from knowledge.sight import Reader


async def of(
    session: AsyncSession, question: Question, *, reader: Reader, now: datetime
) -> Outcome:
    """What became of a question that was asked: as it was decided, as things stand now, with the
    entries that its reader may see now.

    Once the asker has chosen an entry, it is as if it had been found at once; when none of them
    is the answer, as if none had been found.
    """
    charter = await charters.in_force(session, question.workspace)
    known = await entries.of_numbers(session, question.workspace, question.judged_entries)
    shown = {key: one for key, one in known.items() if sight.may_see(one, reader, charter)}
    there = await roster.load(session, question.workspace, charter, now=now)
    decision = _as_it_stands(question, shown, charter, there)
    asker = await people.find(session, question.workspace, question.asker)
    return Outcome(
        question,
        decision,
        charter,
        tuple(shown[number] for number in decision.entries if number in shown),
        await escalations.of_question(session, question.id),
        there,
        for_outsider=bool(sight.outsiders(asker)),
        doubted=await flags.doubted(session, question.workspace, shown),
    )


def _as_it_stands(
    question: Question, shown: Mapping[int, Entry], charter: Charter, there: Roster
) -> Decision:
    if chosen := shown.get(question.chosen or 0):
        sure = Candidate(chosen.id, chosen.topic, 1.0)
        return decide([sure], (), asker=question.asker, charter=charter, roster=there)
    verdict, topic = question.verdict or Verdict.FALLBACK, question.topic
    nearest = find_nearest(charter, charter.topic(topic), asker=question.asker, roster=there)
    seen = tuple(number for number in question.judged_entries if number in shown)
    return Decision(verdict, question.why, topic, seen, nearest)

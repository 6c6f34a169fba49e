"""Letters about recalls: to those who were given what was wrong, and to who recalls it."""

from collections.abc import Sequence

from handlers.letters.desk import Desk, Letter
from handlers.ui import recalls as ui
from handlers.ui.blocks import Message
from handlers.ui.recalls import Progress, Told
from knowledge import entries, questions, recall_news, recalls, receipts
from knowledge.outbox import Kind, Notification, State
from knowledge.receipts import Place, Way


async def _told(desk: Desk) -> Message | None:
    """What is different, to those who may still read it; they have been given it anew."""
    row, facts = desk.row, desk.row.facts
    async with desk.session as session:
        recall = await recall_news.get(session, row.workspace, row.about)
        entry = await entries.get(session, row.workspace, recall.entry_id)
        before = await recalls.text_at(session, entry, facts["revision"])
    reads = await desk.readers.may_read(row.to, entry, await desk.charter())
    in_channel = row.to.startswith(("C", "G", "D"))
    told = Told(
        recall,
        entry,
        before,
        question=await _question(desk) if reads or not in_channel else "",
        people=facts["people"] if in_channel else (),
        passed_to=facts.get("closed", ""),
        reads=reads,
    )
    if reads:
        place = Place(
            Way.RECALL,
            facts.get("person", ""),
            row.to if in_channel else "",
            row.thread_ts or "",
            by=recall.by,
            question_id=facts["question"],
        )
        async with desk.session as session:
            await receipts.record(session, [entry], place, now=desk.services.clock())
    return ui.told(desk.words, told)


async def _question(desk: Desk) -> str:
    """What the reader had asked. Of what was passed on to them by others, nothing."""
    number = desk.row.facts["question"]
    if number is None or desk.row.facts.get("closed"):
        return ""
    async with desk.session as session:
        return (await questions.get(session, desk.row.workspace, number)).text


async def _state(desk: Desk) -> Message | None:
    """Whom it has reached by now."""
    async with desk.session as session:
        recall = await recall_news.get(session, desk.row.workspace, desk.row.about)
        entry = await entries.get(session, desk.row.workspace, recall.entry_id)
        rows = await recall_news.rows_of(session, recall)
    return ui.state(desk.words, recall, entry, _progress(rows))


def _progress(rows: Sequence[Notification]) -> Progress:
    """What went to somebody else instead counts there."""
    instead = {row.facts.get("instead") for row in rows}
    counted = [row for row in rows if row.id not in instead]
    arrived = sum(row.state is State.DONE for row in counted)
    failed = [row.to for row in counted if row.state is State.FAILED]
    return Progress(len(counted), arrived, failed)


LETTERS: dict[Kind, Letter] = {Kind.RECALLED: _told, Kind.RECALL_STATE: _state}

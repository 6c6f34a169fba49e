"""Letters about signals: to who owns one, to who passed it on, and to who leads."""

from handlers.letters.desk import Desk, Letter
from handlers.ui import choosing as choosing_ui
from handlers.ui import signals as ui
from handlers.ui import tidings as tidings_ui
from handlers.ui.blocks import Message
from handlers.ui.said import Shown
from knowledge import signals
from knowledge.outbox import Kind
from knowledge.overdue import Cause
from knowledge.signal import Signal


async def _owner(desk: Desk) -> Message | None:
    """As things stand; not sent at all to somebody who no longer has it."""
    shown = await _shown(desk)
    if desk.row.ts is None and not _still(desk, shown.signal):
        return None
    return ui.passed_on(desk.words, shown, desk.row.to)


async def _reminder(desk: Desk) -> Message | None:
    shown = await _shown(desk)
    if not _still(desk, shown.signal):
        return None
    return ui.reminder(desk.words, shown, desk.row.facts["part"])


async def _moved(desk: Desk) -> Message | None:
    return ui.moved(desk.words, await _shown(desk), Cause(desk.row.facts["cause"]))


async def _state(desk: Desk) -> Message | None:
    shown = await _shown(desk)
    if desk.row.to not in {supporter.person for supporter in shown.supporters}:
        return tidings_ui.left(desk.words, shown)
    return tidings_ui.state(desk.words, shown, now=desk.services.clock())


async def _news(desk: Desk) -> Message | None:
    """What was said; not what has been overtaken by another word."""
    shown, said = await _shown(desk), desk.row.facts["news"]
    is_late = said in set(Cause)
    is_true = shown.signal.is_live if is_late else shown.signal.status == said
    return tidings_ui.news(desk.words, shown, said) if is_true else None


async def _overdue(desk: Desk) -> Message | None:
    """Not sent for a day that has passed."""
    shown = await _shown(desk)
    if desk.row.ts is None and not _still(desk, shown.signal):
        return None
    return ui.overdue(desk.words, shown, Cause(desk.row.facts["cause"]))


async def _choice(desk: Desk) -> Message | None:
    facts = desk.row.facts
    return choosing_ui.whom(desk.words, facts["channel"], facts["ts"])


async def _shown(desk: Desk) -> Shown:
    """The signal as the row's reader may see it: the words of a private conversation are for
    those who are in it, and for no channel.
    """
    async with desk.session as session:
        signal = await signals.get(session, desk.row.workspace, desk.row.about)
        supporters = await signals.supporters(session, signal)
    private = [signal.audience] if signal.audience else []
    seen = await desk.channels.audiences_of(desk.row.to, private)
    return Shown(signal, supporters, await desk.charter(), signal.is_readable(seen))


def _still(desk: Desk, signal: Signal) -> bool:
    """Whether a word is still owed by the person it was with when the row was planned."""
    return signal.is_live and signal.round == desk.row.facts["round"]


LETTERS: dict[Kind, Letter] = {
    Kind.SIGNAL: _owner,
    Kind.SIGNAL_REMINDER: _reminder,
    Kind.SIGNAL_MOVED: _moved,
    Kind.SIGNAL_STATE: _state,
    Kind.SIGNAL_NEWS: _news,
    Kind.SIGNAL_OVERDUE: _overdue,
    Kind.SIGNAL_CHOICE: _choice,
}

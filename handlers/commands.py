"""Commands: what `/kb` does, by what was typed after it."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from handlers import (
    absences,
    asking,
    charter,
    choosing,
    departures,
    due,
    duplicates,
    editing,
    entries,
    flags,
    forgetting,
    holdings,
    questions,
    rehearsals,
    signals,
    synonyms,
    timelines,
    upkeep,
)
from handlers.typed import FLAGGED, Command, read
from handlers.ui import help as help_ui
from handlers.ui.blocks import Message
from handlers.visit import Visit
from knowledge.question import Way
from knowledge.reactions import shown


def register(app: AsyncApp) -> None:
    """`/kb`, whatever follows."""
    app.command("/kb")(run)


async def run(ack: AsyncAck, command: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """Do what was typed."""
    await ack()
    visit.begins()
    typed = read(command["text"])
    if opens_window(typed):
        await MODALS[typed.name](visit, command["trigger_id"], typed)
        return
    answer = await ANSWERS[typed.name or "question"](visit, command, typed)
    await respond(**answer.ephemeral())


def opens_window(typed: Command) -> bool:
    """Whether a window opens, for which Slack gives us three seconds."""
    return typed.name in MODALS and (typed.name not in ANSWERS or not typed.rest)


async def _question(visit: Visit, command: dict[str, Any], typed: Command) -> Message:
    _ = await visit.people.welcome(visit.user)
    if not typed.rest:
        return help_ui.how_to_ask(_)
    question = await asking.asking(
        visit,
        typed.rest,
        way=Way.COMMAND,
        key=f"command:{command['trigger_id']}",
        channel=command["channel_id"],
    )
    return await asking.answer(visit, question, wants_person=typed.name == "ask")


async def _help(visit: Visit, _: dict[str, Any], __: Command) -> Message:
    words = await visit.people.welcome(visit.user)
    return help_ui.help_(words, shown(await visit.charter(), visit.services.emoji))


async def _why(visit: Visit, _: dict[str, Any], __: Command) -> Message:
    return await questions.why_last(visit)


async def _show(visit: Visit, _: dict[str, Any], typed: Command) -> Message:
    return await entries.card(visit, typed.number)


async def _story(visit: Visit, _: dict[str, Any], typed: Command) -> Message:
    return await timelines.story(visit, typed.number)


async def _drafts(visit: Visit, _: dict[str, Any], __: Command) -> Message:
    return await entries.drafts(visit)


async def _archived(visit: Visit, _: dict[str, Any], __: Command) -> Message:
    return await upkeep.archived(visit)


async def _duplicates(visit: Visit, _: dict[str, Any], __: Command) -> Message:
    return await duplicates.listed(visit)


async def _mine(visit: Visit, _: dict[str, Any], __: Command) -> Message:
    return await entries.mine(visit)


async def _away(visit: Visit, _: dict[str, Any], typed: Command) -> Message:
    return await absences.leave(visit, typed.rest)


async def _back(visit: Visit, _: dict[str, Any], __: Command) -> Message:
    return await absences.come_back(visit)


async def _mydata(visit: Visit, _: dict[str, Any], __: Command) -> Message:
    return await holdings.counted(visit)


async def _charter(visit: Visit, _: dict[str, Any], __: Command) -> Message:
    return await charter.summary(visit)


async def _leaving(visit: Visit, _: dict[str, Any], typed: Command) -> Message:
    return await departures.announce(visit, typed.rest)


async def _rehearse(visit: Visit, _: dict[str, Any], typed: Command) -> Message:
    return await rehearsals.rehearse(visit, typed.rest)


async def _add(visit: Visit, trigger: str, _: Command) -> None:
    await editing.open_add_modal(visit, trigger)


async def _edit(visit: Visit, trigger: str, typed: Command) -> None:
    await editing.open_edit_modal(visit, trigger, typed.number)


async def _verify(visit: Visit, trigger: str, _: Command) -> None:
    await due.open_window(visit, trigger)


async def _flag(visit: Visit, trigger: str, typed: Command) -> None:
    found = FLAGGED.fullmatch(typed.rest)
    assert found
    await flags.open_modal(visit, trigger, int(found[1]), found[2] or "")


async def _signal(visit: Visit, trigger: str, typed: Command) -> None:
    await choosing.open_window(visit, trigger, typed.rest)


async def _signals(visit: Visit, _: dict[str, Any], __: Command) -> Message:
    return await signals.listed(visit)


async def _synonyms(visit: Visit, trigger: str, _: Command) -> None:
    await synonyms.open_list(visit, trigger)


async def _forget(visit: Visit, trigger: str, _: Command) -> None:
    await forgetting.open_window(visit, trigger)


async def _open_away(visit: Visit, trigger: str, _: Command) -> None:
    await absences.open_form(visit, trigger)


ANSWERS: dict[str, Callable[[Visit, dict[str, Any], Command], Awaitable[Message]]] = {
    "question": _question,
    "ask": _question,
    "help": _help,
    "why": _why,
    "show": _show,
    "story": _story,
    "drafts": _drafts,
    "archived": _archived,
    "duplicates": _duplicates,
    "mine": _mine,
    "away": _away,
    "back": _back,
    "mydata": _mydata,
    "charter": _charter,
    "leaving": _leaving,
    "rehearse": _rehearse,
    "signals": _signals,
}
MODALS: dict[str | None, Callable[[Visit, str, Command], Awaitable[None]]] = {
    "add": _add,
    "edit": _edit,
    "verify": _verify,
    "flag": _flag,
    "signal": _signal,
    "synonyms": _synonyms,
    "forget": _forget,
    "away": _open_away,
}
"""Windows that open; `away` opens one where nothing follows, and answers where something does."""

"""App Home: what a person owes, reviews and waits for, drawn anew each time it is opened."""

from collections.abc import Mapping
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from handlers import concerns, due, learned
from handlers.sight import visible
from handlers.ui import home as ui
from handlers.ui.flag_overview import FlagsSeen
from handlers.ui.flag_settling import Shown
from handlers.visit import Visit
from knowledge import charters, entries, escalations, fairness, flags, presence, roster
from knowledge.entry import Entry
from knowledge.synonym import may_change

log = structlog.get_logger()


def register(app: AsyncApp) -> None:
    """Opening it."""
    app.event("app_home_opened")(opened)


async def opened(event: dict[str, Any], visit: Visit) -> None:
    """Draw it."""
    if event.get("tab") == "home":
        await draw(visit)


async def follow(visit: Visit, body: Mapping[str, Any]) -> None:
    """Draw it again after something was done there, or in a modal that may have come from there."""
    if body.get("type") == "view_submission" or body.get("view", {}).get("type") == "home":
        await redraw(visit)


async def redraw(visit: Visit) -> None:
    """Draw it again. What was done is done, even where Slack won't show it."""
    try:
        await draw(visit)
    except SlackApiError as error:
        log.warning("home not redrawn", reason=error)


async def draw(visit: Visit) -> None:
    """Publish the person's home as things stand now."""
    _ = await visit.people.welcome(visit.user)
    me = await visit.people.get(visit.user)
    leads = visit.user in (await visit.charter()).leads()
    led = await _led(visit) if leads else None
    flagged = await _flagged(visit, counts=leads)
    month = visit.now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    waiting = await due.waiting(visit)
    signals = await concerns.overview(visit, month, counts_for_all=False)
    drafts, written = await _own(visit)
    async with visit.sessions.begin() as session:
        charter = await charters.in_force(session, visit.workspace)
        view = ui.home(
            _,
            me=me,
            owed=await escalations.owed_by(session, visit.workspace, visit.user),
            drafts=drafts,
            awaited=await escalations.awaited_by(session, visit.workspace, visit.user),
            written=written,
            charter=charter,
            now=visit.now,
            presence=await presence.of(
                session, visit.workspace, visit.user, zone=me.zone, now=visit.now
            ),
            signals=signals,
            due=len(waiting),
            flags=flagged,
            keeps_jargon=may_change(charter, visit.user),
            led=led,
        )
    await visit.client.views_publish(user_id=visit.user, view=view)


async def _own(visit: Visit) -> tuple[list[Entry], list[Entry]]:
    """What this person reviews, and what they wrote: of what they may see now."""
    async with visit.sessions.begin() as session:
        drafts = await entries.drafts_for(session, visit.workspace, visit.user)
        written = await entries.written_by(session, visit.workspace, visit.user)
    return await visible(visit, drafts), await visible(visit, written)


async def _flagged(visit: Visit, *, counts: bool) -> FlagsSeen:
    """What this person has to settle; how much is open, for those who lead."""
    async with visit.sessions.begin() as session:
        charter = await charters.in_force(session, visit.workspace)
        owed = [
            (flag, await entries.get(session, visit.workspace, flag.entry_id))
            for flag in await flags.owed_by(session, visit.workspace, visit.user)
        ]
        said = [await flags.remarks(session, flag) for flag, _entry in owed]
        open_ = await flags.by_topic(session, visit.workspace) if counts else None
    shown = [
        Shown(
            flag,
            entry,
            remarks,
            charter,
            await visit.readers.may_read(visit.user, entry, charter),
        )
        for (flag, entry), remarks in zip(owed, said, strict=True)
    ]
    return FlagsSeen(shown, open_, charter)


async def _led(visit: Visit) -> ui.Led:
    """What only those see who lead."""
    taught = await learned.of_this_week(visit)
    async with visit.sessions.begin() as session:
        charter = await charters.in_force(session, visit.workspace)
        week = roster.week_of(charter, visit.now)
        unowned = await escalations.unowned(session, visit.workspace)
        shares = await fairness.shares(session, visit.workspace, charter, since=week)
    reader = await visit.readers.one(visit.user, {one.audience for one in unowned})
    readable = {one.id for one in unowned if one.is_readable(visit.user, reader.audiences)}
    return ui.Led(unowned, shares, week, taught, readable)

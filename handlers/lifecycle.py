"""Lifecycle: people who join or change, and the app removed."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from slack_bolt.async_app import AsyncApp

from handlers import channels, home
from handlers.people import profile
from handlers.visit import Visit
from knowledge import people, workspaces

REMOVALS = ("app_uninstalled", "tokens_revoked")


def register(app: AsyncApp) -> None:
    """Every event of the manifest that no other noun listens to."""
    for kind in ("user_change", "team_join"):
        app.event(kind)(person_changed)
    for kind in REMOVALS:
        app.event(kind)(removed)


async def person_changed(event: dict[str, Any], visit: Visit) -> None:
    """Keep the new profile and status; in another language, their home is drawn anew.

    Whom we have not met, or have forgotten, and the charter does not name is none of our business.
    """
    person = event["user"]["id"]
    channels.forget_guests(visit.services.channels, visit.workspace)
    async with visit.sessions.begin() as session:
        before = await people.find(session, visit.workspace, person)
        spoke = before.language if before else None
    if before is None and person not in (await visit.charter()).everyone():
        return
    now = await visit.people.keep(profile(event["user"], visit.workspace))
    await visit.people.signs.note_status(event["user"])
    if spoke and now.language != spoke:
        await home.redraw(replace(visit, user=person))


async def removed(event: dict[str, Any], body: dict[str, Any], visit: Visit) -> None:
    """The workspace has let us go: its token goes, what is due there waits, what we know stays.

    Told late, after it has let us in again, it changes nothing. Nobody's own token is ours.
    """
    if event["type"] == "tokens_revoked" and not event.get("tokens", {}).get("bot"):
        return
    at = datetime.fromtimestamp(int(body["event_time"]) + 1, UTC)
    async with visit.sessions.begin() as session:
        is_gone = await workspaces.left(session, visit.workspace, at=at, now=visit.now)
    if is_gone:
        await visit.services.let_go(visit.workspace)

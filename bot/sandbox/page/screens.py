"""Screens: everything one person sees at one moment, gathered for the templates."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.sandbox.page import dates, emoji, mrkdwn, people, presence, rooms
from bot.sandbox.page.blocks import Blocks, Form
from bot.sandbox.page.conversation import Conversation
from bot.sandbox.page.viewer import Viewer
from bot.sandbox.page.words import words
from bot.sandbox.slack import PretendSlack, User, View

Json = dict[str, Any]
STEPS = (("15m", "minutes_15"), ("1h", "hour_1"), ("4h", "hours_4"), ("1d", "day_1"))
_LATEST = 120  # messages of a place shown at first: each change shows them anew
_QUICK = ("white_check_mark", "eyes", "bookmark")  # one click away on every message


@dataclass(frozen=True)
class Spot:
    """What the address names: a place, a thread open beside it, and how much of the past."""

    place: str
    thread: str = ""
    everything: bool = False


def screen(slack: PretendSlack, user: User, spot: Spot, now: datetime) -> Json | None:
    """The values of `screen.html`, or None when this person has no such place."""
    space, viewer = slack.workspace, people.viewer(slack.workspace, user, now)
    room = rooms.place(space, viewer, spot.place)
    if room is None:
        return None
    said = words(viewer.language)
    return {
        "version": space.version,
        "viewer": viewer,
        "words": said,
        "workspace": space.name,
        "title": f"{room.label} · {user.real_name} · {space.name}",
        "people": people.rows(space, user.id, spot.place),
        "signs": {one.id: presence.sign(one, now) for one in people.actors(space)},
        "presence": presence.shown(user, viewer),
        "rooms": rooms.rail(space, viewer, spot.place),
        "clock": dates.full(viewer.now.astimezone(viewer.tzinfo), viewer),
        "steps": [(step, said[name]) for step, name in STEPS],
        "quick": [(name, emoji.character(name)) for name in _QUICK],
        "place": room,
        "modals": [_modal(view, viewer) for view in slack.modals_of(user.id)],
        **_centre(slack, viewer, room, spot),
    }


def frame(slack: PretendSlack, user: User) -> Json:
    """What `page.html` adds around the screen: the picker, the menus, the names to complete."""
    shortcuts = slack.manifest.shortcuts.values()
    common = [(name, emoji.character(name)) for name in emoji.COMMON]
    others = {sign: name for name, sign in reversed(emoji.table().items())}
    rest = [(name, sign) for sign, name in reversed(others.items()) if name not in emoji.COMMON]
    return {
        "emoji": [*common, *rest],
        "status_emoji": [(name, emoji.character(name)) for name in presence.EMOJI],
        "message_shortcuts": [it for it in shortcuts if it["type"] == "message"],
        "known": _known(slack, user),
    }


def _known(slack: PretendSlack, user: User) -> Json:
    space = slack.workspace
    named = (c.name for c in space.channels.values() if c.name and user.id in c.members)
    return {
        "people": [
            {"handle": it.name, "name": people.display_name(it), "about": it.title}
            for it in space.users.values()
            if not it.deleted
        ],
        "channels": sorted(named),
        "commands": [
            {"name": name, "hint": it.get("usage_hint", ""), "about": it.get("description", "")}
            for name, it in slack.manifest.commands.items()
        ],
    }


def _centre(slack: PretendSlack, viewer: Viewer, room: rooms.Room, spot: Spot) -> Json:
    if room.kind == "home":
        home = _home(slack.home_of(viewer.id), viewer)
        return {"home": home, "thread": None, "shown": [], "earlier": False}
    conversation = Conversation(slack.workspace, viewer, room.id)
    lines = conversation.thread(spot.thread) if spot.thread else []
    beside = {"ts": spot.thread, "messages": lines} if lines else None
    shown = conversation.room(None if spot.everything else _LATEST)
    earlier = not spot.everything and len(shown) == _LATEST
    return {"home": None, "thread": beside, "shown": shown, "earlier": earlier}


def _home(view: View | None, viewer: Viewer) -> Json | None:
    if view is None:
        return None
    return {"id": view.id, "key": f"home-{view.id}", "body": _body(view, viewer)}


def _body(view: View, viewer: Viewer) -> str:
    return Blocks(viewer).html(view.blocks, Form(view.id, view.state))


def _modal(view: View, viewer: Viewer) -> Json:
    said = words(viewer.language)
    return {
        "id": view.id,
        "title": _label(view.title, ""),
        "submit": _label(view.submit, ""),
        "close": _label(view.close, said["cancel"]),
        "disabled": view.submit_disabled,
        "body": _body(view, viewer),
    }


def _label(text: Json | None, otherwise: str) -> str:
    return mrkdwn.plain(text["text"]) if text else otherwise

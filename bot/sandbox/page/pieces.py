"""Pieces: links, mentions and dates, which every form of Slack's text contains."""

import re

from markupsafe import Markup, escape

from bot.sandbox.page import dates
from bot.sandbox.page.viewer import Viewer

_SAFE = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)


def is_safe(url: str) -> bool:
    """Whether a browser may follow it: web and mail, never `javascript:` and its kind."""
    return bool(_SAFE.match(url))


def link(url: str, label: str, viewer: Viewer) -> Markup:
    """An anchor for web and mail addresses; any other scheme is shown as its bare label."""
    if not is_safe(url):
        return escape(label)
    address = viewer.follow(url)
    if address != url:
        return Markup('<a href="{}">{}</a>').format(address, label)
    anchor = '<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>'
    return Markup(anchor).format(url, label)


def person(user: str, viewer: Viewer, label: str = "") -> Markup:
    name = viewer.people.get(user) or label or user
    mine = " mine" if user == viewer.id else ""
    return Markup('<span class="mention{}">@{}</span>').format(mine, name)


def channel(conversation: str, viewer: Viewer, label: str = "") -> Markup:
    name = viewer.channels.get(conversation)
    if not name:
        return Markup('<span class="mention">#{}</span>').format(label or conversation)
    anchor = '<a class="mention" href="{}">#{}</a>'
    return Markup(anchor).format(viewer.address(conversation), name)


def broadcast(name: str) -> Markup:
    return Markup('<span class="mention mine">@{}</span>').format(name)


def date(seconds: str, pattern: str, fallback: str, viewer: Viewer) -> Markup:
    """A moment in the viewer's zone and language, or the fallback when it is no moment."""
    shown = dates.written(int(seconds), pattern, viewer) if seconds.isdecimal() else None
    return Markup("<time>{}</time>").format(shown) if shown else escape(fallback)

"""Tokens: what Slack writes between < and >, and its three entities."""

import re
from collections.abc import Mapping

from handlers.ui.text.moments import day_and_time

TOKEN = re.compile(r"<([^<>\n]+)>")
MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
LABELLED = re.compile(r"<(?:@|#|!subteam\^)([A-Z0-9]+)\|@?([^<>]+)>")
UNNAMED = re.compile(r"<#([A-Z0-9]+)\|?>")
ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def labels(text: str) -> dict[str, str]:
    """The names of people, channels and groups that the text itself tells, by id."""
    return {found[1]: unescaped(found[2]) for found in LABELLED.finditer(text)}


def unescaped(text: str) -> str:
    """Slack's three entities as the signs they stand for."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def address(inside: str) -> str | None:
    """Where a token leads, if it is a link or a date with one."""
    head, _, _label = inside.partition("|")
    if head.startswith("!date^"):
        return next(iter(head.split("^")[3:4]), None)
    return unescaped(head) if ADDRESS.match(head) else None


def shown(inside: str, names: Mapping[str, str]) -> str:
    """The words of a token, still escaped: a person, a channel, a group, a date, an address."""
    head, _, label = inside.partition("|")
    sign, named = head[:1], head[1:]
    if sign == "@":
        return f"@{names.get(named) or label or named}"
    if sign == "#":
        return f"#{label or names.get(named) or named}"
    if sign == "!":
        return label or _command(named, names)
    return label or head.removeprefix("mailto:")


def _command(command: str, names: Mapping[str, str]) -> str:
    kind, *details = command.split("^")
    if kind == "subteam" and details:
        return f"@{names.get(details[0]) or details[0]}"
    if kind == "date" and details:
        return day_and_time(details[0])
    return f"@{kind}"

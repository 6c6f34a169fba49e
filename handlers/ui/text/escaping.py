"""Escaping: words somebody wrote, shown as words and as nothing else."""

import re
from collections.abc import Collection

from handlers.ui.text.measure import tidy

JOINER = "\u2060"  # takes no room, and ends what some clients take for a mention
BROADCAST = re.compile(r"@(?=(?:here|channel|everyone|group)\b)", re.IGNORECASE)
HAIR = "\u200a"  # Slack has no escape for styles, but sees none where a space is inside
STYLES = "*_~"
STYLE = re.compile(r"(?P<opening>(?<![^\W_])[*_~](?=\S))|(?<=\S)[*_~](?![^\W_])")
TICK, LIKE_A_TICK = "`", "‵"  # … and code is code even so
PERSON = re.compile(r"[UW][A-Z0-9]{2,20}")
CHANNEL = re.compile(r"[CG][A-Z0-9]{2,20}")


def entities(text: str) -> str:
    """Escape the three signs that Slack gives a meaning."""
    return tidy(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape(text: str, beside: Collection[str] = ()) -> str:
    """Text somebody wrote, for a place where Slack reads markup: no mention, no link, no style.

    `beside` are signs of styles that the rest of its line has: one more of them could pair.
    """
    words = defuse(entities(text)).replace(TICK, LIKE_A_TICK)
    return "\n".join(_unstyled(line, beside) for line in words.split("\n"))


def defuse(text: str) -> str:
    """Break up bare broadcasts such as @here, which some clients turn into mentions."""
    return BROADCAST.sub(f"@{JOINER}", text)


def person(id: str) -> str:  # noqa: A002
    """A mention that Slack shows as the person's name; an author from elsewhere by their name."""
    return f"<@{id}>" if PERSON.fullmatch(id) else escape(id)


def channel(id: str) -> str:  # noqa: A002
    """A channel that Slack shows by its name, to those who may know it; nothing for a DM."""
    return f"<#{id}>" if CHANNEL.fullmatch(id) else ""


def link(url: str, label: str, beside: Collection[str] = ()) -> str:
    """A link, if it leads to the web or to a mailbox; else its label alone."""
    if not re.match(r"(?:https?://|mailto:)[^\s|]+$", url, re.IGNORECASE):
        return escape(label, beside)
    address = entities(url).replace("|", "%7C")
    return f"<{address}|{escape(' '.join(label.split()), beside).replace('|', '¦')}>"


def _unstyled(line: str, beside: Collection[str]) -> str:
    """Part the signs of a style from their words, where two of them could enclose some."""
    paired = {sign for sign in STYLES if line.count(sign) > (sign not in beside)}
    if not paired:
        return line
    return STYLE.sub(lambda found: _parted(found) if found[0] in paired else found[0], line)


def _parted(found: re.Match[str]) -> str:
    return found[0] + HAIR if found["opening"] else HAIR + found[0]

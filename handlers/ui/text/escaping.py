"""Escaping: words somebody wrote, shown as words and as nothing else."""

import re

from handlers.ui.text.measure import tidy

JOINER = "\u2060"  # takes no room, and ends what Slack would take for a mention or a style
BROADCAST = re.compile(r"@(?=(?:here|channel|everyone|group)\b)", re.IGNORECASE)
# Slack has no escape for these. It reads one as a style where it touches a word on one side only.
STYLE = re.compile(r"(?<!\w)([*_~`])(?=\S)|(?<=\S)([*_~`])(?!\w)")
PERSON = re.compile(r"[UW][A-Z0-9]{2,20}")


def entities(text: str) -> str:
    """Escape the three signs that Slack gives a meaning."""
    return tidy(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape(text: str) -> str:
    """Text somebody wrote, for a place where Slack reads markup: no mention, no link, no style."""
    return STYLE.sub(rf"{JOINER}\g<0>{JOINER}", defuse(entities(text)))


def defuse(text: str) -> str:
    """Break up bare broadcasts such as @here, which some clients turn into mentions."""
    return BROADCAST.sub(f"@{JOINER}", text)


def person(id: str) -> str:  # noqa: A002
    """A mention that Slack shows as the person's name; an author from elsewhere by their name."""
    return f"<@{id}>" if PERSON.fullmatch(id) else escape(id)


def link(url: str, label: str) -> str:
    """A link, if it leads to the web or to a mailbox; else its label alone."""
    if not re.match(r"(?:https?://|mailto:)[^\s|]+$", url, re.IGNORECASE):
        return escape(label)
    address = entities(url).replace("|", "%7C")
    return f"<{address}|{escape(' '.join(label.split())).replace('|', '¦')}>"

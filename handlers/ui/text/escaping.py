"""Escaping: words somebody wrote, shown as words and as nothing else."""

import re
from collections.abc import Collection

from handlers.ui.text.measure import tidy

JOINER = "\u2060"  # takes no room, and ends what some clients take for a mention
BROADCAST = re.compile("@(?=here|channel|everyone|group)", re.IGNORECASE)
HAIR = "\u200a"  # Slack has no escape for styles, but sees none where a space is inside
STYLES = "*_~"
# At the edge of a text nobody knows what stands beside it.
STYLE = re.compile(r"(\s?)((?<![^\W_])[*_~](?!\s)|(?<!\s)[*_~](?![^\W_]))(\s?)")
TICK, LIKE_A_TICK = "`", "‵"  # … and code is code even so
PERSON = re.compile(r"[UW][A-Z0-9]{2,20}")
CHANNEL = re.compile(r"[CG][A-Z0-9]{2,20}")


def entities(text: str) -> str:
    """Escape the three signs that Slack gives a meaning."""
    return tidy(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape(text: str, beside: Collection[str] = ()) -> str:
    """Text somebody wrote, for a place where Slack reads markup: no mention, link, style or quote.

    `beside` are signs of styles that the rest of its line has: one more of them could pair.
    """
    words = defuse(entities(text)).replace(TICK, LIKE_A_TICK)
    return "\n".join(_unquoted(_unstyled(line, beside)) for line in words.split("\n"))


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
    scheme, colon, rest = entities(url).replace("|", "%7C").partition(":")
    address = scheme.lower() + colon + rest
    if entities(label) == address:
        return f"<{address}>"
    return f"<{address}|{escape(' '.join(label.split()), beside).replace('|', '¦')}>"


def _unquoted(line: str) -> str:
    """Slack sees a quote where a line begins with the sign of one, escaped or not."""
    return JOINER + line if line.startswith("&gt;") else line


def _unstyled(line: str, beside: Collection[str]) -> str:
    """Part the signs of a style from their words, where two of them could enclose some."""
    paired = {sign for sign in STYLES if line.count(sign) > (sign not in beside)}
    return STYLE.sub(lambda found: _parted(found, paired), line) if paired else line


def _parted(found: re.Match[str], paired: Collection[str]) -> str:
    before, sign, after = found.groups()
    return f"{before or HAIR}{sign}{after or HAIR}" if sign in paired else found[0]

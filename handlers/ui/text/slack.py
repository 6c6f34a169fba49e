"""Slack's own text, read once on the way in: mrkdwn and rich text become Markdown."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from handlers.ui.text.literal import as_link, literal, started
from handlers.ui.text.measure import tidy
from handlers.ui.text.rich import from_rich_text

NOBODY: Mapping[str, str] = MappingProxyType({})
MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
CODE = re.compile(r"```\n?(.+?)\n?```|`([^`\n]+)`", re.DOTALL)
TOKEN = re.compile(r"<([^<>\n]+)>")
# What is read already waits behind numbers while the rest is read.
KEPT = re.compile("\x02([0-9]+)\x03")
STYLES = {"*": "**", "_": "_", "~": "~~"}
STYLED = re.compile(
    r"(?<![\w*_~])(?P<sign>[*_~])(?=[*_~]{0,2}[^\s*_~])"
    r"(?P<text>[^\n]{1,1000}?)(?<!\s)(?P=sign)(?![\w*_~])"
)
DEPTH = 3
BULLET = re.compile(r"^(\s*)[•◦▪▪︎‣]\s+")
ADDRESS = re.compile(r"(?:https?|mailto):", re.IGNORECASE)


def from_slack(text: str, *, names: Mapping[str, str] = NOBODY) -> str:
    """Markdown for a text as Slack sends it; mentions become names, as plain words."""
    return _Reading(names).markdown(text)


def from_message(message: Mapping[str, Any], names: Mapping[str, str] = NOBODY) -> str:
    """Markdown for a message: from its rich text, which is exact, else from its text."""
    rich = [block for block in message.get("blocks") or () if block.get("type") == "rich_text"]
    if rich:
        return "\n\n".join(from_rich_text(block, names) for block in rich).strip()
    return from_slack(message.get("text") or "", names=names)


def mentions(text: str) -> set[str]:
    """The people a text mentions, by id."""
    return {found[1] for found in MENTION.finditer(text)}


class _Reading:
    """One text being read: what is finished waits in `kept`."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names
        self.kept: list[str] = []

    def markdown(self, text: str) -> str:
        text = TOKEN.sub(self._token, CODE.sub(self._code, tidy(text)))
        return self._restored("\n".join(self._lines(text))).strip("\n").rstrip()

    def _lines(self, text: str) -> list[str]:
        rest, done = text.split("\n"), []
        while rest:
            line = rest.pop(0)
            if line.startswith("&gt;&gt;&gt;"):  # quotes everything after it
                rest = [f"&gt; {one}" for one in (line[12:].strip(), *rest)]
            elif line.startswith("&gt;"):
                done.append(f"> {started(_inline(line[4:].strip()))}")
            else:
                done.append(started(_inline(BULLET.sub(r"\1- ", line))))
        return done

    def _code(self, found: re.Match[str]) -> str:
        block, inline = found.groups()
        content = TOKEN.sub(lambda token: _label(token[1], self.names), block or inline)
        if block:
            return self._keep(f"\n```\n{_unescaped(content)}\n```\n")
        return self._keep(f"`{_unescaped(content)}`")

    def _token(self, found: re.Match[str]) -> str:
        inside = self._restored(found[1])
        url, _, label = inside.partition("|")
        if not ADDRESS.match(url):
            return self._keep(literal(_unescaped(_label(inside, self.names))))
        return self._keep(as_link(_unescaped(url), _unescaped(label)))

    def _keep(self, markdown: str) -> str:
        self.kept.append(markdown)
        return f"\x02{len(self.kept) - 1}\x03"

    def _restored(self, text: str) -> str:
        return KEPT.sub(lambda found: self.kept[int(found[1])], text)


def _inline(text: str, depth: int = 0) -> str:
    """A line with Slack's styles turned into Markdown's and all else meaning itself."""
    done = []
    while depth < DEPTH and (found := STYLED.search(text)):
        mark, inner = STYLES[found["sign"]], _inline(found["text"], depth + 1)
        done += [literal(_unescaped(text[: found.start()])), mark, inner, mark]
        text = text[found.end() :]
    return "".join([*done, literal(_unescaped(text))])


def _label(inside: str, names: Mapping[str, str]) -> str:
    """The words of a `<…>`: a person, a channel, a group, a date, an address."""
    head, _, label = inside.partition("|")
    if head.startswith("@"):
        return f"@{names.get(head[1:]) or label or head[1:]}"
    if head.startswith("#"):
        return f"#{label or head[1:]}"
    if head.startswith("!"):
        return label or f"@{head[1:].partition('^')[0]}"
    return label or head


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

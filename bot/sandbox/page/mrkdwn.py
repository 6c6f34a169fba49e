"""Mrkdwn: Slack's message text to HTML, the way Slack's own client shows it.

Everything is escaped; what becomes a tag is built here from escaped parts. Finished pieces (code,
links, mentions, emoji) are put aside under a private character while the rest is read.
"""

import re
from collections.abc import Callable

from markupsafe import Markup, escape

from bot.sandbox.page import emoji, pieces
from bot.sandbox.page.viewer import Viewer

_OPEN, _CLOSE = "\ue000", "\ue001"
_ASIDE = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_PRE = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
# What is put aside has tags: it may stand in a label, never in an address, which is an attribute.
_SPECIAL = re.compile(rf"<([^<>\n|{_OPEN}]+(?:\|[^<>\n]*)?)>")
_BARE_URL = re.compile(rf"(?<![\w/])https?://[^\s<>|*`\"{_OPEN}]+[^\s<>|*`\"{_OPEN}.,;:!?)\]'»]")
_EMPHASIS = re.compile(r"(?<!\w)([*_~])(?=\S)((?:(?!\1)[^\n])+?)(?<=\S)\1(?!\w)")
_QUOTE = re.compile(r"^(?:>|&gt;) ?")
_REST_QUOTED = re.compile(r"^(?:>>>|&gt;&gt;&gt;) ?", re.MULTILINE)
_TAGS = {"*": "b", "_": "i", "~": "s"}
_BROADCASTS = ("here", "channel", "everyone")


def html(text: str, viewer: Viewer) -> Markup:
    """A text object of type `mrkdwn`, or the text of a message, as HTML."""
    return _Reading(viewer).read(text)


def plain(text: str) -> Markup:
    """A text object of type `plain_text`: emoji names become emoji, nothing else is special."""
    return escape(emoji.spelled(text)).replace("\n", Markup("<br>"))


class _Reading:
    """One text being read: the pieces put aside, and who will see it."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self.aside: list[Markup] = []

    def read(self, text: str) -> Markup:
        text = text.replace(_OPEN, "").replace(_CLOSE, "")
        text = _PRE.sub(self._wrapped("<pre>{}</pre>"), text)
        text = _CODE.sub(self._wrapped("<code>{}</code>"), text)
        text = _SPECIAL.sub(lambda found: self._aside(self._special(found[1])), text)
        text = _BARE_URL.sub(lambda found: self._aside(self._url(found[0])), text)
        text = emoji.IN_TEXT.sub(self._emoji, text)
        return self._restored(self._lines(text))

    def _aside(self, piece: Markup) -> str:
        self.aside.append(piece)
        return f"{_OPEN}{len(self.aside) - 1}{_CLOSE}"

    def _restored(self, text: str) -> Markup:
        return Markup(_ASIDE.sub(lambda found: self._restored(self.aside[int(found[1])]), text))

    def _wrapped(self, tag: str) -> Callable[[re.Match[str]], str]:
        return lambda found: self._aside(Markup(tag).format(unescape_three(_bare(found[1]))))

    def _emoji(self, found: re.Match[str]) -> str:
        known = emoji.character(found[1])
        shown = '<span class="emoji" role="img" aria-label="{}">{}</span>'
        return self._aside(Markup(shown).format(found[1], known)) if known else found[0]

    def _url(self, url: str) -> Markup:
        return pieces.link(unescape_three(url), unescape_three(url), self.viewer)

    def _special(self, inner: str) -> Markup:
        target, _, label = inner.partition("|")
        target, label = unescape_three(target), unescape_three(label)
        if target.startswith("@"):
            return pieces.person(target[1:], self.viewer, label)
        if target.startswith("#"):
            return pieces.channel(target[1:], self.viewer, label)
        if target.startswith("!"):
            return self._command(target[1:], label)
        return pieces.link(target, label or target.removeprefix("mailto:"), self.viewer)

    def _command(self, command: str, label: str) -> Markup:
        name, *parts = command.split("^")
        if name == "date" and len(parts) >= 2:
            shown = pieces.date(parts[0], parts[1], label, self.viewer)
            return pieces.link(parts[2], shown, self.viewer) if len(parts) > 2 else shown
        if name in _BROADCASTS:
            return pieces.broadcast(name)
        return escape(label or f"<!{command}>")

    def _lines(self, text: str) -> str:
        """Lines with quotes gathered; everything left in them is text and gets escaped."""
        before, *rest = _REST_QUOTED.split(text, maxsplit=1)
        shown = self._paragraphs(before.removesuffix("\n") if rest else before)
        for quoted in rest:
            lines = "<br>".join(map(self._line, quoted.split("\n")))
            shown += f"<blockquote>{lines}</blockquote>"
        return shown

    def _paragraphs(self, text: str) -> str:
        shown, quoted_before = "", True
        for line in text.split("\n") if text else []:
            bare, quoted = _QUOTE.subn("", line)
            joined = self._line(bare)
            if quoted:
                shown = _join_quote(shown, joined)
            else:
                shown += joined if quoted_before else f"<br>{joined}"
            quoted_before = bool(quoted)
        return shown

    def _line(self, line: str) -> str:
        return _emphasised(str(escape(unescape_three(line))))


def _join_quote(shown: str, line: str) -> str:
    end = "</blockquote>"
    if shown.endswith(end):
        return f"{shown.removesuffix(end)}<br>{line}{end}"
    return f"{shown}<blockquote>{line}{end}"


def _emphasised(escaped: str) -> str:
    def tag(found: re.Match[str]) -> str:
        name = _TAGS[found[1]]
        return f"<{name}>{_emphasised(found[2])}</{name}>"

    return _EMPHASIS.sub(tag, escaped)


def _bare(code: str) -> str:
    """Inside code, an address or mention is shown as its label."""
    return _SPECIAL.sub(lambda found: found[1].partition("|")[2] or found[1], code)


def unescape_three(text: str) -> str:
    """Slack's three entities as characters: `&lt;`, `&gt;`, `&amp;`, and nothing else."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

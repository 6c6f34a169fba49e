"""Mrkdwn: Slack's message text to HTML, the way Slack's own client shows it.

Everything is escaped; what becomes a tag is built here from escaped parts. Finished pieces (code,
links, mentions, emoji) are put aside under a private character while the rest is read.
"""

import re
from collections.abc import Callable

from markupsafe import Markup, escape

from bot.sandbox.page import dates, emoji
from bot.sandbox.page.viewer import Viewer

_OPEN, _CLOSE = "\ue000", "\ue001"
_ASIDE = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_PRE = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_SPECIAL = re.compile(r"<([^<>\n]+)>")
_BARE_URL = re.compile(r"(?<![\w/])https?://[^\s<>|*`\"]+[^\s<>|*`\".,;:!?)\]'»]")
_EMPHASIS = re.compile(r"(?<!\w)([*_~])(?=\S)((?:(?!\1)[^\n])+?)(?<=\S)\1(?!\w)")
_QUOTE = re.compile(r"^(?:>|&gt;) ?")
_REST_QUOTED = re.compile(r"^(?:>>>|&gt;&gt;&gt;) ?", re.MULTILINE)
_TAGS = {"*": "b", "_": "i", "~": "s"}
_SAFE = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_BROADCASTS = ("here", "channel", "everyone")


def html(text: str, viewer: Viewer) -> Markup:
    """A text object of type `mrkdwn`, or the text of a message, as HTML."""
    return _Reading(viewer).read(text)


def plain(text: str) -> Markup:
    """A text object of type `plain_text`: emoji names become emoji, nothing else is special."""
    return escape(emoji.spelled(text)).replace("\n", Markup("<br>"))


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


class _Reading:
    """One text being read: the pieces put aside, and who will see it."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self.pieces: list[Markup] = []

    def read(self, text: str) -> Markup:
        text = text.replace(_OPEN, "").replace(_CLOSE, "")
        text = _PRE.sub(self._wrapped("<pre>{}</pre>"), text)
        text = _CODE.sub(self._wrapped("<code>{}</code>"), text)
        text = _SPECIAL.sub(lambda found: self._aside(self._special(found[1])), text)
        text = _BARE_URL.sub(lambda found: self._aside(self._url(found[0])), text)
        text = emoji.IN_TEXT.sub(self._emoji, text)
        return self._restored(self._lines(text))

    def _aside(self, piece: Markup) -> str:
        self.pieces.append(piece)
        return f"{_OPEN}{len(self.pieces) - 1}{_CLOSE}"

    def _restored(self, text: str) -> Markup:
        return Markup(_ASIDE.sub(lambda found: self._restored(self.pieces[int(found[1])]), text))

    def _wrapped(self, tag: str) -> Callable[[re.Match[str]], str]:
        return lambda found: self._aside(Markup(tag).format(unescape_three(_bare(found[1]))))

    def _emoji(self, found: re.Match[str]) -> str:
        known = emoji.character(found[1])
        shown = '<span class="emoji" role="img" aria-label="{}">{}</span>'
        return self._aside(Markup(shown).format(found[1], known)) if known else found[0]

    def _url(self, url: str) -> Markup:
        return link(unescape_three(url), unescape_three(url), self.viewer)

    def _special(self, inner: str) -> Markup:
        target, _, label = inner.partition("|")
        target, label = unescape_three(target), unescape_three(label)
        if target.startswith("@"):
            return person(target[1:], self.viewer, label)
        if target.startswith("#"):
            return channel(target[1:], self.viewer, label)
        if target.startswith("!"):
            return self._command(target[1:], label)
        return link(target, label or target.removeprefix("mailto:"), self.viewer)

    def _command(self, command: str, label: str) -> Markup:
        name, *parts = command.split("^")
        if name == "date" and len(parts) >= 2:
            shown = date(parts[0], parts[1], label, self.viewer)
            return link(parts[2], shown, self.viewer) if len(parts) > 2 else shown
        if name in _BROADCASTS:
            return broadcast(name)
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

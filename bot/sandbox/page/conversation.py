"""Conversation: the messages of a place as one person sees them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from markupsafe import Markup

from bot.sandbox.page import dates, emoji, mrkdwn, people
from bot.sandbox.page.blocks import Blocks, Form
from bot.sandbox.page.viewer import Viewer
from bot.sandbox.slack import Message, Workspace

_TOGETHER = timedelta(minutes=5)  # messages of one author this close share one heading


@dataclass(frozen=True)
class Reaction:
    name: str
    character: str
    count: int
    mine: bool
    who: str


@dataclass(frozen=True)
class Line:
    """A message, ready to be shown; `day` is the heading above it, if a new day begins."""

    ts: str
    channel: str
    author: str
    initials: str
    hue: int
    is_bot: bool
    time: str
    full: str
    day: str
    body: Markup
    raw: str
    link: str
    thread_address: str
    reactions: Sequence[Reaction]
    replies: int
    ephemeral: bool
    edited: bool
    broadcast: bool
    mine: bool
    joined: bool = False


class Conversation:
    """One place through one person's eyes: `room()` its messages, `thread(ts)` one thread."""

    def __init__(self, workspace: Workspace, viewer: Viewer, channel: str) -> None:
        self._workspace = workspace
        self._viewer = viewer
        self._seen = workspace.seen_by(viewer.id, channel)
        self._blocks = Blocks(viewer)
        self._replies = Counter(m.thread_ts for m in self._seen if m.is_reply)

    def room(self, latest: int | None = None) -> list[Line]:
        """What stands in the channel itself: no replies but those sent to the channel too.

        All of it, or only so many of the latest.
        """
        standing = [m for m in self._seen if not m.is_reply or m.broadcast]
        return self._lines(standing[-latest:] if latest else standing)

    def thread(self, parent: str) -> list[Line]:
        """A message and its replies, oldest first; empty when there is no such message."""
        lines = self._lines((m for m in self._seen if parent in (m.ts, m.thread_ts)), days=False)
        return lines if lines and lines[0].ts == parent else []

    def _lines(self, messages: Iterable[Message], *, days: bool = True) -> list[Line]:
        lines: list[Line] = []
        before: Message | None = None
        for message in messages:
            line = self._line(message, "m" if days else "t")
            day = self._day(message, before) if days else ""
            joined = not day and before is not None and self._together(before, message)
            lines.append(replace(line, day=day, joined=joined))
            before = message
        return lines

    def _day(self, message: Message, before: Message | None) -> str:
        moment = self._viewer.local(float(message.ts))
        if before and self._viewer.local(float(before.ts)).date() == moment.date():
            return ""
        heading = dates.day(moment, self._viewer)
        return heading[0].upper() + heading[1:]

    @staticmethod
    def _together(before: Message, message: Message) -> bool:
        """What only one person sees answers something of its own, and stands on its own."""
        if before.ephemeral_to or message.ephemeral_to:
            return False
        near = float(message.ts) - float(before.ts) < _TOGETHER.total_seconds()
        return near and (before.user, before.subtype) == (message.user, message.subtype)

    def _line(self, message: Message, prefix: str) -> Line:
        viewer, author = self._viewer, people.author(self._workspace, message.user)
        moment = viewer.local(float(message.ts))
        return Line(
            ts=message.ts,
            channel=message.channel,
            author=author,
            initials=people.initials(author),
            hue=people.hue(self._workspace, message.user),
            is_bot=message.bot_id is not None,
            time=dates.time(moment, viewer),
            full=dates.full(moment, viewer),
            day="",
            body=self._body(message, Form(f"{prefix}{message.ts}")),
            raw=mrkdwn.unescape_three(message.text),
            link=permalink(message),
            thread_address=viewer.address(message.channel, message.thread_ts or message.ts),
            reactions=[self._reaction(name, who) for name, who in message.reactions.items()],
            replies=self._replies[message.ts],
            ephemeral=message.ephemeral_to is not None,
            edited=message.edited is not None,
            broadcast=message.broadcast,
            mine=message.user == viewer.id and message.ephemeral_to is None,
        )

    def _body(self, message: Message, form: Form) -> Markup:
        """Blocks where a program wrote; the text where a person did, for its stars and lists."""
        by_person = message.client_msg_id is not None and message.bot_id is None
        if message.blocks and not by_person:
            body = self._blocks.html(message.blocks, form)
        else:
            shown = mrkdwn.html(message.text, self._viewer)
            body = Markup('<div class="rich" dir="auto">{}</div>').format(shown)
        files = Markup("").join(_file(it) for it in message.files)
        return body + Markup("").join(self._attachment(it) for it in message.attachments) + files

    def _attachment(self, attachment: dict[str, object]) -> Markup:
        text = str(attachment.get("text") or attachment.get("fallback") or "")
        shown = mrkdwn.html(text, self._viewer)
        return Markup('<div class="rich attachment">{}</div>').format(shown)

    def _reaction(self, name: str, who: Sequence[str]) -> Reaction:
        names = ", ".join(people.author(self._workspace, user) for user in who)
        shown = emoji.character(name) or f":{name}:"
        return Reaction(name, shown, len(who), self._viewer.id in who, names)


def _file(file: dict[str, object]) -> Markup:
    return Markup('<div class="attachment">📎 {}</div>').format(
        file.get("title") or file.get("name")
    )


def permalink(message: Message) -> str:
    """The path of a message's permanent address, as Slack forms it."""
    path = f"/archives/{message.channel}/p{message.ts.replace('.', '')}"
    return f"{path}?thread_ts={message.thread_ts}" if message.is_reply else path

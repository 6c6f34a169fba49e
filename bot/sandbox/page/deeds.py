"""Deeds: what the browser says a person did, done in the pretend Slack."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.page import complaints, fields, people, presence
from bot.sandbox.page.clocks import Clock, duration
from bot.sandbox.page.words import words
from bot.sandbox.slack import Message, NotAcknowledged, PretendSlack, SlackRefusal, User, View

Json = dict[str, Any]
Moved = Callable[[], Awaitable[None]]
DONE: Json = {"ok": True}
LOCALES = {"fr": "fr-FR", "en": "en-US"}


async def nothing() -> None:
    """For those who have nobody to wake when the clock moves."""


@dataclass(frozen=True)
class Deeds:
    """One person's hands. Each deed takes what the browser sent and answers `{"ok": …}`."""

    slack: PretendSlack
    clock: Clock
    moved: Moved
    user: User

    @property
    def words(self) -> Mapping[str, str]:
        return words(people.language(self.user))

    async def do(self, deed: str, sent: Json) -> Json:
        """Do it; a refusal becomes a sentence in the person's language. KeyError: no such deed."""
        act = DEEDS[deed]
        try:
            return await act(self, sent) or DONE
        except NotAcknowledged:
            return _refused(self.words["action_failed"])
        except SlackRefusal as refusal:
            return _refused(self.words["refused"].format(code=refusal.code))

    async def say(self, sent: Json) -> Json | None:
        text, thread = sent["text"].strip(), sent.get("thread") or None
        if text.startswith("/") and not text.startswith("//"):
            return await self._command(sent["channel"], text, in_thread=bool(thread))
        await self.slack.say(self.user.id, sent["channel"], text, thread_ts=thread)
        return None

    async def _command(self, channel: str, text: str, *, in_thread: bool) -> Json | None:
        """A line that begins with a slash; what fails keeps the words in the composer."""
        command, _, rest = text.partition(" ")
        said = {"command": command}
        if in_thread:
            return _kept(self.words["no_commands_in_threads"].format(**said))
        try:
            await self.slack.command(self.user.id, channel, command, rest.strip())
        except NotAcknowledged:
            return _kept(self.words["not_answered"].format(**said))
        except SlackRefusal as refusal:
            if refusal.code != "unknown_command":
                raise
            return _kept(self.words["unknown_command"].format(**said))
        return None

    async def edit(self, sent: Json) -> None:
        await self.slack.edit(self.user.id, sent["channel"], sent["ts"], sent["text"])

    async def delete(self, sent: Json) -> None:
        await self.slack.delete(self.user.id, sent["channel"], sent["ts"])

    async def react(self, sent: Json) -> None:
        """Add the reaction, or take it back when it is there."""
        message, name = self._message(sent), sent["name"]
        mine = self.user.id in message.reactions.get(name, ())
        toggle = self.slack.unreact if mine else self.slack.react
        await toggle(self.user.id, message.channel, message.ts, name)

    async def shortcut(self, sent: Json) -> None:
        await self.slack.shortcut(self.user.id, sent["callback_id"], self._message(sent))

    async def click(self, sent: Json) -> None:
        """Use an element of a message, of a modal or of the Home."""
        where = self._where(sent)
        element = fields.find(where.blocks, sent["block_id"], sent["action_id"])
        if element is None:
            raise SlackRefusal("no_such_element", sent["action_id"])
        if isinstance(where, View):
            await self._fill(where, sent)
        value = self._value(element, sent)
        block_id, action_id = sent["block_id"], sent["action_id"]
        await self.slack.click(self.user.id, where, action_id, block_id=block_id, value=value)

    def _value(self, element: Json, sent: Json) -> Any:
        """What the control holds; buttons and overflow menus hold nothing and send a value."""
        name = fields.name(sent["block_id"], element)
        typed = sent.get("form", {}).get(name)
        if typed is None and sent.get("value") is not None:
            return sent["value"]
        return fields.value(element, typed or [], self._zone())

    async def suggest(self, sent: Json) -> Json:
        where = self._where(sent)
        options = await self.slack.suggest(self.user.id, where, sent["action_id"], sent["value"])
        return {"ok": True, "options": options}

    async def fill(self, sent: Json) -> None:
        """Keep what is being typed in a view, so that nothing is lost by a reload."""
        await self._fill(self._view(sent["view"]), sent)

    async def _fill(self, view: View, sent: Json) -> None:
        filled = fields.filled(view.blocks, sent.get("form", {}), self._zone())
        await self.slack.fill(self.user.id, view.id, filled)

    async def submit(self, sent: Json) -> Json | None:
        view, form = self._view(sent["view"]), sent.get("form", {})
        if faults := complaints.complaints(view.blocks, form, self.words):
            return {"ok": False, "errors": faults}
        filled = fields.filled(view.blocks, form, self._zone())
        errors = await self.slack.submit(self.user.id, view.id, filled)
        return {"ok": False, "errors": errors} if errors else None

    async def close(self, sent: Json) -> None:
        """Close the top modal or all; the person is not told whether the bot heard of it."""
        everything = bool(sent.get("all"))
        try:
            await self.slack.close_view(self.user.id, sent["view"], all_of_them=everything)
        except NotAcknowledged:
            return

    async def language(self, sent: Json) -> None:
        await self.slack.set_language(self.user.id, LOCALES[sent["language"]])

    async def status(self, sent: Json) -> Json | None:
        done = await presence.set_status(self.slack, self.user, sent, self.clock.now())
        return None if done else _refused(self.words["over"])

    async def pause(self, _sent: Json) -> None:
        await presence.toggle_pause(self.slack, self.user, self.clock.now())

    async def move(self, sent: Json) -> Json | None:
        """Move the clock; whoever must know of it has heard when this returns."""
        by = duration(str(sent["by"]))
        if by is None:
            return _refused(self.words["bad_time"])
        self.clock.move(by)
        self.slack.workspace.changed()
        await self.moved()
        return None

    def _where(self, sent: Json) -> Message | View:
        return self._view(sent["view"]) if sent.get("view") else self._message(sent)

    def _message(self, sent: Json) -> Message:
        return self.slack.shown(self.user.id, sent["channel"], sent["ts"])

    def _view(self, name: str) -> View:
        view = self.slack.workspace.view(name)
        if view is None or view.user != self.user.id:
            raise SlackRefusal("view_not_found", name)
        return view

    def _zone(self) -> Any:
        return people.zone(self.user)


def _refused(error: str) -> Json:
    return {"ok": False, "error": error}


def _kept(error: str) -> Json:
    return {"ok": False, "error": error, "keep": True}


DEEDS: Mapping[str, Callable[[Deeds, Json], Awaitable[Json | None]]] = {
    "say": Deeds.say,
    "edit": Deeds.edit,
    "delete": Deeds.delete,
    "react": Deeds.react,
    "shortcut": Deeds.shortcut,
    "click": Deeds.click,
    "suggest": Deeds.suggest,
    "fill": Deeds.fill,
    "submit": Deeds.submit,
    "close": Deeds.close,
    "language": Deeds.language,
    "status": Deeds.status,
    "pause": Deeds.pause,
    "clock": Deeds.move,
}

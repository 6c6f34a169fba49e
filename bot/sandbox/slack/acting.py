"""Acting: commands, clicks, forms and shortcuts, as Slack's client lets people use them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from . import inputs, payloads, shapes
from .core import Core
from .refusals import ApiError, SlackRefusal
from .text import escape, sent
from .workspace import Channel, Json, Message, View


class Acting(Core):
    """Each method returns once the bot acknowledged; raises NotAcknowledged when it did not
    within three seconds, and SlackRefusal where the client would not let this person do it."""

    _chosen: defaultdict[tuple[str, str], dict[str, dict[str, Json]]]

    async def command(self, user: str, channel: str, command: str, text: str = "") -> None:
        """Send a slash command; not from threads. What the bot answers at once is shown."""
        person, place = self.insider(user), self.place(user, channel)
        known = self.manifest.commands.get(command)
        if known is None or "commands" not in self.manifest.scopes:
            raise SlackRefusal("unknown_command", command)
        escaped = sent(text, self.workspace, labels=True) if known.get("should_escape") else text
        payload = self.payloads.command(person, place, command, escaped)
        name = self.tickets.response(user, place.id)
        payload |= {"trigger_id": self.tickets.trigger(user), "response_url": self._url(name)}
        answer = await self.delivery.interaction("slash_commands", payload)
        self._show_answer(name, f"{command} {text}".strip(), answer)

    async def shortcut(self, user: str, callback_id: str, message: Message | None = None) -> None:
        """Choose a message shortcut of the manifest, or a global one without a message."""
        person, known = self.insider(user), self.manifest.shortcuts.get(callback_id)
        kind = "global" if message is None else "message"
        if known is None or known["type"] != kind or "commands" not in self.manifest.scopes:
            raise SlackRefusal("unknown_shortcut", callback_id)
        ts = self.messages.event_ts()
        if message is None:
            payload = self.payloads.global_shortcut(person, callback_id, ts)
        else:
            payload = self.payloads.message_shortcut(
                person, callback_id, self._bare(user, message), ts
            )
            name = self.tickets.response(user, message.channel)
            payload["response_url"] = self._url(name)
        await self._interact(user, payload)

    async def click(
        self,
        user: str,
        where: Message | View,
        action_id: str,
        *,
        block_id: str | None = None,
        value: Any = None,
    ) -> None:
        """Press a button, or choose `value` in a menu: an option's value or label, an id, a date,
        a text; a list where several are chosen. A copy of a message that has since changed may be
        clicked, as on a screen that has not caught up."""
        block, element = self._element(user, where, action_id, block_id)
        if block["type"] == "input" and not block.get("dispatch_action"):
            raise SlackRefusal("not_dispatched", action_id)
        self._check_people(element, value)
        action = payloads.action(block, element, value, self.messages.event_ts())
        state = self._keep(user, where, block, element, value)
        payload = self.payloads.click(self.person(user), where, action, state)
        if isinstance(where, Message):
            name = self.tickets.response(user, where.channel, self._current(where))
            payload["response_url"] = self._url(name)
        await self._interact(user, payload, where.id if isinstance(where, View) else None)

    async def suggest(
        self, user: str, where: Message | View, action_id: str, typed: str
    ) -> list[Json]:
        """The options the bot offers for what was typed in an external menu."""
        block, element = self._element(user, where, action_id, None)
        named = {"action_id": action_id, "block_id": block["block_id"]}
        payload = self.payloads.suggestion(self.person(user), where, named, typed)
        if len(typed) < element.get("min_query_length", 3):
            return []
        answer = await self.delivery.interaction("interactive", payload) or {}
        groups = answer.get("option_groups") or [answer]
        return [option for group in groups for option in group.get("options", ())]

    async def open_dm(self, user: str) -> Channel:
        """Open the bot's Messages tab, and with it the conversation with the bot."""
        self.insider(user)
        if not self.manifest.messages_tab:
            raise SlackRefusal("messages_tab_disabled")
        place = self.workspace.open_im(user, self.workspace.bot_user_id, self.clock())
        await self._tell_opened(user, place, "messages")
        return place

    async def open_home(self, user: str) -> View | None:
        """Open the bot's Home tab: what was published before, if anything."""
        self.insider(user)
        if not self.manifest.home_tab:
            raise SlackRefusal("not_enabled")
        place = self.workspace.open_im(user, self.workspace.bot_user_id, self.clock())
        await self._tell_opened(user, place, "home")
        return self.workspace.homes.get(user)

    async def _tell_opened(self, user: str, place: Channel, tab: str) -> None:
        event: Json = {"type": "app_home_opened", "user": user, "channel": place.id, "tab": tab}
        event["event_ts"] = self.messages.event_ts()
        home = self.workspace.homes.get(user)
        if home is not None and tab == "home":
            event["view"] = shapes.view(home, self.workspace)
        self.events.tell("app_home_opened", event)
        await self.events.heard()

    async def _interact(self, user: str, payload: Json, view_id: str | None = None) -> Any:
        payload["trigger_id"] = self.tickets.trigger(user, view_id)
        return await self.delivery.interaction("interactive", payload)

    def _url(self, response: str) -> str:
        return self.base_url.removesuffix("api/") + f"response/{response}"

    def _show_answer(self, name: str, typed: str, answer: Any) -> None:
        """An in-channel answer also shows the command that it answers."""
        if not answer:
            return
        ticket = self.tickets.responses[name]
        if answer.get("response_type") == "in_channel":
            place = self.workspace.channels[ticket.channel]
            self.messages.post(place, ticket.user, escape(typed), subtype="slash_command")
        if not any(answer.get(key) for key in ("text", "blocks", "attachments")):
            return
        try:
            self.answers.give(ticket, answer)
        except ApiError as fault:
            raise SlackRefusal("invalid_command_response", fault.code) from fault

    def _bare(self, user: str, message: Message) -> Message:
        seen = self.shown(user, message.channel, message.ts)
        if seen.ephemeral_to is not None:
            raise SlackRefusal("not_available_on_ephemeral_messages", message.ts)
        return seen

    def _element(
        self, user: str, where: Message | View, action_id: str, block_id: str | None
    ) -> tuple[Json, Json]:
        """The first such element in what this person has on screen; raises SlackRefusal."""
        self.person(user)
        if isinstance(where, View):
            self._on_screen(user, where.id)
        else:
            self.shown(user, where.channel, where.ts)
        for block, element in inputs.elements(where.blocks):
            if element["action_id"] == action_id and block_id in (None, block["block_id"]):
                return block, element
        raise SlackRefusal("no_such_element", action_id)

    def _on_screen(self, user: str, view_id: str) -> View:
        """A Home, or the top modal: what lies under it cannot be reached."""
        view = self.workspace.view(view_id)
        if view is None or view.user != user:
            raise SlackRefusal("view_not_found", view_id)
        stack = self.workspace.modals[user]
        if view.type == "modal" and stack[-1] is not view:
            raise SlackRefusal("view_covered", view_id)
        return view

    def _current(self, message: Message) -> Message:
        """The message itself, should `message` be somebody's old copy of it."""
        stands = self.workspace.messages[message.channel]
        return next((known for known in stands if known.ts == message.ts), message)

    def _check_people(self, element: Json, value: Any) -> None:
        """Menus of people offer who is there, and nobody else."""
        if element["type"] not in ("users_select", "multi_users_select"):
            return
        for person in [value] if isinstance(value, str) else value or ():
            known = self.workspace.users.get(person)
            if known is None or known.deleted:
                raise SlackRefusal("no_such_option", person)

    def _keep(
        self, user: str, where: Message | View, block: Json, element: Json, value: Any
    ) -> Json:
        """Remember what was chosen in a menu; the state of all menus there."""
        if isinstance(where, View):
            values = self._on_screen(user, where.id).state
        else:
            values = inputs.state(where.blocks, self._chosen[user, where.ts])
            self._chosen[user, where.ts] = values
        if element["type"] in inputs.VALUES:
            chosen = inputs.held(element, value)
            values.setdefault(block["block_id"], {})[element["action_id"]] = chosen
        return values

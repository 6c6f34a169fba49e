"""Forms: filling in, submitting and closing modals, as Slack's client lets people do it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import inputs
from .acting import Acting
from .refusals import ApiError, SlackRefusal
from .workspace import Json, View


class Forms(Acting):
    """What is typed stays in the view's state until it is submitted or closed."""

    async def fill(self, user: str, view_id: str, values: Mapping[str, Any]) -> None:
        """Type into the top modal, without sending. `values` are named by block_id or action_id;
        each is a text, an option's value or label, an id, a date, or a list of them."""
        view = self._on_screen(user, view_id)
        for name, value in values.items():
            block, element = self._field(view, name)
            self._check_people(element, value)
            view.state[block["block_id"]][element["action_id"]] = inputs.held(element, value)
        self.workspace.changed()

    async def submit(
        self, user: str, view_id: str, values: Mapping[str, Any] | None = None
    ) -> dict[str, str] | None:
        """Fill in and press the submit button; the faults by block_id, if any were found.

        The client itself refuses empty required fields and wrong lengths, without asking the bot.
        """
        await self.fill(user, view_id, values or {})
        view = self._on_screen(user, view_id)
        if view.submit is None or view.type == "home":
            raise SlackRefusal("no_submit_button", view_id)
        if complaints := self._complaints(view):
            return complaints
        answer = await self._interact(
            user, self.payloads.submission(self.person(user), view), view_id
        )
        return self._obey(view, answer or {})

    async def close_view(self, user: str, view_id: str, *, all_of_them: bool = False) -> None:
        """Press Cancel on the top modal, or the × that closes them all."""
        view = self._on_screen(user, view_id)
        person, stack = self.person(user), self.workspace.modals[user]
        everything = all_of_them or view.clear_on_close
        told = stack[0] if everything else view
        payload = self.payloads.closing(person, told, cleared=everything)
        self.views.close(told)
        if told.notify_on_close:
            await self.delivery.interaction("interactive", payload)

    def _field(self, view: View, name: str) -> tuple[Json, Json]:
        for block, element in inputs.elements(view.blocks):
            if (
                name in (block["block_id"], element["action_id"])
                and element["type"] in inputs.VALUES
            ):
                return block, element
        raise SlackRefusal("no_such_element", name)

    def _complaints(self, view: View) -> dict[str, str]:
        found: dict[str, str] = {}
        for block, element in inputs.elements(view.blocks):
            if block["type"] == "input":
                value = view.state[block["block_id"]][element["action_id"]]
                if said := inputs.complaint(block, value):
                    found[block["block_id"]] = said
        return found

    def _obey(self, view: View, answer: Json) -> dict[str, str] | None:
        """Do with the view what the acknowledgement asks for."""
        try:
            match answer.get("response_action"):
                case None:
                    self.views.close(view)
                case "clear":
                    self.views.clear(view.user)
                case "update":
                    self.views.update(view, answer.get("view"))
                case "push":
                    self.views.push(view.user, answer.get("view"))
                case "errors":
                    return self._errors(view, answer.get("errors") or {})
                case other:
                    raise SlackRefusal("invalid_response_action", str(other))
        except ApiError as fault:
            raise SlackRefusal(fault.code, str(fault.fields)) from fault
        return None

    @staticmethod
    def _errors(view: View, errors: dict[str, str]) -> dict[str, str]:
        fields = {block["block_id"] for block in view.blocks if block["type"] == "input"}
        if not errors or not errors.keys() <= fields:
            raise SlackRefusal("invalid_errors", ", ".join(errors))
        return dict(errors)

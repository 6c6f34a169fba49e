"""Views: modals in their stack of three, and one App Home for each person."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from . import inputs, view_checks
from .refusals import ApiError
from .workspace import Json, View, Workspace

DEEPEST = 3
COPIED = ("private_metadata", "callback_id", "external_id", "title", "submit", "close")
FLAGS = ("notify_on_close", "clear_on_close", "submit_disabled")


class Views:
    """What stands on people's screens. Every method raises ApiError as Slack's would."""

    def __init__(self, workspace: Workspace, clock: Callable[[], datetime]) -> None:
        self.workspace = workspace
        self.clock = clock

    def open(self, user: str, spec: Any) -> View:
        """Show a modal in place of any that were open."""
        self._check(spec, "modal")
        view = self._made(user, spec)
        self.workspace.modals[user] = [view]
        self.workspace.changed()
        return view

    def push(self, user: str, spec: Any) -> View:
        """Lay a modal on top of the open one; raises `push_limit_reached`."""
        self._check(spec, "modal")
        stack = self.workspace.modals[user]
        if not stack:
            raise ApiError("not_found")
        if len(stack) >= DEEPEST:
            raise ApiError("push_limit_reached")
        view = self._made(user, spec)
        view.root_view_id, view.previous_view_id = stack[0].id, stack[-1].id
        stack.append(view)
        self.workspace.changed()
        return view

    def update(self, view: View | None, spec: Any, hash_: str | None = None) -> View:
        """Put other content in a view that is still open."""
        if view is None:
            raise ApiError("not_found")
        self._check(spec, view.type, self_id=view.id)
        if hash_ and hash_ != view.hash:
            raise ApiError("hash_conflict")
        self._fill(view, spec)
        self.workspace.changed()
        return view

    def publish(self, user: str, spec: Any, hash_: str | None = None) -> View:
        """Set a person's App Home."""
        if known := self.workspace.homes.get(user):
            return self.update(known, spec, hash_)
        self._check(spec, "home")
        view = self.workspace.homes[user] = self._made(user, spec)
        self.workspace.changed()
        return view

    def close(self, view: View) -> None:
        """Take a modal, and all above it, off the stack."""
        stack = self.workspace.modals[view.user]
        if view in stack:
            del stack[stack.index(view) :]
            self.workspace.changed()

    def clear(self, user: str) -> None:
        self.workspace.modals[user] = []
        self.workspace.changed()

    def _check(self, spec: Any, kind: str, self_id: str = "") -> None:
        if found := view_checks.faults(spec, kind):
            raise ApiError("invalid_arguments", response_metadata={"messages": found})
        if view_checks.too_large(spec):
            raise ApiError("view_too_large")
        name = spec.get("external_id")
        if name and any(v.external_id == name and v.id != self_id for v in self._open()):
            raise ApiError("duplicate_external_id")

    def _open(self) -> list[View]:
        stacks = [view for stack in self.workspace.modals.values() for view in stack]
        return [*stacks, *self.workspace.homes.values()]

    def _made(self, user: str, spec: Json) -> View:
        view = View(self.workspace.next_id("V"), spec["type"], user, [], "")
        view.root_view_id = view.id
        self._fill(view, spec)
        return view

    def _fill(self, view: View, spec: Json) -> None:
        view.blocks = inputs.named(spec["blocks"])
        view.state = inputs.state(view.blocks, view.state)
        view.hash = f"{int(self.clock().timestamp())}.{uuid.uuid4().hex[:8]}"
        for key in COPIED:
            default = None if key in ("title", "submit", "close") else ""
            setattr(view, key, spec.get(key, default))
        for key in FLAGS:
            setattr(view, key, bool(spec.get(key)))

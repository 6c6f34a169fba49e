"""views.*: modals, and the App Home."""

from __future__ import annotations

from typing import Any

from .. import shapes
from ..arguments import Arguments
from ..core import Core
from ..refusals import ApiError
from ..workspace import Json, View
from . import reach


async def open_(slack: Core, args: Arguments) -> Json:
    spec = _spec(args)
    trigger = slack.tickets.redeem(args.need("trigger_id"))
    return _answer(slack, slack.views.open(trigger.user, spec))


async def push(slack: Core, args: Arguments) -> Json:
    """Only what happened in a modal can lay another one on top of it."""
    spec = _spec(args)
    trigger = slack.tickets.redeem(args.need("trigger_id"))
    open_views = [view.id for view in slack.modals_of(trigger.user)]
    if trigger.view_id not in open_views:
        raise ApiError("not_found")
    return _answer(slack, slack.views.push(trigger.user, spec))


async def update(slack: Core, args: Arguments) -> Json:
    view = slack.workspace.view(args.word("view_id"))
    if external := args.word("external_id"):
        view = _with_external_id(slack, external)
    return _answer(slack, slack.views.update(view, _spec(args), args.word("hash")))


async def publish(slack: Core, args: Arguments) -> Json:
    if not slack.manifest.home_tab:
        raise ApiError("not_enabled")
    person = reach.user(slack, args.need("user_id"))
    return _answer(slack, slack.views.publish(person.id, _spec(args), args.word("hash")))


def _spec(args: Arguments) -> Any:
    args.need("view")
    return args.json("view", "invalid_arguments")


def _with_external_id(slack: Core, name: str) -> View | None:
    stacks = [view for stack in slack.workspace.modals.values() for view in stack]
    return next((view for view in stacks if view.external_id == name), None)


def _answer(slack: Core, view: View) -> Json:
    return {"view": shapes.view(view, slack.workspace)}

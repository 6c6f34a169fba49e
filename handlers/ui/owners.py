"""Owners: what they press and write about a signal of theirs."""

import json
from collections.abc import Mapping
from typing import Any

from handlers.locale import Words
from handlers.ui.blocks import Block, actions, button, modal
from handlers.ui.inputs import choice_of, select, text_input, text_of
from handlers.ui.whom import Whom, options
from knowledge.signal import Signal, Status

RECEIVED = "signal_received"
ACTED_ON = "signal_acted_on"
NOT_NOW = "signal_not_now"
PASS_TO = "signal_pass_to"
NOT_NOW_MODAL = "signal_not_now"
PASS_TO_MODAL = "signal_pass_to"
REASON, PROCESS = "reason", "process"


def owner_buttons(_: Words, signal: Signal) -> Block | None:
    """What the owner of a signal can say of it now."""
    acted = button(_("Acted on"), ACTED_ON, signal.id)
    if signal.status is Status.NOT_NOW:
        return actions(acted)
    if not signal.is_live:
        return None
    fresh = signal.status is Status.PASSED_ON
    return actions(
        button(_("Received"), RECEIVED, signal.id, style="primary") if fresh else None,
        acted,
        button(_("Not now…"), NOT_NOW, signal.id),
        button(_("Pass to…"), PASS_TO, signal.id),
    )


def not_now_modal(_: Words, signal: Signal) -> dict[str, Any]:
    """Not now, because …"""
    return modal(
        NOT_NOW_MODAL,
        _("Not now"),
        text_input(
            REASON,
            _("Because"),
            lines=True,
            hint=_("Who passed it on reads this, word for word."),
        ),
        close=_("Go back"),
        submit=_("Send"),
        metadata=json.dumps({"signal": signal.id}),
    )


def pass_to_modal(_: Words, signal: Signal, whom: Whom) -> dict[str, Any]:
    """Whom it concerns instead; it remembers the round in which it was opened."""
    return modal(
        PASS_TO_MODAL,
        _("Pass to"),
        select(PROCESS, _("Whom does it concern?"), options(_, whom), ""),
        close=_("Go back"),
        submit=_("Pass on"),
        metadata=json.dumps({"signal": signal.id, "round": signal.round}),
    )


def reason(view: Mapping[str, Any]) -> str:
    """Why not now."""
    return text_of(view, REASON)


def process(view: Mapping[str, Any]) -> str:
    """The choice that was made; `whom.process_of` says which process it is."""
    return choice_of(view, PROCESS)

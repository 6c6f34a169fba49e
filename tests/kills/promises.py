"""Promises: what was written into a window that was accepted has to stand somewhere."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from bot.sandbox.slack import View
from handlers.ui.answering import PERSON
from handlers.ui.escalations import HAND_OVER_MODAL
from knowledge.timeline import Deed, TimelineEvent

HOLDS = (Deed.ASKED, Deed.EXHAUSTED)
"""What says whose a question is from then on: somebody's, or nobody's."""


@dataclass(frozen=True)
class Promise:
    """Into which window it was written, and when that was sent; where a question is handed over,
    the number of the escalation, and to whom.
    """

    window: str
    sent_at: datetime
    escalation: int | None = None
    to: str | None = None

    @classmethod
    def by(cls, window: View, values: Mapping[str, Any], *, now: datetime) -> Self:
        """What is promised by accepting the window with these values."""
        if window.callback_id != HAND_OVER_MODAL:
            return cls(window.callback_id, now)
        number = json.loads(window.private_metadata)["escalation"]
        return cls(window.callback_id, now, number, values[PERSON])

    def is_idle(self, timeline: Iterable[TimelineEvent]) -> bool:
        """Whether it gave a question to the person who had it: by design that changes nothing, and
        the reason is not kept. `timeline`: every line of it, the oldest first.
        """
        if self.window != HAND_OVER_MODAL:
            return False
        held = [
            line
            for line in timeline
            if line.escalation_id == self.escalation
            and line.deed in HOLDS
            and line.at <= self.sent_at
        ]
        return bool(held) and held[-1].deed is Deed.ASKED and held[-1].person == self.to

"""Paces: what of a person's doing is counted, and what becomes of what is too much.

What begins something is counted: commands, entries of a message's menu, questions that are written,
reactions. Buttons and windows are not. Each of them answers something that was shown once, and
pressed twice it changes nothing; and what somebody has taken on, answered or written is not lost
because they were quick.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from knowledge.pace import Pace

PER_MINUTE = 30
"""Questions and commands: more than anybody types, few enough to be searched for beside others'."""

REACTIONS = 2
"""Reactions for each of them: they are quick to put, and cheap to hear."""


@dataclass(frozen=True)
class Paces:
    """The two that are counted apart."""

    asks: Pace = field(default_factory=lambda: Pace(PER_MINUTE))
    reactions: Pace = field(default_factory=lambda: Pace(PER_MINUTE * REACTIONS))

    @classmethod
    def of(cls, per_minute: int) -> "Paces":
        """Of so many questions and commands a minute; 0: without a limit."""
        return cls(Pace(per_minute), Pace(per_minute * REACTIONS))

    def put_off(self, body: Mapping[str, Any], now: datetime) -> datetime | None:
        """Until when an event waits that its person has caused too fast; None: it does not."""
        event = body.get("event") or {}
        pace, person = self._of(event), event.get("user")
        if pace is None or not isinstance(person, str):
            return None
        return pace.put_off(str(body.get("team_id") or ""), person, now=now)

    def _of(self, event: Mapping[str, Any]) -> Pace | None:
        match event.get("type"):
            case "reaction_added" | "reaction_removed":
                return self.reactions
            case "app_mention":
                return self.asks
            case "message" if event.get("channel_type") == "im":
                return self.asks
        return None

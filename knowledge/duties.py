"""Duties: what a team relies on one person for, as values."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from knowledge.entry import Entry
from knowledge.escalation import Escalation


@dataclass(frozen=True)
class Duty:
    """What somebody does on one topic; None for what belongs to no topic.

    `steps` are those of the chain that name them, from 1; `is_alone`: nobody else named there may
    answer; `successor` is who is proposed to do it instead, None where nobody is fit to.
    """

    topic: str | None
    steps: tuple[int, ...] = ()
    reviews: bool = False
    entries: tuple[Entry, ...] = ()
    drafts: tuple[Entry, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    is_alone: bool = False
    successor: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is relied on them for."""
        return not (self.steps or self.reviews or self.entries or self.drafts or self.escalations)

    def seen_in(self, audiences: Collection[str]) -> "Duty":
        """What of it somebody may see who is in these private channels, and in no others."""
        seen = (None, *audiences)
        return replace(
            self,
            entries=tuple(one for one in self.entries if one.audience in seen),
            drafts=tuple(one for one in self.drafts if one.audience in seen),
            escalations=tuple(one for one in self.escalations if one.audience in seen),
        )


@dataclass(frozen=True)
class Sheet:
    """Everything that a team relies on one person for.

    `processes` are those whose signals they own, `signals` the numbers of those they have not
    answered; `stands_in_for` whose substitute they are; `rest` who is proposed for what belongs to
    no topic.
    """

    person: str
    duties: tuple[Duty, ...] = ()
    processes: tuple[str, ...] = ()
    signals: tuple[int, ...] = ()
    stands_in_for: tuple[str, ...] = ()
    rest: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left to hand over."""
        return not (self.duties or self.processes or self.signals or self.stands_in_for)

    @property
    def successors(self) -> dict[str, str]:
        """Who is proposed, by topic; topics for which nobody is fit are left out."""
        return {duty.topic: duty.successor for duty in self.duties if duty.topic and duty.successor}

    @property
    def audiences(self) -> frozenset[str]:
        """The private channels that something of it is kept for."""
        found: set[str | None] = set()
        for duty in self.duties:
            found |= {entry.audience for entry in (*duty.entries, *duty.drafts)}
            found |= {asked.audience for asked in duty.escalations}
        return frozenset(audience for audience in found if audience)

    def seen_in(self, audiences: Collection[str]) -> "Sheet":
        """The sheet as somebody reads it who is in these private channels, and in no others."""
        seen = (duty.seen_in(audiences) for duty in self.duties)
        return replace(self, duties=tuple(duty for duty in seen if not duty.is_empty))

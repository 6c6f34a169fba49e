"""An escalation: a question owed an answer; open → acknowledged → answered → closed."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, word
from knowledge.decision import Nearest
from knowledge.errors import EmptyText, IllegalMove, NotAllowed
from knowledge.escalation_life import LIVE, MOVES, Status
from knowledge.sense import SENSE_LIMIT
from knowledge.worktime import WorkingTime

__all__ = ["LIVE", "MOVES", "Escalation", "Status", "readable"]


class Escalation(Base):
    """A question on its way through the chain.

    `round` counts how many times somebody was asked, `plan` how many times its deadlines were set:
    what was made due under another plan is void. `left` is the worked time, in seconds, that the
    assignee still has while the clock stands still; `proposed_id` the entry that they are to
    confirm; `exhausted_at` when nobody of the chain was left to ask.
    """

    __tablename__ = "escalations"
    __table_args__ = (
        UniqueConstraint("question_id"),
        Index(None, "workspace", "assignee", "status"),
        Index(None, "workspace", "topic", "sense"),
        Index(None, "status", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(String(32))
    question_id: Mapped[int]
    text: Mapped[str]
    sense: Mapped[str] = mapped_column(String(SENSE_LIMIT))
    details: Mapped[list[str]] = mapped_column(default=list)
    topic: Mapped[str | None] = mapped_column(String(64))
    audience: Mapped[str | None] = mapped_column(String(32))
    asker: Mapped[str] = mapped_column(String(32))
    status: Mapped[Status] = mapped_column(word(Status), default=Status.OPEN)
    assignee: Mapped[str] = mapped_column(String(32))
    instead_of: Mapped[str | None] = mapped_column(String(32))
    asked: Mapped[list[str]] = mapped_column(default=list)
    step: Mapped[int]
    round: Mapped[int] = mapped_column(default=1)
    plan: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime]
    asked_at: Mapped[datetime]
    acknowledge_due_at: Mapped[datetime]
    due_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    left: Mapped[int | None]
    wanted: Mapped[str | None]
    urgent_at: Mapped[datetime | None]
    urgency: Mapped[str | None]
    exhausted_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    answer: Mapped[str | None]
    entry_id: Mapped[int | None]
    proposed_id: Mapped[int | None]

    @property
    def is_live(self) -> bool:
        """Whether an answer is still owed."""
        return self.status in LIVE

    @property
    def is_urgent(self) -> bool:
        """Whether its asker needs it sooner than usual."""
        return self.urgent_at is not None

    @property
    def is_exhausted(self) -> bool:
        """Whether nobody was left to ask, and nobody has made it theirs since."""
        return self.exhausted_at is not None

    def assign(self, nearest: Nearest, *, time: WorkingTime, now: datetime) -> None:
        """Ask this person, from now on; the time to take it and to answer begins anew."""
        self.assignee, self.step, self.instead_of = (
            nearest.person,
            nearest.step,
            nearest.instead_of,
        )
        self.asked = [*self.asked, nearest.person]
        self.asked_at, self.exhausted_at = now, None
        self.retime(time.add(now, nearest.acknowledge), time.add(now, nearest.answer))

    def retime(self, acknowledge_due_at: datetime, due_at: datetime) -> None:
        """Set its deadlines; what was due under the former ones is void."""
        self.acknowledge_due_at, self.due_at = acknowledge_due_at, due_at
        self.plan = (self.plan or 0) + 1

    def acknowledge(self, *, by: str, now: datetime) -> None:
        """Take it on, while it is open: who awaits details has taken it already."""
        self.only_assignee(by)
        if self.status is not Status.OPEN:
            raise IllegalMove
        self.move_to(Status.ACKNOWLEDGED)
        self.acknowledged_at = now

    def settle(self, answer: str, *, by: str, now: datetime) -> None:
        """Answer it.

        Raises:
            EmptyText: the answer holds nothing to read.
        """
        self.only_assignee(by)
        text = readable(answer)
        self.move_to(Status.ANSWERED)
        self.answer, self.answered_at = text, now
        self.exhausted_at = self.left = self.wanted = self.paused_at = None

    def was_answered(self, answer: str, *, by: str) -> bool:
        """Whether this very answer was given by this person before: a repeated click."""
        return self.status is Status.ANSWERED and (self.assignee, self.answer) == (
            by,
            answer.strip(),
        )

    def pass_to(self, nearest: Nearest, *, time: WorkingTime, now: datetime) -> None:
        """Ask another person instead."""
        self.only_live()
        self.move_to(Status.OPEN)
        self.round += 1
        self.acknowledged_at = self.left = self.wanted = self.paused_at = None
        self.assign(nearest, time=time, now=now)

    def exhaust(self, *, now: datetime) -> None:
        """Nobody is left to ask: it stays with the last assignee, and waits for an owner."""
        self.only_live()
        self.move_to(Status.OPEN)
        self.acknowledged_at = self.left = self.wanted = self.paused_at = None
        self.exhausted_at = now
        self.plan += 1

    def pause(self, wanted: str, *, by: str, time: WorkingTime, now: datetime) -> None:
        """Ask its asker for details; what is left of the time is kept for later.

        Raises:
            EmptyText: nothing was asked.
        """
        self.only_assignee(by)
        self.wanted = readable(wanted)
        self.move_to(Status.PAUSED)
        self.acknowledged_at = self.acknowledged_at or now
        self.paused_at, self.exhausted_at = now, None
        self.left = round(time.between(now, max(now, self.due_at)).total_seconds())
        self.plan += 1

    def resume(self, *, time: WorkingTime, now: datetime) -> None:
        """Let the clock run again, from where it stood still."""
        self.move_to(Status.ACKNOWLEDGED)
        due = time.add_worked(now, timedelta(seconds=self.left or 0))
        self.paused_at = self.left = self.wanted = None
        self.retime(due, due)

    def hurry(self, why: str, *, by: str, now: datetime) -> None:
        """Its asker needs it sooner.

        Raises:
            EmptyText: they don't say why.
            IllegalMove: it is urgent already, or no answer is owed.
        """
        self.only_asker(by)
        self.only_live()
        if self.is_urgent:
            raise IllegalMove
        self.urgency, self.urgent_at = readable(why), now

    def reopen(
        self, missing: str, *, by: str, time: WorkingTime, least: timedelta, now: datetime
    ) -> None:
        """Owe an answer again, in the time that was left when it came, and `least` in any case.

        Raises:
            EmptyText: its asker does not say what is missing.
        """
        self.only_asker(by)
        if self.status is not Status.ANSWERED:
            raise IllegalMove
        self.details = [*self.details, readable(missing)]
        self.move_to(Status.OPEN)
        answered_at = self.answered_at or now
        left = time.between(answered_at, max(answered_at, self.due_at))
        soonest = time.add(now, least)
        self.answer = self.answered_at = self.acknowledged_at = self.proposed_id = None
        self.asked_at = now
        self.retime(soonest, max(soonest, time.add_worked(now, left)))

    def close(self, *, by: str, now: datetime) -> None:
        """Let it go: its asker needs nothing more."""
        self.only_asker(by)
        self.move_to(Status.CLOSED)
        self.closed_at = now

    def leave_to(self, other: str, *, by: str) -> None:
        """Let it go while another waits for it too: that person is its asker now.

        Details that are awaited are awaited from them.
        """
        self.only_asker(by)
        self.asker = other
        if self.status is Status.PAUSED:
            self.plan += 1  # the details that it waits for are another's to give

    def move_to(self, status: Status) -> None:
        """Take the next step of its life.

        Raises:
            IllegalMove: MOVES does not allow it from here.
        """
        if status not in MOVES.get(self.status, ()):
            raise IllegalMove
        self.status = status

    def is_readable(self, person: str, audiences: Collection[str]) -> bool:
        """Whether this person may read its words: who has a part in it, and who is in the private
        channel it was asked in front of (`audiences`: those they are in).
        """
        has_part = person in (self.asker, self.assignee, *self.asked)
        return has_part or self.audience is None or self.audience in audiences

    def only_live(self) -> None:
        """Refuse what no answer is owed to any more."""
        if not self.is_live:
            raise IllegalMove

    def only_assignee(self, person: str) -> None:
        """Refuse everyone but the person who is asked now."""
        if person != self.assignee:
            raise NotAllowed(owner=self.assignee)

    def only_asker(self, person: str) -> None:
        """Refuse everyone but the person who asked."""
        if person != self.asker:
            raise NotAllowed(owner=self.asker)


def readable(text: str) -> str:
    """What somebody wrote, trimmed.

    Raises:
        EmptyText: nothing is left to read.
    """
    if not text.strip():
        raise EmptyText
    return text.strip()

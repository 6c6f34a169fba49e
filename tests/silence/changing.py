"""What becomes of people, rules, the clock and the worker."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from knowledge.trouble import Trouble
from tests.silence.charters import LEADS, PEOPLE, charters
from tests.silence.step import AT, PERSON, Step
from tests.silence.worker import Worker

JUMPS = (
    timedelta(minutes=5),
    timedelta(minutes=40),
    timedelta(hours=3),
    timedelta(hours=16),
    timedelta(days=2),
    timedelta(days=9),
    timedelta(days=40),
    timedelta(hours=-1),
)
SECOND = timedelta(seconds=1)


class Changing(Step):
    """The rules of the world around."""

    @rule(who=PERSON, days=st.sampled_from([1, 4, 30, None]), soon=st.integers(0, 3))
    def leaves(self, who: str, days: int | None, soon: int) -> None:
        start = self.world.now + timedelta(days=soon)
        until = start + timedelta(days=days) if days else None
        self.world.do(self.world.leaves(who, start, until))
        self.happened()

    @rule(who=PERSON, hours=st.sampled_from([0, 2, 30]))
    def sleeps_or_wakes(self, who: str, hours: int) -> None:
        if hours:
            until = self.world.now + timedelta(hours=hours)
            self.world.do(self.world.is_quiet(who, until))
        else:
            self.world.do(self.world.is_back(who))
        self.happened()

    @precondition(lambda self: self.pressed)
    @rule()
    def press_again(self) -> None:
        """A second click does nothing, or is refused."""
        assert self.pressed
        done = self.world.do(self.world.transaction(self.pressed))
        self.happened(done)
        assert not self.moment.events, "a second click has changed something"

    @rule(who=PERSON, is_deactivated=st.booleans())
    def account(self, who: str, is_deactivated: bool) -> None:
        self.world.do(self.world.meets(who, is_deactivated=is_deactivated))
        self.happened()

    @rule(data=st.data())
    def new_charter(self, data: st.DataObject) -> None:
        charter = data.draw(charters(self.world.now.date()), label="charter")
        self.world.do(self.world.agrees(charter))
        self.happened()

    @rule(
        who=st.sampled_from([*PEOPLE, LEADS, "C0PUBLIC"]), trouble=st.sampled_from([*Trouble, None])
    )
    def blocked(self, who: str, trouble: Trouble | None) -> None:
        """Slack takes nothing for them, for ever or (None) for a while; or does so again."""
        if who in self.world.blocked:
            del self.world.blocked[who]
        else:
            self.world.blocked[who] = trouble
        self.happened()

    @rule(jump=st.sampled_from(JUMPS))
    def later(self, jump: timedelta) -> None:
        self.world.passes(jump)
        self.happened()

    @rule(by=st.sampled_from([-1, 0, 0, 0, 30]), crash=AT)
    def until_due(self, by: int, crash: int | None) -> None:
        """The clock goes on to when something is due, and the worker looks."""
        due = [row.due_at for rows in self.moment.timers.values() for row in rows]
        soon = [at for at in due if at > self.world.now]
        if soon:
            self.world.passes(min(soon) - self.world.now + by * SECOND)
        self.works(0, crash, Worker.look)

    @rule(worker=st.integers(0, 1), crash=AT)
    def look(self, worker: int, crash: int | None) -> None:
        self.works(worker, crash, Worker.look)

    @rule(worker=st.integers(0, 1), crash=AT)
    def deliver(self, worker: int, crash: int | None) -> None:
        self.works(worker, crash, Worker.deliver)

    @rule(worker=st.integers(0, 1))
    def stall(self, worker: int) -> None:
        """A worker has taken what is due, and is held up."""
        self.world.do(self.workers[worker].stall())
        self.happened()

    @precondition(lambda self: any(worker.held for worker in self.workers))
    @rule(worker=st.integers(0, 1), crash=AT)
    def go_on(self, worker: int, crash: int | None) -> None:
        """It goes on where it was; by now the other may have taken it over."""
        self.works(worker, crash, Worker.go_on)

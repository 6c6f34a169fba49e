"""Everything that may happen to a team and its questions, in any order."""

from datetime import UTC, datetime

from hypothesis import strategies as st
from hypothesis.stateful import initialize

from tests.silence.answering import Answering
from tests.silence.asking import QUESTION, Asking
from tests.silence.changing import Changing
from tests.silence.charters import charters
from tests.silence.step import PERSON
from tests.silence.worker import Worker

STARTS = (
    datetime(2026, 3, 27, 9, tzinfo=UTC),  # summer time begins in Europe on Sunday
    datetime(2026, 10, 30, 13, tzinfo=UTC),  # it ends in North America on Sunday
    datetime(2026, 12, 23, 16, tzinfo=UTC),  # holidays
    datetime(2026, 5, 4, 8, tzinfo=UTC),
)


class Silence(Asking, Answering, Changing):
    """People, time, Slack and crashes; after each step every promise is checked."""

    @initialize(start=st.sampled_from(STARTS), data=st.data())
    def begin(self, start: datetime, data: st.DataObject) -> None:
        """A team agrees on a charter; some questions are asked."""
        self.world.now = self.world.turned_back_at = start
        charter = data.draw(charters(start.date()), label="charter")
        assert self.world.do(self.world.agrees(charter))
        self.entry = self.world.do(self.world.knows())
        self.happened()
        for _ in range(data.draw(st.integers(0, 2), label="questions")):
            who, question = data.draw(PERSON), data.draw(QUESTION)
            self.ask(who=who, crash=False, question=question)

    def teardown(self) -> None:
        """Left alone, the worker does what is due, and every promise holds of every question."""
        if self.is_broken:
            return
        for _ in range(3):
            self.until_due(by=0, crash=None)
        self.works(1, None, Worker.deliver_all)
        known = self.moment.escalations.values()
        type(self).escalations += len(known)
        type(self).handovers += sum(one.round - 1 for one in known)

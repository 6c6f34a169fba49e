"""What those who wait do: ask, join, say more, hurry, leave, and judge the answer."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import askers, requests
from knowledge.escalation import Escalation
from knowledge.question import Question
from knowledge.requests import Request
from tests.factories import WORKSPACE
from tests.silence.charters import TOPICS
from tests.silence.step import ASKER, CRASH, ESCALATED, PERSON, WHICH, WORDS, Step
from tests.silence.world import Deed

QUESTION = st.tuples(
    st.sampled_from(["refund?", "fire!", "lawyers"]),
    st.sampled_from([*TOPICS, None]),
    st.booleans(),  # asked in a thread
    st.booleans(),  # with an answer to be confirmed
)
Asked = tuple[str, str | None, bool, bool]


class Asking(Step):
    """The rules of those who wait."""

    @rule(who=PERSON, crash=CRASH, question=QUESTION)
    def ask(self, who: str, crash: bool, question: Asked) -> None:
        self.happened(self.world.do(self.world.transaction(self.asked(who, question), crash=crash)))

    @rule(who=PERSON, crash=CRASH, question=QUESTION)
    def ask_too(self, who: str, crash: bool, question: Asked) -> None:
        """Twice as often: what nobody has asked can go wrong in no way."""
        self.ask(who=who, crash=crash, question=question)

    def asked(self, who: str, said: Asked) -> Deed:
        """Pass a question on."""
        text, topic, thread, proposed = said
        question = self.world.question(text, topic, who)
        where = {"channel": "C0PUBLIC", "thread_ts": "1.1"} if thread else {}

        async def deed(session: AsyncSession) -> None:
            session.add(question)
            await session.flush()
            entry = self.entry if proposed else None
            request = Request(WORKSPACE, question.id, text, topic, who, proposed=entry, **where)
            charter = self.world.charter
            await requests.open_(session, request, charter=charter, now=self.world.now)

        return deed

    @ESCALATED
    @rule(which=WHICH, who=ASKER, nth=st.integers(0, 2), crash=CRASH)
    def separate(self, which: int, who: str, nth: int, crash: bool) -> None:
        number = self.number(which)
        waiting = self.moment.waiting.get(number, [])
        if not waiting:
            return
        waiter = waiting[nth % len(waiting)]
        person = waiter.person if who == "asker" else self.person(number, who)

        async def deed(session: AsyncSession, escalation: Escalation, **how: Any) -> None:
            question = await session.get_one(Question, waiter.question_id)
            await requests.separate(session, escalation, question, **how)

        self.acts(deed, number, person, crash=crash, only={waiter.person})

    @ESCALATED
    @rule(which=WHICH, who=ASKER, text=WORDS, crash=CRASH)
    def add_details(self, which: int, who: str, text: str, crash: bool) -> None:
        self.asks(askers.add_details, which, who, text, crash=crash)

    @ESCALATED
    @rule(which=WHICH, who=ASKER, why=WORDS, crash=CRASH)
    def hurry(self, which: int, who: str, why: str, crash: bool) -> None:
        self.asks(askers.hurry, which, who, why, crash=crash)

    @ESCALATED
    @rule(which=WHICH, who=ASKER, crash=CRASH)
    def cancel(self, which: int, who: str, crash: bool) -> None:
        self.asks(askers.cancel, which, who, crash=crash)

    @ESCALATED
    @rule(which=WHICH, who=ASKER, crash=CRASH)
    def solved(self, which: int, who: str, crash: bool) -> None:
        self.asks(askers.solved, which, who, crash=crash)

    @ESCALATED
    @rule(which=WHICH, who=ASKER, missing=WORDS, crash=CRASH)
    def not_solved(self, which: int, who: str, missing: str, crash: bool) -> None:
        self.asks(askers.not_solved, which, who, missing, crash=crash)

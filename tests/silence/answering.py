"""What those who are asked do, and the leads."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import answers, assignees, entries
from knowledge.escalation import Escalation
from tests.factories import WORKSPACE
from tests.silence.charters import PEOPLE
from tests.silence.step import CRASH, ESCALATED, PERSON, WHICH, WHO, WORDS, Step


class Answering(Step):
    """The rules of those who are asked."""

    @ESCALATED
    @rule(which=WHICH, who=WHO, crash=CRASH)
    def acknowledge(self, which: int, who: str, crash: bool) -> None:
        is_exhausted = self.moment.escalations[self.number(which)].exhausted_at is not None
        others = frozenset(PEOPLE) if is_exhausted else frozenset[str]()
        self.owes(assignees.acknowledge, which, who, crash=crash, besides=others)

    @ESCALATED
    @rule(which=WHICH, who=WHO, crash=CRASH)
    def claim(self, which: int, who: str, crash: bool) -> None:
        self.owes(assignees.claim, which, who, crash=crash, besides=frozenset(PEOPLE))

    @ESCALATED
    @rule(which=WHICH, who=WHO, text=WORDS, crash=CRASH)
    def answer(self, which: int, who: str, text: str, crash: bool) -> None:
        self.owes(answers.answer, which, who, text, crash=crash, charter=self.world.charter)

    @ESCALATED
    @rule(which=WHICH, who=WHO, how=st.sampled_from(["point", "yes", "change"]), crash=CRASH)
    def answer_with_entry(self, which: int, who: str, how: str, crash: bool) -> None:
        async def deed(session: AsyncSession, escalation: Escalation, **facts: Any) -> None:
            entry = await entries.get(session, WORKSPACE, self.entry)
            if how == "point":
                await answers.answer_with_entry(session, escalation, entry, **facts)
            else:
                body = f"{entry.body} More." if how == "change" else None
                seen = entry.revision
                await answers.confirm(session, escalation, body=body, seen=seen, **facts)

        self.owes(deed, which, who, crash=crash, charter=self.world.charter)

    @ESCALATED
    @rule(which=WHICH, who=WHO, crash=CRASH)
    def refuse(self, which: int, who: str, crash: bool) -> None:
        self.owes(answers.refuse, which, who, crash=crash)

    @ESCALATED
    @rule(which=WHICH, who=WHO, to=PERSON, why=WORDS, crash=CRASH)
    def hand_over(self, which: int, who: str, to: str, why: str, crash: bool) -> None:
        leads = frozenset(self.world.charter.leads())
        self.owes(assignees.hand_over, which, who, to, why, crash=crash, besides=leads)

    @ESCALATED
    @rule(which=WHICH, who=WHO, why=WORDS, crash=CRASH)
    def decline(self, which: int, who: str, why: str, crash: bool) -> None:
        self.owes(assignees.decline, which, who, why, crash=crash)

    @ESCALATED
    @rule(which=WHICH, who=WHO, wanted=WORDS, crash=CRASH)
    def ask_details(self, which: int, who: str, wanted: str, crash: bool) -> None:
        self.owes(assignees.ask_details, which, who, wanted, crash=crash)

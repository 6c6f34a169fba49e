"""Learning, in whatever order people judge, take back, take out and put back."""

import asyncio
import shutil
from collections import defaultdict
from collections.abc import Coroutine
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from knowledge import learning, questions, wordings
from knowledge.database import open_database
from knowledge.learning import DAILY, EACH
from knowledge.question import Feedback
from knowledge.wording import Kind, Voice, Wording
from tests.factories import ANA, MARIA, NOW, PAUL, WORKSPACE, an_entry
from tests.handlers.ui.gallery import a_question
from tests.knowledge.team import Team

Result = TypeVar("Result")
PEOPLE = (ANA, PAUL, MARIA)
TEXTS = ("un", "deux", "trois", "quatre", "cinq")
Key = tuple[int, str]
"""An entry and a text."""


class Learning(RuleBasedStateMachine):
    """Three people who asked the same five things; `said` is what the last words say."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory(prefix="relais-")
        file = shutil.copy(self.template, Path(self.folder.name) / "relais.db")
        self.loop = asyncio.new_event_loop()
        self.database = open_database(f"sqlite:///{file}")
        self.team = Team(self.database.sessions)
        self.entries = [an_entry(title=title) for title in ("Remboursement ?", "Livraison ?")]
        self.questions = [
            a_question(id=number, key=f"{number}", asker=person, text=text)
            for number, (person, text) in enumerate(((p, t) for p in PEOPLE for t in TEXTS), 1)
        ]
        self.said: dict[int, tuple[int, Kind]] = {}
        self.words: dict[int, tuple[Feedback | None, int | None]] = {}
        self.removed: set[Key] = set()
        self.now = NOW

    def do(self, work: Coroutine[Any, Any, Result]) -> Result:
        return self.loop.run_until_complete(work)

    def teardown(self) -> None:
        self.do(self.database.close())
        self.loop.close()
        self.folder.cleanup()

    @initialize()
    def begin(self) -> None:
        self.do(self.team.meets(*PEOPLE))
        self.do(self.team.knows(*self.entries))
        self.do(self.ask())

    async def ask(self) -> None:
        shown = {"entries": [entry.id for entry in self.entries]}
        async with self.team.sessions.begin() as session:
            for question in self.questions:
                question.found = shown
            session.add_all(self.questions)

    @rule(
        number=st.integers(0, len(PEOPLE) * len(TEXTS) - 1),
        feedback=st.none() | st.sampled_from(Feedback),
        which=st.integers(0, 1),
    )
    def judge(self, number: int, feedback: Feedback | None, which: int) -> None:
        question, chosen = self.questions[number], self.entries[which].id
        how: dict[str, Any] = {"chosen": chosen} if feedback is Feedback.THIS_ONE else {}
        self.now += timedelta(minutes=1)
        told: dict[str, Any] = {"by": question.asker, "now": self.now} | how
        self.do(self.team.does(questions.give_feedback, question, feedback, **told))
        self.expect(question.id, feedback, chosen)

    def expect(self, number: int, feedback: Feedback | None, chosen: int) -> None:
        first = self.entries[0].id
        meant: dict[Feedback | None, tuple[int, Kind]] = {
            Feedback.HELPFUL: (first, Kind.CONFIRMED),
            Feedback.NOT_HELPFUL: (first, Kind.REFUSED),
            Feedback.THIS_ONE: (chosen, Kind.CONFIRMED),
        }
        word = (feedback, chosen if feedback is Feedback.THIS_ONE else None)
        if self.words.get(number, (None, None)) == word:
            return
        self.words[number] = word
        self.said.pop(number, None)
        lesson = meant.get(feedback)
        if lesson and self.is_within_limits(number, *lesson):
            self.said[number] = lesson

    def is_within_limits(self, number: int, entry: int, kind: Kind) -> bool:
        asker = self.questions[number - 1].asker
        mine = [n for n in self.said if self.questions[n - 1].asker == asker]
        same = [n for n in mine if self.said[n] == (entry, Kind.CONFIRMED)]
        return len(mine) < DAILY and (kind is Kind.REFUSED or len(same) < EACH)

    @rule(text=st.sampled_from(TEXTS), which=st.integers(0, 1), out=st.booleans())
    def review(self, text: str, which: int, out: bool) -> None:
        key = (self.entries[which].id, text)
        if (wording := self.do(self.find(*key))) is None:
            return
        deed = learning.take_out if out else learning.put_back
        self.do(self.team.does(deed, wording, by=MARIA, now=self.now))
        (self.removed.add if out else self.removed.discard)(key)

    async def find(self, entry: int, text: str) -> Wording | None:
        async with self.team.sessions.begin() as session:
            query = select(Wording).filter_by(entry_id=entry, text=text)
            return await session.scalar(query)

    @invariant()
    def what_is_learned_is_what_the_last_words_say(self) -> None:
        said = defaultdict[Key, list[Kind]](list)
        for number, (entry, kind) in self.said.items():
            said[entry, self.questions[number - 1].text].append(kind)
        expected = {
            key: Kind.REFUSED if 2 * kinds.count(Kind.REFUSED) > len(kinds) else Kind.CONFIRMED
            for key, kinds in said.items()
            if key not in self.removed
        }
        assert self.do(self.taught()) == expected

    async def taught(self) -> dict[Key, Kind]:
        async with self.team.sessions.begin() as session:
            known = {entry.id: entry for entry in self.entries}
            found = await wordings.taught(session, WORKSPACE, known)
        kinds = ((Kind.CONFIRMED, "learned"), (Kind.REFUSED, "refused"))
        return {
            (entry, text): kind
            for entry, lessons in found.items()
            for kind, name in kinds
            for text in getattr(lessons, name)
        }

    @invariant()
    def nobody_has_too_much_to_say(self) -> None:
        voices = self.do(self.team.all(Voice, Voice.kind == Kind.CONFIRMED))
        entry_of = {one.id: one.entry_id for one in self.do(self.team.all(Wording))}
        told = defaultdict[tuple[str, int], set[int]](set)
        for voice in voices:
            told[voice.person, entry_of[voice.wording_id]].add(voice.wording_id)
        assert all(len(each) <= EACH for each in told.values())


def test_whatever_the_order_the_last_words_count(migrated_sqlite: Path) -> None:
    Learning.template = migrated_sqlite
    run_state_machine_as_test(
        Learning,
        settings=settings(
            max_examples=10,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

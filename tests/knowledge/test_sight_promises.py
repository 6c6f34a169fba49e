"""Whatever happens to channels and people, nobody is shown what is not for them.

Five people ask, look, rehearse and export while channels are made private and public and deleted,
people join and leave them, entries are kept, widened and narrowed, and the charter opens topics.
Each entry holds a word of its own, so that any trace of it is seen. Who is entitled to what is kept
beside, in other words than the code's.
"""

import asyncio
import shutil
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from knowledge import (
    browsing,
    capture,
    entries,
    moves,
    outcomes,
    questions,
    rehearsal,
    review,
    sight,
    suggestions,
    widening,
)
from knowledge.asking import Outcome
from knowledge.capture import Source
from knowledge.charter.curation import Outsiders
from knowledge.database import open_database
from knowledge.entry import Entry, Status
from knowledge.exchange import dump
from knowledge.filters import Filters
from knowledge.moves import Cause
from knowledge.question import Way
from knowledge.rehearsal import Rehearsing
from knowledge.sight import Reader
from tests.factories import CHARTER, MARIA, NINA, NOW, PAUL, WORKSPACE
from tests.knowledge.team import Team, asking

Result = TypeVar("Result")
GAEL, ODILE = "U0GAEL", "U0ODILE"
PEOPLE = (MARIA, NINA, PAUL, GAEL, ODILE)
KIND: dict[str, Outsiders] = {GAEL: "guests", ODILE: "partners"}
CHANNELS = ("C0ONE", "C0TWO", "C0THREE")
TOPICS = ("refunds", "safety")
WORDS = ("amande", "brioche", "cannelle", "dragee", "eclair", "financier", "galette", "halva")
CHANNEL, PERSON = st.sampled_from(CHANNELS), st.sampled_from(PEOPLE)
TOPIC, WORD = st.sampled_from(TOPICS), st.sampled_from(WORDS)


@dataclass
class Place:
    """A channel, as Slack has it."""

    members: set[str]
    is_private: bool = False
    is_deleted: bool = False


@dataclass
class Known:
    """An entry, and for whom it is: everybody, or those of `kept_for`."""

    number: int
    word: str
    topic: str
    origin: str
    kept_for: str | None
    before: str | None = None


class World(RuleBasedStateMachine):
    """A workspace, and what is kept beside of it."""

    template: Path
    looks = 0

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory(prefix="relais-")
        file = shutil.copy(self.template, Path(self.folder.name) / "relais.db")
        self.loop = asyncio.new_event_loop()
        self.database = open_database(f"sqlite:///{file}")
        self.team = Team(self.database.sessions)
        self.places = {
            "C0ONE": Place({MARIA, NINA, PAUL, GAEL}),
            "C0TWO": Place({MARIA, NINA, ODILE}, is_private=True),
            "C0THREE": Place({NINA, PAUL}, is_private=True),
        }
        self.known: list[Known] = []
        self.open_to: set[Outsiders] = set()
        self.asked: list[tuple[str, Outcome]] = []
        self.keys = 0

    def do(self, work: Coroutine[Any, Any, Result]) -> Result:
        return self.loop.run_until_complete(work)

    def teardown(self) -> None:
        self.do(self.database.close())
        self.loop.close()
        self.folder.cleanup()

    @initialize()
    def begin(self) -> None:
        self.do(self.team.agrees())
        self.do(self.team.meets(MARIA, NINA, PAUL))
        self.do(self.team.meets(GAEL, is_guest=True))
        self.do(self.team.meets(ODILE, is_stranger=True))

    # Who is entitled to what, in plain words.

    def members(self, channel: str) -> set[str]:
        place = self.places[channel]
        return set() if place.is_deleted else place.members

    def is_for(self, one: Known, person: str) -> bool:
        if one.kept_for is not None and person not in self.members(one.kept_for):
            return False
        return person not in KIND or (one.topic == "refunds" and KIND[person] in self.open_to)

    def check(self, person: str, shown: object) -> None:
        """Nothing of what they are shown is of an entry that is not for them."""
        World.looks += 1
        for one in self.known:
            assert self.is_for(one, person) or one.word not in str(shown), (person, one)

    def reader(self, person: str) -> Reader:
        """What Slack would say of them now."""
        held = {name for name in CHANNELS if person in self.members(name)}
        return Reader(frozenset(held), self.kinds({person}))

    def kinds(self, persons: set[str]) -> frozenset[Outsiders]:
        return frozenset({KIND[person] for person in persons if person in KIND})

    # What happens.

    @precondition(lambda self: len(self.known) < len(WORDS))
    @rule(channel=CHANNEL, topic=TOPIC, publish=st.sampled_from([True, True, False]))
    def keep(self, channel: str, topic: str, publish: bool) -> None:
        place, word = self.places[channel], WORDS[len(self.known)]
        if place.is_deleted or NINA not in place.members:
            return
        entry = self.do(self.captured(channel, place, word, topic))
        kept_for = channel if place.is_private else None
        self.known.append(Known(entry.id, word, topic, channel, kept_for))
        assert kept_for is None or entry.reviewer in place.members
        if publish:
            how: dict[str, Any] = {"by": NINA, "charter": self.team.charter}
            self.do(self.team.does(review.publish, entry, **how))

    async def captured(self, channel: str, place: Place, word: str, topic: str) -> Entry:
        source = Source(
            channel=channel,
            ts=word,
            thread_ts=word,
            question=f"comment faire {word}",
            answer=f"avec du {word}",
            author=PAUL,
            url=None,
            audience=channel if place.is_private else None,
            readers=frozenset(place.members) if place.is_private else None,
        )
        about: dict[str, Any] = {"workspace": WORKSPACE, "topic": topic, "by": NINA, "now": NOW}
        async with self.team.sessions.begin() as session:
            message = await capture.capture(session, source, charter=self.team.charter, **about)
            return await session.get_one(Entry, message.entry_id)

    @rule(channel=CHANNEL, person=PERSON)
    def join(self, channel: str, person: str) -> None:
        self.places[channel].members.add(person)

    @rule(channel=CHANNEL, person=PERSON)
    def leave(self, channel: str, person: str) -> None:
        self.places[channel].members.discard(person)
        how = {"members": self.members(channel), "now": NOW}
        self.do(self.moved(moves.left, channel, person, **how))

    @rule(channel=CHANNEL, private=st.booleans())
    def convert(self, channel: str, private: bool) -> None:
        if self.places[channel].is_deleted:
            return
        self.places[channel].is_private = private
        if private:
            for one in self.known:
                if one.origin == channel and one.kept_for is None and one.before is None:
                    one.kept_for = channel
            self.do(self.moved(moves.made_private, channel, now=NOW))

    @precondition(lambda self: len(self.known) > 5)
    @rule(channel=CHANNEL)
    def delete(self, channel: str) -> None:
        self.places[channel].is_deleted = True
        self.do(self.moved(moves.out_of_reach, channel, Cause.DELETED, now=NOW))

    async def moved(self, what: Any, *about: Any, **how: Any) -> None:
        async with self.team.sessions.begin() as session:
            await what(session, WORKSPACE, *about, **how)

    @precondition(lambda self: any(one.kept_for for one in self.known))
    @rule(data=st.data(), channel=st.none() | CHANNEL)
    def widen(self, data: st.DataObject, channel: str | None) -> None:
        one = data.draw(st.sampled_from([one for one in self.known if one.kept_for]))
        may = channel is None or (self.places[channel].is_private and NINA in self.members(channel))
        if not self.is_for(one, NINA) or not may:
            return
        how: dict[str, Any] = {"by": NINA, "charter": self.team.charter}
        self.do(self.team.does(widening.widen, self.do(self.entry(one)), channel, **how))
        if one.kept_for != channel:
            one.before, one.kept_for = one.before or one.kept_for, channel

    @precondition(lambda self: any(one.before for one in self.known))
    @rule(data=st.data())
    def narrow(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from([one for one in self.known if one.before]))
        how: dict[str, Any] = {"by": NINA, "charter": self.team.charter}
        self.do(self.team.does(widening.narrow, self.do(self.entry(one)), **how))
        one.kept_for, one.before = one.before, None

    @rule(kinds=st.sets(st.sampled_from(["guests", "partners"])))
    def open(self, kinds: set[Outsiders]) -> None:
        self.open_to = kinds
        line = "  - id: refunds\n"
        opened = f"{line}    open_to: [{', '.join(sorted(kinds))}]\n"
        self.do(self.team.agrees(CHARTER.replace(line, opened)))

    async def entry(self, one: Known) -> Entry:
        async with self.team.sessions.begin() as session:
            return await entries.get(session, WORKSPACE, one.number)

    # What people look at.

    @rule(person=PERSON, word=WORD, topic=st.none() | TOPIC)
    def ask(self, person: str, word: str, topic: str | None) -> None:
        reader, wish = self.reader(person), Filters(topic)
        outcome = self.do(self.asks(word, person, reader=reader, filters=wish))
        self.asked.append((person, outcome))
        self.check(person, content(outcome))
        assert outcome.question.elsewhere <= sum(self.is_for(one, person) for one in self.known)

    @rule(channel=CHANNEL, person=PERSON, word=WORD)
    def ask_aloud(self, channel: str, person: str, word: str) -> None:
        members = self.members(channel)
        if person not in members:
            return
        home = frozenset({channel} if self.places[channel].is_private else ())
        where: dict[str, Any] = {
            "way": Way.MENTION,
            "channel": channel,
            "audience": next(iter(home), None),
            "reader": Reader(home, self.kinds({person})),
            "around": Reader(frozenset({channel}), self.kinds(members)),
        }
        outcome = self.do(self.asks(word, person, **where))
        shown = () if outcome.question.is_public and outcome.escalation else content(outcome)
        for reader in members if outcome.question.is_public else {person}:
            self.check(reader, shown)

    async def asks(self, word: str, person: str, **where: Any) -> Outcome:
        self.keys += 1
        about = asking(f"comment faire {word}", by=person, key=f"{self.keys}", **where)
        async with self.team.sessions.begin() as session:
            return await questions.ask(session, about, library=self.team.library, now=NOW)

    @precondition(lambda self: self.asked)
    @rule(data=st.data())
    def look_at_an_old_reply(self, data: st.DataObject) -> None:
        person, outcome = data.draw(st.sampled_from(self.asked))
        self.check(person, content(self.do(self.again(person, outcome))))

    async def again(self, person: str, outcome: Outcome) -> Outcome:
        async with self.team.sessions.begin() as session:
            question = await questions.get(session, WORKSPACE, outcome.question.id)
            how: dict[str, Any] = {"reader": self.reader(person), "now": NOW}
            return await outcomes.of(session, question, **how)

    @rule(person=PERSON, topic=TOPIC)
    def browse(self, person: str, topic: str) -> None:
        titles, total = self.do(self.part(person, topic))
        self.check(person, titles)
        mine = [one for one in self.known if self.is_for(one, person) and one.topic == topic]
        assert total <= len(mine)

    async def part(self, person: str, topic: str) -> tuple[list[str], int]:
        async with self.team.sessions.begin() as session:
            wish, reader = Filters(topic=topic), self.reader(person)
            part = await browsing.browse(session, WORKSPACE, wish, reader=reader)
        return [entry.title for entry in part.entries], part.total

    @rule(person=PERSON, played=PERSON, word=WORD)
    def rehearse(self, person: str, played: str, word: str) -> None:
        both = self.reader(played).beside(self.reader(person))
        shown = self.do(self.rehearsed(word, played, both))
        for one in (person, played):
            self.check(one, shown)

    async def rehearsed(self, word: str, played: str, reader: Reader) -> list[str]:
        asked = Rehearsing(f"comment faire {word}", played, WORKSPACE, NOW, reader)
        async with self.team.sessions.begin() as session:
            found = await rehearsal.rehearse(session, asked, library=self.team.library)
        return [one.title for one in found.entries]

    @rule(person=PERSON, word=WORD)
    def look_for_doubles(self, person: str, word: str) -> None:
        self.check(person, self.do(self.doubles(word, self.reader(person))))

    async def doubles(self, word: str, reader: Reader) -> list[str]:
        within = sight.topics_open_to(reader, self.team.charter)
        async with self.team.sessions.begin() as session:
            index = await self.team.library.index(session, WORKSPACE)
        title, seen = f"comment faire {word}", {"audiences": reader.audiences, "within": within}
        return [hit.wording for hit in index.similar(title, **seen)]  # type: ignore[arg-type]

    @precondition(lambda self: self.known)
    @rule(person=PERSON)
    def look_each_up_by_its_number(self, person: str) -> None:
        for one in self.known:
            entry, reader = self.do(self.entry(one)), self.reader(person)
            is_out = entry.status is Status.PUBLISHED or person not in KIND
            entitled = self.is_for(one, person) and is_out
            assert sight.may_see(entry, reader, self.team.charter) == entitled, (person, one)

    @rule()
    def export(self) -> None:
        """A file may be read by anybody of the team; so may synonyms that are suggested."""
        told = str(self.do(self.exported()))
        for one in self.known:
            assert one.kept_for is None or one.word not in told

    async def exported(self) -> tuple[object, ...]:
        async with self.team.sessions.begin() as session:
            rows = await dump(session, WORKSPACE)
            evidence = await suggestions.evidence(session, WORKSPACE)
        return rows, [*evidence.titles.values()], [*evidence.wordings]


def content(outcome: Outcome) -> list[str]:
    """What is shown of the entries; the question itself is its asker's own."""
    return [f"{one.title} {one.body}" for one in outcome.entries]


def play(template: Path, examples: int) -> None:
    """So many workspaces, always the same ones."""
    World.template, World.looks = template, 0
    run_state_machine_as_test(
        World,
        settings=settings(
            max_examples=examples,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_nobody_is_shown_what_is_not_for_them(migrated_sqlite: Path) -> None:
    play(migrated_sqlite, examples=20)

    assert World.looks > 100


def test_a_leak_would_be_seen(migrated_sqlite: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were every channel open to everybody, it would be noticed."""
    monkeypatch.setattr(World, "reader", lambda *_: Reader(frozenset(CHANNELS)))

    with pytest.raises(AssertionError):
        play(migrated_sqlite, examples=20)

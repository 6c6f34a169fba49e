"""Whatever people do in Slack, nobody reads of an entry that is not for them at that moment.

The real app and the pretend Slack: a few short stories of members, a guest and somebody of another
organisation, in channels that change. Every word the bot says to each of them is read.
"""

import asyncio
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.sandbox.cast import GENERAL, INES, JURIDIQUE, MARC, QUESTIONS, SOFIA, THEO
from bot.sandbox.slack import SlackRefusal, User
from knowledge.entry import Entry, Status
from tests.flows.conftest import stock
from tests.stage import Stage, a_stage

GAEL, ODILE = "U0GAEL", "U0ODILE"
KIND = {GAEL: "guests", ODILE: "partners"}
READERS = (THEO, MARC, SOFIA, GAEL, ODILE)
ROOMS = (QUESTIONS, GENERAL, JURIDIQUE)
WORDS = ("amandine", "briochin", "cannelure")
OPEN = "    open_to: [{}]\n"

PERSON, ROOM, WORD = st.sampled_from(READERS), st.sampled_from(ROOMS), st.sampled_from(WORDS)
LOOKS = st.sampled_from(["ask", "show", "mine", "drafts", "home", "mention", "share", "browse"])
CHANGES = st.sampled_from(["join", "leave", "private", "public", "widen", "open", "close"])
DEEDS = st.lists(
    st.tuples(LOOKS, PERSON, ROOM, WORD) | st.tuples(CHANGES, PERSON, ROOM, WORD),
    min_size=10,
    max_size=14,
)


class Story:
    """What happens, and who is entitled to what, kept beside.

    Who asks leaves out the last letter of a word, so that what they are told back is their own.
    """

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.open_to: set[str] = set()
        self.read: dict[str, set[str]] = {person: set() for person in READERS}

    async def begin(self) -> None:
        """One entry of each room, each with a word of its own."""
        people = self.stage.slack.workspace.users
        people[GAEL] = User(GAEL, "gael", "Gaël", locale="en-US", is_guest=True)
        people[ODILE] = User(ODILE, "odile", "Odile", team_id="T0ELSE")
        rooms = self.stage.slack.workspace.channels
        rooms[GENERAL].members.add(GAEL)
        rooms[QUESTIONS].members.add(ODILE)
        rooms[QUESTIONS].is_ext_shared = True
        for room, word in zip(ROOMS, WORDS, strict=True):
            await self.keep(room, word)

    async def keep(self, room: str, word: str) -> None:
        """Inès keeps what Marc answers, and it is published."""
        asked = f"Can I refund a customer their {word}?"
        first = await self.stage.say(asked, by=INES, channel=room)
        good = await self.stage.say(f"Yes: {word}.", by=MARC, channel=room, thread=first.ts)
        await self.stage.react(good, by=INES)
        query = select(Entry).where(Entry.status == Status.IN_REVIEW)
        [draft] = await self.stage.all(query)
        await self.stage.press("Publish", by=str(draft.reviewer))

    async def entries(self) -> Mapping[str, Entry]:
        found = await self.stage.all(select(Entry))
        return {word: one for one in found for word in WORDS if word in one.title}

    def is_for(self, entry: Entry, person: str) -> bool:
        room = self.stage.slack.workspace.channels.get(entry.audience or "")
        if entry.audience and (room is None or person not in room.members):
            return False
        is_open = KIND.get(person) in self.open_to and entry.topic == "refunds"
        return person not in KIND or is_open

    async def check(self) -> None:
        """Nothing new that anybody reads is of an entry that is not for them."""
        known = await self.entries()
        for person in READERS:
            shown = {f"{m.channel} {m.ts} {m.text} {m.blocks}" for m in self.stage.seen(person)}
            shown |= {str(view.blocks) for view in self.stage.slack.modals_of(person)}
            home = self.stage.slack.home_of(person)
            shown |= {str(home.blocks)} if home else set()
            for told in shown - self.read[person]:
                for word, entry in known.items():
                    assert self.is_for(entry, person) or word not in told, (person, told)
            self.read[person] |= shown
            self.stage.slack.workspace.modals[person].clear()

    async def happens(self, deed: str, person: str, room: str, word: str) -> None:
        try:
            await getattr(self, f"_{deed}")(person, room, word)
            await self.stage.quiet()
        except SlackRefusal:
            return  # Slack would not let them

    async def _ask(self, person: str, room: str, word: str) -> None:
        await self.stage.kb(f"can I refund their {word[:-1]}", by=person, channel=room)

    async def _show(self, person: str, room: str, word: str) -> None:
        number = (await self.entries())[word].id
        await self.stage.kb(f"show {number}", by=person, channel=room)

    async def _mine(self, person: str, room: str, _word: str) -> None:
        await self.stage.kb("mine", by=person, channel=room)

    async def _drafts(self, person: str, room: str, _word: str) -> None:
        await self.stage.kb("drafts", by=person, channel=room)

    async def _browse(self, person: str, room: str, _word: str) -> None:
        await self.stage.kb("topic:refunds", by=person, channel=room)

    async def _home(self, person: str, _room: str, _word: str) -> None:
        await self.stage.home(person)

    async def _mention(self, person: str, room: str, word: str) -> None:
        text = f"<@{self.stage.me}> can I refund their {word[:-1]}?"
        await self.stage.say(text, by=person, channel=room)

    async def _share(self, person: str, room: str, word: str) -> None:
        await self._ask(person, room, word)
        if "Share in channel" in self.stage.buttons(person):
            await self.stage.press("Share in channel", by=person)

    async def _join(self, person: str, room: str, _word: str) -> None:
        await self.stage.slack.invite(INES, room, person)

    async def _leave(self, person: str, room: str, _word: str) -> None:
        await self.stage.slack.leave(person, room)

    async def _private(self, _person: str, room: str, _word: str) -> None:
        await self.stage.slack.convert(INES, room)

    async def _public(self, _person: str, room: str, _word: str) -> None:
        await self.stage.slack.convert(INES, room, private=False)

    async def _widen(self, _person: str, room: str, word: str) -> None:
        entry = (await self.entries())[word]
        if entry.audience and self.is_for(entry, SOFIA):
            shown = await self.stage.kb(f"show {entry.id}", by=SOFIA, channel=room)
            await self.stage.press("Who finds it…", by=SOFIA, on=shown)
            await self.check()
            await self.stage.slack.submit(SOFIA, self.stage.modal(SOFIA).id, {"who": "everybody"})

    async def _open(self, person: str, _room: str, _word: str) -> None:
        await self._rule(self.open_to | {KIND.get(person, "guests")})

    async def _close(self, *_: Any) -> None:
        await self._rule(set())

    async def _rule(self, kinds: set[str]) -> None:
        line = "  - id: refunds\n"
        opened = line + OPEN.format(", ".join(sorted(kinds)))
        await self.stage.rule(self.stage.charter.replace(line, opened))
        self.open_to = kinds


async def play(database: Path, deeds: list[tuple[str, str, str, str]]) -> None:
    """One story on a fresh copy."""
    async with a_stage(f"sqlite:///{database}") as stage:
        story = Story(stage)
        await story.begin()
        await story.check()
        for deed in deeds:
            await story.happens(*deed)
            await story.check()


@pytest.fixture(scope="module")
def with_charter(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the example charter, and no entries."""
    file = Path(shutil.copy(migrated_sqlite, tmp_path_factory.mktemp("sight") / "relais.db"))
    stock(f"sqlite:///{file}", [])
    return file


@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(DEEDS)
def test_nobody_reads_of_what_is_not_for_them(
    with_charter: Path, tmp_path_factory: pytest.TempPathFactory, deeds: Any
) -> None:
    copy = tmp_path_factory.mktemp("story") / "relais.db"
    shutil.copy(with_charter, copy)

    asyncio.run(play(copy, deeds))

"""People: they ask, keep, review, answer, pass on, doubt and recall, pressing whatever they see."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Any, cast

from bot.sandbox.cast import CAMILLE, INES, MARC, QUESTIONS, SOFIA, THEO
from bot.sandbox.clock import Clock
from bot.sandbox.slack import Message, PretendSlack, View
from bot.sandbox.slack.element_checks import offered
from bot.sandbox.slack.inputs import VALUES, elements
from bot.sandbox.slack.refusals import SlackRefusal
from tests.kills.promises import Promise
from tests.stage import Stage, buttons_of

EVERYBODY = (CAMILLE, INES, MARC, SOFIA, THEO)
EMOJI = ("bookmark", "bookmark", "sos", "triangular_flag_on_post", "bulb")
ABOUT = (
    "what personal data do you keep about customers",
    "how do i get my money back for a kettle",
    "the carrier lost my parcel, what now",
    "may we answer a journalist",
    "who pays for returns to the shop",
)
NEVER = (
    "forget",
    "erase",
    "charter",
    "synonym",
    "redaction",
    "consent_refuse",
    "departure",
    "wording_take_out",
)
"""What would take away what others were promised."""

WIDE = 6
"""How far back people look for something to press."""


@dataclass
class People:
    """A crowd with dice. `promised`: words that were accepted, and by what."""

    slack: PretendSlack
    clock: Clock
    dice: Random
    numbers: "count[int]" = field(default_factory=lambda: count(1))
    promised: dict[str, Promise] = field(default_factory=dict)
    deeds: Counter[str] = field(default_factory=Counter)
    _hands: defaultdict[str, asyncio.Lock] = field(
        default_factory=lambda: defaultdict(asyncio.Lock)
    )

    async def act(self) -> None:
        """One of them does something; Slack may refuse it, and the bot may be dead."""
        deeds: tuple[Callable[[str], Awaitable[str]], ...] = (
            *(self._ask, self._mention, self._talk, self._react),
            *(self._press,) * 6,
        )
        busy = [person for person in EVERYBODY if self.slack.modals_of(person)]
        person = self.dice.choice(busy or EVERYBODY)
        async with self._hands[person]:
            deed = self._fill if self.slack.modals_of(person) else self.dice.choice(deeds)
            with suppress(SlackRefusal):
                self.deeds[await deed(person)] += 1

    def words(self) -> str:
        """Something that nobody else says."""
        return f"number {next(self.numbers):04}x"

    async def _ask(self, person: str) -> str:
        question = f"{self.dice.choice(ABOUT)}, {self.words()}"
        await self.slack.command(person, QUESTIONS, "/kb", question)
        return "/kb"

    async def _mention(self, person: str) -> str:
        question = f"{self.dice.choice(ABOUT)}, {self.words()}"
        await self.slack.say(person, QUESTIONS, f"<@{self._stage.me}> {question}")
        return "mention"

    async def _talk(self, person: str) -> str:
        asked = f"Can a customer have {self.words()} engraved on her kettle?"
        said = await self.slack.say(self.dice.choice(EVERYBODY), QUESTIONS, asked)
        answer = f"Yes, in our workshop, {self.words()}, and it takes ten days."
        reply = await self.slack.say(person, QUESTIONS, answer, thread_ts=said.ts)
        await self.slack.react(self.dice.choice(EVERYBODY), QUESTIONS, reply.ts, "bookmark")
        return "kept"

    async def _react(self, person: str) -> str:
        said = [m for m in self.slack.messages_in(QUESTIONS) if m.user != person][-2 * WIDE :]
        emoji = self.dice.choice(EMOJI)
        await self.slack.react(person, QUESTIONS, self.dice.choice(said).ts, emoji)
        return f":{emoji}:"

    async def _press(self, person: str) -> str:
        home = await self.slack.open_home(person) if self.dice.random() < 0.2 else None
        messages = [m for m in self._stage.seen(person) if m.blocks][-WIDE:]
        places: list[Message | View] = [*messages, *([home] if home else [])]
        buttons = [(place, one) for place in places for one in buttons_of(place)]
        buttons = [(place, one) for place, one in buttons if not _is_out(one)]
        if not buttons:
            return await self._ask(person)
        place, one = self.dice.choice(buttons)
        await self.slack.click(person, place, one["action_id"], block_id=one["block_id"])
        return str(one["action_id"])

    async def _fill(self, person: str) -> str:
        """Fill the window on top and send it; what is accepted was promised."""
        modal = self.slack.modals_of(person)[-1]
        if modal.submit is None or self.dice.random() < 0.1:
            await self.slack.close_view(person, modal.id, all_of_them=True)
            return "closed"
        values, window = self._values(modal), modal.callback_id
        promise = Promise.by(modal, values, now=self.clock.now())
        if await self.slack.submit(person, modal.id, values):
            await self.slack.close_view(person, modal.id, all_of_them=True)
            return f"{window} refused"
        words = [said for said in values.values() if isinstance(said, str)]
        if window == "entry_recall":  # who archives writes the reason only
            words = [said for said in words if "x" in said][:1]
        if window == "entry_reject":  # rejecting twice changes nothing, whatever the reason
            words = []
        self.promised |= dict.fromkeys((said for said in words if "x" in said), promise)
        return window

    def _values(self, modal: View) -> dict[str, Any]:
        """Our own words into each field for words; of options any."""
        values: dict[str, Any] = {}
        for block, element in elements(modal.blocks):
            if block["type"] != "input" or element["type"] not in VALUES:
                continue
            match element["type"]:
                case "plain_text_input":
                    values[block["block_id"]] = f"So it is, {self.words()}."
                case "static_select" | "radio_buttons":
                    chosen = self.dice.choice([*offered(element)])
                    values[block["block_id"]] = chosen["value"]
                case "users_select":
                    values[block["block_id"]] = self.dice.choice(EVERYBODY)
        return values

    @property
    def _stage(self) -> Stage:
        """Eyes, for what each of them sees."""
        return Stage(self.slack, cast(Any, None), self.clock)


def _is_out(button: dict[str, Any]) -> bool:
    return "url" in button or any(word in button["action_id"] for word in NEVER)

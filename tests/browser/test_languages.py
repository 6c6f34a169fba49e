"""Languages: a person who switches reads no word of the bot in the other language."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from playwright.async_api import expect

from bot.sandbox.cast import INES, THEO
from handlers.locale import CATALOGUES, read
from tests.browser.desk import Desk, Office
from tests.chromium import BROWSER

pytestmark = BROWSER
PHRASE = 3
"""Words that make a phrase of the bot's: fewer may well stand in somebody's entry."""
GAP = re.compile(r"\{\w+\}|[*`\n]|:\w+:")
"""Where a phrase is interrupted by facts, or by signs that are not shown."""


@dataclass(frozen=True)
class Tongue:
    """A language: the button that chooses it, and what people type and press in it."""

    code: str
    name: str
    commands: tuple[str, ...]
    add: str
    ask: str
    answer: str
    details: str


FRENCH = Tongue(
    code="fr",
    name="Français",
    commands=("coment etre rembourser", "aide", "pourquoi", "moi", "brouillons", "voir 1"),
    add="ajouter",
    ask="Demander à Inès",
    answer="Répondre",
    details="Ajouter des précisions",
)
ENGLISH = Tongue(
    code="en",
    name="English",
    commands=("how do i get my mony back", "help", "why", "mine", "drafts", "show 1"),
    add="add",
    ask="Ask Inès",
    answer="Answer",
    details="Add details",
)


@pytest.mark.parametrize(("tongue", "other"), [(FRENCH, ENGLISH), (ENGLISH, FRENCH)])
async def test_every_word_of_the_bot_follows_the_language(
    office: Office, tongue: Tongue, other: Tongue
) -> None:
    theo, ines = await office.desk(THEO), await office.desk(INES, "dm")
    for person in (theo, ines):
        await person.speak(other.name, other.code)
        await person.speak(tongue.name, tongue.code)

    seen = [*await asking(theo, tongue), *await answering(ines, tongue)]

    assert phrases_in(seen, other) - phrases(tongue) == set()
    assert len(phrases_in(seen, tongue)) > 20


async def asking(theo: Desk, tongue: Tongue) -> list[str]:
    """Théo types every command and has Inès asked; what he reads."""
    for command in tongue.commands:
        await theo.kb(command)
    unsure = await theo.kb("peut-on faire livrer à deux adresses différentes ?")
    await theo.press(tongue.ask, on=unsure)
    await theo.write(f"/kb {tongue.add}")
    modal = await theo.read_modal()
    await theo.press(tongue.details)
    details = await theo.read_modal()
    return [modal, details, *await theo.messages(only_mine=True).all_inner_texts()]


async def answering(ines: Desk, tongue: Tongue) -> list[str]:
    """Inès is asked, opens the modal and her Home; what she reads."""
    await expect(ines.messages()).to_have_count(1)
    request = await ines.messages().inner_text()
    await ines.press(tongue.answer)
    modal = await ines.read_modal()
    await ines.go("home")
    home = ines.tab.get_by_test_id("home")
    await expect(home.get_by_role("button", name=tongue.answer)).to_be_visible()
    return [request, modal, await home.inner_text()]


def phrases(tongue: Tongue) -> set[str]:
    """What the bot says in this language, as far as it always reads the same."""
    messages = [message for message in read(CATALOGUES["fr"]) if message.id]
    said = [it.string if tongue.code in CATALOGUES else it.id for it in messages]
    forms = [form for it in said for form in ([it] if isinstance(it, str) else it or [])]
    pieces = {piece.strip() for form in forms for piece in GAP.split(form)}
    return {piece for piece in pieces if len(piece.split()) >= PHRASE}


def phrases_in(seen: Sequence[str], tongue: Tongue) -> set[str]:
    """Those of its phrases that are read here."""
    return {phrase for phrase in phrases(tongue) if any(phrase in text for text in seen)}

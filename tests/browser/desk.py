"""Desks: the page in the hands of one person, in the words of what they do."""

import re
from typing import Any

from playwright.async_api import Locator, Page, expect

from bot.sandbox.cast import QUESTIONS
from tests.chromium import NewContext


class Office:
    """Where the people of the cast sit down, each with a browser of their own.

    Tabs of one browser would be slower: those behind another are held back by it.
    """

    def __init__(self, new_context: NewContext, address: str) -> None:
        self._new_context = new_context
        self._address = address

    async def desk(self, person: str, place: str = QUESTIONS, **options: Any) -> "Desk":
        """A browser with this person's page open; `home` and `dm` are places too."""
        context = await self._new_context(base_url=self._address, **options)
        tab = await context.new_page()
        await tab.goto(f"/as/{person}/{place}")
        return Desk(tab, person)


class Desk:
    """What one person does and sees."""

    def __init__(self, tab: Page, person: str) -> None:
        self.tab = tab
        self.person = person
        self.composer = tab.get_by_test_id("composer")
        self.modal = tab.get_by_test_id("modal")
        self.thread = tab.get_by_test_id("thread")

    async def go(self, place: str) -> None:
        """Go to a place by clicking it in the rail."""
        await self.tab.locator(f'[data-place-id="{place}"]').click()

    async def go_to_dm(self) -> None:
        """Go to the conversation with the bot, by the rail."""
        await (
            self.tab.get_by_test_id("place")
            .filter(has_text=re.compile(r"^\s*Relais"))
            .first.click()
        )
        await expect(self.tab.get_by_test_id("tab").last).to_have_attribute("aria-current", "page")

    async def kb(self, text: str) -> Locator:
        """Type `/kb text`; what only this person is answered."""
        answers = self.messages(only_mine=True)
        before = await answers.count()
        await self.write(f"/kb {text}")
        await expect(answers).to_have_count(before + 1)
        return answers.nth(before)

    async def write(self, text: str) -> None:
        """Write a message and send it with Enter."""
        await self.composer.fill(text)
        await self.composer.press("Enter")
        await expect(self.composer).to_have_value("")

    async def open_thread(self, message: Locator) -> None:
        """Open the thread of a message beside the channel."""
        await message.hover()
        await message.get_by_test_id("reply-in-thread").click()
        await expect(self.tab.get_by_test_id("thread-composer")).to_be_focused()

    async def react_by_keyboard(self, message: Locator, emoji: str) -> None:
        """Add a reaction with the picker, without the mouse."""
        await message.focus()
        await message.get_by_test_id("react").focus()
        await self.tab.keyboard.press("Enter")
        await self.tab.keyboard.type(emoji)
        await self.tab.keyboard.press("Enter")
        await expect(message.locator(f'[data-react="{emoji}"][aria-pressed]')).to_have_attribute(
            "aria-pressed", "true"
        )

    async def move_clock(self, by: str) -> None:
        """Move the workspace's clock forward, by the field in the rail."""
        field = self.tab.get_by_test_id("clock-field")
        await field.fill(by)
        await field.press("Enter")
        await expect(field).to_have_value("")

    async def speak(self, name: str, code: str) -> None:
        """Choose a language in the rail."""
        await self.tab.get_by_test_id("language").filter(has_text=name).click()
        await expect(self.tab.locator("html")).to_have_attribute("lang", code)
        await self.tab.wait_for_load_state()  # the page was loaded anew, and begins to listen

    async def read_modal(self) -> str:
        """What the modal says that has just been opened; it is closed again."""
        await expect(self.modal).to_have_count(1)
        text = await self.modal.inner_text()
        await self.modal.get_by_test_id("modal-close").click()
        await expect(self.modal).to_have_count(0)
        return text

    async def confirm(self, label: str) -> None:
        """Answer the question that a dangerous button asks."""
        dialog = self.tab.get_by_test_id("confirm").filter(visible=True)
        await dialog.get_by_role("button", name=label).click()
        await expect(dialog).to_have_count(0)

    async def reply(self, text: str) -> None:
        """Write into the thread that is open beside the channel."""
        composer = self.tab.get_by_test_id("thread-composer")
        await composer.fill(text)
        await composer.press("Enter")
        await expect(self.thread.get_by_test_id("message").last).to_contain_text(text)

    def messages(self, *, only_mine: bool = False) -> Locator:
        """The messages in the middle, oldest first; or those that only this person sees."""
        messages = self.tab.get_by_test_id("messages").get_by_test_id("message")
        return messages.filter(has=self.tab.get_by_test_id("only-you")) if only_mine else messages

    def message(self, text: str | re.Pattern[str]) -> Locator:
        """The newest message that holds this text."""
        return self.messages().filter(has_text=text).last

    async def press(self, label: str, *, on: Locator | None = None) -> None:
        """Press the newest button with this label, or the one on this message."""
        await (
            (on or self.tab.locator("main"))
            .get_by_role("button", name=label, exact=True)
            .last.click()
        )

    async def submit(self, **fields: str) -> None:
        """Fill the open modal in and send it; nothing else is then in the way."""
        await self.fill_in(**fields)
        await expect(self.modal).to_have_count(0)

    async def fill_in(self, **fields: str) -> None:
        """Fill the open modal in, each field by the beginning of its label, and send it."""
        for label, text in fields.items():
            await self.modal.get_by_label(re.compile(f"^{label}")).first.fill(text)
        await self.modal.get_by_test_id("modal-submit").click()

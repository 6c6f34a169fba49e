"""The page in a real Chromium, with mouse and keyboard."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from typing import Any, Protocol

import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Page, expect
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.page import page
from bot.sandbox.slack import PretendSlack, Workspace
from tests.chromium import BROWSER, NewContext

pytestmark = BROWSER
Json = dict[str, Any]
Connect = Callable[[AsyncApp], Awaitable[None]]


class Movable(Protocol):
    now: datetime


class Hands:
    """The test clock as the page wants it."""

    def __init__(self, clock: Movable) -> None:
        self.clock = clock

    def now(self) -> datetime:
        return self.clock.now

    def move(self, by: timedelta) -> None:
        self.clock.now += by


@pytest_asyncio.fixture(loop_scope="session")
async def slack(
    workspace: Workspace, manifest: Json, clock: Callable[[], datetime]
) -> AsyncIterator[PretendSlack]:
    """Started, in Socket Mode, nobody connected; in the loop that the browser is in."""
    slack = PretendSlack(workspace, manifest=manifest, clock=clock)
    await slack.start()
    yield slack
    await slack.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def by_socket(slack: PretendSlack) -> AsyncIterator[Connect]:
    """Connects an app to `slack` by Socket Mode."""
    async with AsyncExitStack() as stack:

        async def connect(app: AsyncApp) -> None:
            handler = AsyncSocketModeHandler(app, "xapp-sandbox", ping_interval=1)
            stack.push_async_callback(handler.close_async)
            await handler.connect_async()  # type: ignore[no-untyped-call]

        yield connect


@pytest_asyncio.fixture(loop_scope="session")
async def tab(slack: PretendSlack, clock: Movable, new_context: NewContext) -> AsyncIterator[Page]:
    """A tab in which Ana has #questions open."""
    async with TestServer(page(slack, Hands(clock))) as server:
        context = await new_context(base_url=str(server.make_url("")))
        tab = await context.new_page()
        await tab.goto("/as/U0ANA/C0QUESTIONS")
        yield tab
        await context.close()


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def field(name: str, **fields: Any) -> Json:
    element = {"type": "plain_text_input", "action_id": name, **fields}
    return {"type": "input", "block_id": name, "label": plain(name.title()), "element": element}


async def open_form(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
    await ack()
    button = {"type": "button", "action_id": "deeper", "text": plain("Plus")}
    view = {
        "type": "modal",
        "callback_id": "form",
        "title": plain("Ajouter"),
        "submit": plain("Enregistrer"),
        "blocks": [
            field("question"),
            field("answer", multiline=True),
            {"type": "actions", "elements": [button]},
        ],
    }
    await client.views_open(trigger_id=body["trigger_id"], view=view)


async def push_form(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
    await ack()
    view = {"type": "modal", "title": plain("Dessus"), "blocks": [{"type": "divider"}]}
    await client.views_push(trigger_id=body["trigger_id"], view=view)


async def test_a_message_is_written_sent_and_seen_by_another_person(tab: Page) -> None:
    marc = await tab.context.new_page()
    await marc.goto("/as/U0MARC/C0QUESTIONS")
    composer = tab.get_by_test_id("composer")

    await composer.press_sequentially("bonjour @mar")
    await expect(tab.get_by_role("option", name="Marc Petit")).to_be_visible()
    await composer.press("Enter")
    await composer.press("Shift+Enter")
    await composer.press_sequentially("*ça va*\u202f?")
    await composer.press("Enter")

    await expect(composer).to_have_value("")
    seen = marc.get_by_test_id("message").last
    await expect(seen).to_contain_text("bonjour @Marc Petit", timeout=2000)
    await expect(seen.locator("b")).to_have_text("ça va")


async def test_typing_survives_news_other_places_and_a_reload(
    tab: Page, slack: PretendSlack
) -> None:
    composer = tab.get_by_test_id("composer")
    await composer.press_sequentially("à moitié écr")

    await slack.say("U0MARC", "C0QUESTIONS", "du nouveau")
    await expect(tab.get_by_text("du nouveau")).to_be_visible()
    await composer.press_sequentially("it")
    await expect(composer).to_have_value("à moitié écrit")
    await tab.get_by_test_id("place").filter(has_text="legal").click()
    await expect(composer).to_have_value("")
    await tab.get_by_test_id("place").filter(has_text="questions").click()
    await expect(composer).to_have_value("à moitié écrit")
    await tab.reload()
    await expect(composer).to_have_value("à moitié écrit")


async def test_a_reader_at_the_end_follows_and_one_further_up_stays(
    tab: Page, slack: PretendSlack
) -> None:
    for number in range(40):
        await slack.say("U0MARC", "C0QUESTIONS", f"message {number}")
    await expect(tab.get_by_text("message 39")).to_be_in_viewport()

    await tab.get_by_test_id("messages").evaluate("log => log.scrollTop = 300")
    await slack.say("U0MARC", "C0QUESTIONS", "tout dernier")
    await expect(tab.get_by_text("tout dernier")).to_be_attached()

    assert await tab.get_by_test_id("messages").evaluate("log => log.scrollTop") == 300
    await expect(tab.get_by_text("tout dernier")).not_to_be_in_viewport()


async def test_a_message_is_reacted_to_and_answered_with_the_keyboard_alone(
    tab: Page, slack: PretendSlack
) -> None:
    message = await slack.say("U0MARC", "C0QUESTIONS", "une question")
    spot = tab.get_by_test_id("message").last
    await expect(spot).to_contain_text("une question")

    await spot.focus()
    await spot.get_by_test_id("react").focus()
    await tab.keyboard.press("Enter")
    await tab.keyboard.type("bookm")
    await tab.keyboard.press("Enter")
    await expect(spot.get_by_test_id("reaction")).to_have_attribute("aria-pressed", "true")
    assert message.reactions == {"bookmark": ["U0ANA"]}
    await spot.get_by_test_id("reply-in-thread").focus()
    await tab.keyboard.press("Enter")
    await expect(tab.get_by_test_id("thread-composer")).to_be_focused()
    await tab.keyboard.type("une réponse")
    await tab.keyboard.press("Enter")
    await expect(tab.get_by_test_id("thread").get_by_test_id("message")).to_have_count(2)
    await expect(tab.get_by_test_id("replies")).to_have_text("1 réponse")
    await tab.keyboard.press("Escape")
    await expect(tab.get_by_test_id("thread")).to_have_count(0)


async def test_own_messages_are_edited_and_deleted_from_their_menu(
    tab: Page, slack: PretendSlack
) -> None:
    await slack.say("U0ANA", "C0QUESTIONS", "premier jet")
    spot = tab.get_by_test_id("message").last

    await spot.hover()
    await spot.get_by_test_id("more").click()
    await tab.get_by_role("menuitem", name="Modifier le message").click()
    await tab.keyboard.press("ControlOrMeta+a")
    await tab.keyboard.type("au propre")
    await tab.keyboard.press("Enter")
    await expect(spot).to_contain_text("au propre (modifié)")
    await spot.hover()
    await spot.get_by_test_id("more").click()
    await tab.get_by_role("menuitem", name="Supprimer le message").click()
    await tab.get_by_role("button", name="Supprimer le message").click()
    await expect(tab.get_by_test_id("message")).to_have_count(0)


async def test_a_form_keeps_its_words_shows_its_errors_and_stacks(
    tab: Page, slack: PretendSlack, app: AsyncApp, by_socket: Any
) -> None:
    sent: list[Json] = []

    async def submit(ack: AsyncAck, view: Json) -> None:
        sent.append(view["state"]["values"])
        known = len(sent) == 1
        await (
            ack(response_action="errors", errors={"question": "Déjà connue."}) if known else ack()
        )

    app.shortcut("ask_relais")(open_form)
    app.action("deeper")(push_form)
    app.view("form")(submit)
    await by_socket(app)
    await slack.say("U0MARC", "C0QUESTIONS", "à garder")
    spot = tab.get_by_test_id("message").last
    await spot.hover()
    await spot.get_by_test_id("more").click()
    await tab.get_by_test_id("shortcut").filter(has_text="Ask Relais").click()

    form = tab.get_by_test_id("modal")
    await expect(form.get_by_label("Question")).to_be_focused()
    await tab.keyboard.type("Où est-il ?")
    await form.get_by_test_id("modal-submit").click()
    await expect(form.get_by_test_id("field-error").nth(1)).to_contain_text("obligatoire")
    await expect(form.get_by_label("Answer")).to_be_focused()
    await tab.keyboard.type("Ici.")
    await slack.say("U0MARC", "C0QUESTIONS", "du nouveau pendant la saisie")
    await form.get_by_role("button", name="Plus").click()
    await expect(form).to_have_count(2)
    await tab.keyboard.press("Escape")
    await expect(form).to_have_count(1)
    await expect(form.get_by_label("Question")).to_have_value("Où est-il ?")
    await form.get_by_test_id("modal-submit").click()
    await expect(form.get_by_test_id("field-error").first).to_have_text("Déjà connue.")
    await form.get_by_test_id("modal-submit").click()
    await expect(form).to_have_count(0)
    assert sent[-1]["answer"]["answer"]["value"] == "Ici."


async def test_a_dangerous_button_asks_first(tab: Page, app: AsyncApp, by_socket: Any) -> None:
    pressed: list[str] = []

    async def press(ack: AsyncAck, action: Json) -> None:
        pressed.append(action["value"])
        await ack()

    app.action("drop")(press)
    await by_socket(app)
    sure = {
        "title": plain("Sûr ?"),
        "text": plain("Vraiment ?"),
        "confirm": plain("Oui"),
        "deny": plain("Non"),
    }
    button = {
        "type": "button",
        "action_id": "drop",
        "value": "7",
        "text": plain("Jeter"),
        "confirm": sure,
    }
    blocks = [{"type": "actions", "elements": [button]}]
    await app.client.chat_postMessage(channel="C0QUESTIONS", text="x", blocks=blocks)

    await tab.get_by_role("button", name="Jeter").click()
    await tab.get_by_role("button", name="Non").click()
    await tab.get_by_role("button", name="Jeter").click()
    async with tab.expect_response("**/do/click"):  # it is answered once the bot has heard
        await tab.get_by_role("button", name="Oui").click()

    assert pressed == ["7"]


async def test_one_person_after_the_other_in_one_tab(tab: Page, slack: PretendSlack) -> None:
    await slack.say("U0ANA", "C0QUESTIONS", "bonjour Marc")
    marc = tab.get_by_test_id("person").filter(has_text="Marc Petit")
    await expect(marc.get_by_test_id("unread")).to_contain_text("1")

    await marc.click()

    await expect(tab.get_by_test_id("composer")).to_have_attribute(
        "placeholder", "Message #questions"
    )
    await expect(marc.get_by_test_id("unread")).to_have_count(0)
    await tab.wait_for_load_state()  # the page was loaded anew, and begins to listen
    await tab.get_by_test_id("language").filter(has_text="Français").click()
    await expect(tab.get_by_test_id("composer")).to_have_attribute(
        "placeholder", "Écrire à #questions"
    )
    await tab.get_by_test_id("clock-move").filter(has_text="+4 h").click()
    await expect(tab.get_by_test_id("clock")).to_contain_text("14:00")


async def test_a_silent_bot_leaves_the_command_and_says_so(tab: Page) -> None:
    composer = tab.get_by_test_id("composer")

    await composer.fill("/kb allô")
    await composer.press("Enter")

    await expect(tab.get_by_test_id("composer-error")).to_contain_text("n’a pas répondu")
    await expect(composer).to_have_value("/kb allô")


async def test_a_status_is_set_in_a_window_and_shown_beside_the_name(tab: Page) -> None:
    status = tab.get_by_test_id("status")
    await status.click()
    await tab.get_by_test_id("status-emoji").select_option("palm_tree")
    await tab.get_by_test_id("status-text").fill("Vacances")
    await tab.get_by_test_id("status-text").press("Enter")

    await expect(status).to_contain_text("🌴 Vacances")
    await expect(tab.get_by_test_id("sign")).to_have_text("🌴")
    await status.click()
    await expect(tab.get_by_test_id("status-text")).to_have_value("Vacances")
    await tab.get_by_test_id("status-emoji").select_option("")
    await tab.get_by_test_id("status-text").fill("")
    await tab.get_by_test_id("status-save").click()
    await expect(status).to_contain_text("Définir un statut")

    await tab.get_by_test_id("pause").click()

    await expect(tab.get_by_test_id("pause")).to_contain_text("🔕 Suspendues")


async def test_people_keep_the_order_in_which_they_are_chosen(
    tab: Page, slack: PretendSlack
) -> None:
    chosen = {"type": "multi_users_select", "action_id": "who", "initial_users": ["U0MARC"]}
    block = {"type": "input", "block_id": "who", "label": plain("Qui"), "element": chosen}
    view = {"type": "modal", "title": plain("Qui"), "submit": plain("Ok"), "blocks": [block]}
    modal = slack.views.open("U0ANA", view)
    first = tab.get_by_test_id("modal").get_by_test_id("option").first
    await expect(first).to_have_text("Marc Petit")

    await tab.get_by_label("Ana Costa").check()
    await tab.get_by_label("Marc Petit").uncheck()
    await expect(first).to_have_text("Ana Costa")
    await tab.get_by_label("Marc Petit").check()
    await expect(tab.get_by_test_id("option").nth(1)).to_have_text("Marc Petit")

    await expect(tab.get_by_label("Ana Costa")).to_be_checked()
    assert modal.state["who"]["who"]["selected_users"] == ["U0ANA", "U0MARC"]

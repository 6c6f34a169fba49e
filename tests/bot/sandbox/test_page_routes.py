"""The page over HTTP: who sees what, what people do, and who may ask."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.page import page
from bot.sandbox.slack import PretendSlack, User, Workspace

Json = dict[str, Any]
ANA = "/as/U0ANA/C0QUESTIONS"
MODAL = {
    "type": "modal",
    "callback_id": "add",
    "title": {"type": "plain_text", "text": "Ajouter"},
    "submit": {"type": "plain_text", "text": "OK"},
    "blocks": [
        {
            "type": "input",
            "block_id": "question",
            "label": {"type": "plain_text", "text": "Question"},
            "element": {"type": "plain_text_input", "action_id": "text", "min_length": 3},
        }
    ],
}


class Movable(Protocol):
    now: datetime


class Hands:
    """The test clock as the page wants it, with a count of who was woken."""

    def __init__(self, clock: Movable) -> None:
        self.clock = clock
        self.woken: list[datetime] = []

    def now(self) -> datetime:
        return self.clock.now

    def move(self, by: timedelta) -> None:
        self.clock.now += by

    async def moved(self) -> None:
        self.woken.append(self.now())


class Browser:
    """What the page's script does, without the browser."""

    def __init__(self, client: TestClient[Any, Any]) -> None:
        self.client = client

    async def look(self, path: str = ANA, **headers: str) -> str:
        answer = await self.client.get(path, headers=headers)
        assert answer.status == 200
        return await answer.text()

    async def post(self, deed: str, sent: Json, *, person: str = "U0ANA") -> ClientResponse:
        token = re.search(r'name="token" content="([^"]+)"', await self.look(f"/as/{person}/home"))
        assert token
        headers = {"X-Token": token[1]}
        return await self.client.post(f"/as/{person}/do/{deed}", json=sent, headers=headers)

    async def do(self, deed: str, person: str = "U0ANA", **sent: Any) -> Json:
        answer = await self.post(deed, {"channel": "C0QUESTIONS", **sent}, person=person)
        assert answer.status == 200
        content: Json = await answer.json()
        return content


@pytest.fixture
def hands(clock: Movable) -> Hands:
    return Hands(clock)


@pytest.fixture
async def browser(slack: PretendSlack, hands: Hands) -> AsyncIterator[Browser]:
    application = page(slack, hands, hands.moved)
    async with TestClient(TestServer(application)) as client:
        yield Browser(client)


async def test_the_first_person_lands_in_their_first_channel(browser: Browser) -> None:
    answer = await browser.client.get("/")

    assert answer.url.path == ANA
    assert 'data-testid="composer"' in await answer.text()


async def test_people_see_the_channels_they_are_in(browser: Browser, workspace: Workspace) -> None:
    workspace.channels["C0SECRET"].members = {"U0MARC"}

    html = await browser.look()

    assert 'data-place-id="C0LEGAL"' in html
    assert "C0SECRET" not in html
    elsewhere = await browser.client.get("/as/U0ANA/C0SECRET")
    assert elsewhere.url.path == ANA


async def test_one_can_be_anybody_but_the_bot_and_those_who_left(browser: Browser) -> None:
    switcher = re.findall(r'data-person-id="(\w+)"', await browser.look())

    assert switcher == ["U0ANA", "U0MARC", "U0EXTERN"]
    assert (await browser.client.get("/as/U0RELAIS/C0LEGAL")).url.path == ANA


async def test_what_is_said_is_seen_by_the_others_with_a_badge_until_read(
    browser: Browser, slack: PretendSlack
) -> None:
    await browser.do("say", text="bonjour <script>alert(1)</script>")

    assert slack.workspace.unread["U0MARC", "C0QUESTIONS"] == 1
    assert 'data-testid="unread">1' in await browser.look("/as/U0MARC/C0GENERAL")
    html = await browser.look("/as/U0MARC/C0QUESTIONS")
    assert "bonjour &lt;script&gt;" in html
    assert ("U0MARC", "C0QUESTIONS") not in slack.workspace.unread


async def test_the_screen_comes_when_there_is_news(browser: Browser, slack: PretendSlack) -> None:
    known = {"X-Screen": "1", "X-Version": str(slack.workspace.version)}
    waiting = asyncio.create_task(browser.look(**known))
    await asyncio.sleep(0.1)
    assert not waiting.done()

    await slack.say("U0MARC", "C0QUESTIONS", "du nouveau")

    html = await asyncio.wait_for(waiting, 1)
    assert "du nouveau" in html
    assert "<head>" not in html


async def test_replies_stand_in_their_thread(browser: Browser, slack: PretendSlack) -> None:
    parent = await slack.say("U0MARC", "C0QUESTIONS", "une question")
    await browser.do("say", text="une réponse", thread=parent.ts)

    html = await browser.look()
    assert "une réponse" not in html
    assert ">1 réponse</a>" in html
    beside = await browser.look(f"{ANA}?thread={parent.ts}")
    assert "une réponse" in beside
    assert 'data-testid="thread-composer"' in beside


async def test_a_reaction_is_given_and_taken_back(browser: Browser, slack: PretendSlack) -> None:
    message = await slack.say("U0MARC", "C0QUESTIONS", "bien dit")

    await browser.do("react", ts=message.ts, name="bookmark")
    assert message.reactions == {"bookmark": ["U0ANA"]}
    assert 'data-react="bookmark" data-key="bookmark" aria-pressed="true"' in await browser.look()
    await browser.do("react", ts=message.ts, name="bookmark")
    assert message.reactions == {}


async def test_people_edit_and_delete_their_own_words_only(
    browser: Browser, slack: PretendSlack
) -> None:
    message = await slack.say("U0ANA", "C0QUESTIONS", "un & deux")
    sent = {"ts": message.ts, "text": "trois"}

    assert 'data-raw="un &amp; deux"' in await browser.look()
    refused = await browser.do("edit", "U0MARC", **sent)
    assert refused["error"] == "Slack would not do this: cant_update_message"
    assert await browser.do("edit", **sent) == {"ok": True}
    assert "(modifié)" in await browser.look()
    await browser.do("delete", ts=message.ts)
    assert slack.messages_in("C0QUESTIONS") == []


async def test_a_slash_command_reaches_the_bot_and_its_answer_is_for_one_person(
    browser: Browser, app: AsyncApp, by_socket: Any
) -> None:
    async def ask(ack: AsyncAck, command: Json) -> None:
        await ack(f"vous demandez : {command['text']}")

    app.command("/kb")(ask)
    await by_socket(app)

    assert await browser.do("say", text="/kb où est le colis ?") == {"ok": True}

    html = await browser.look()
    assert "vous demandez : où est le colis ?" in html
    assert 'data-testid="only-you"' in html
    assert "vous demandez" not in await browser.look("/as/U0MARC/C0QUESTIONS")


async def test_a_silent_bot_is_named_and_the_words_are_kept(browser: Browser) -> None:
    answer = await browser.do("say", text="/kb allô")

    assert answer == {
        "ok": False,
        "error": "Échec de /kb\u00a0: l’application n’a pas répondu",
        "keep": True,
    }


@pytest.mark.parametrize(
    ("text", "thread", "error"),
    [
        ("/nope x", None, "/nope n’est pas une commande valide."),
        ("/kb x", "1.000000", "/kb n’est pas disponible dans les fils. Désolé\u202f!"),
    ],
)
async def test_a_command_that_cannot_be_is_refused(
    browser: Browser, text: str, thread: str | None, error: str
) -> None:
    answer = await browser.do("say", text=text, thread=thread)

    assert answer["error"] == error


async def test_a_modal_is_filled_in_complained_about_and_submitted(
    browser: Browser, slack: PretendSlack, app: AsyncApp, by_socket: Any
) -> None:
    submitted: list[Json] = []

    async def submit(ack: AsyncAck, view: Json) -> None:
        submitted.append(view["state"]["values"])
        if len(submitted) == 1:
            await ack(response_action="errors", errors={"question": "Déjà connue."})
        else:
            await ack()

    app.view("add")(submit)
    await by_socket(app)
    view = slack.views.open("U0ANA", MODAL)

    async def send(text: str) -> Json:
        return await browser.do("submit", view=view.id, form={"question␟text": [text]})

    assert 'data-testid="modal"' in await browser.look()
    assert "modal" not in re.findall(r'data-testid="(\w+)"', await browser.look("/as/U0MARC/home"))
    assert await send("") == {
        "ok": False,
        "errors": {"question": "Veuillez remplir ce champ obligatoire."},
    }
    assert submitted == []
    assert await send("Où est-il ?") == {"ok": False, "errors": {"question": "Déjà connue."}}
    assert await send("Où est-elle ?") == {"ok": True}
    typed = {"type": "plain_text_input", "value": "Où est-elle ?"}
    assert submitted[-1] == {"question": {"text": typed}}
    assert slack.modals_of("U0ANA") == []


async def test_what_is_typed_in_a_modal_survives_a_reload(
    browser: Browser, slack: PretendSlack
) -> None:
    view = slack.views.open("U0ANA", MODAL)

    await browser.do("fill", view=view.id, form={"question␟text": ["à moitié"]})

    assert 'value="à moitié"' in await browser.look()


async def test_a_view_is_touched_by_its_owner_only(browser: Browser, slack: PretendSlack) -> None:
    view = slack.views.open("U0ANA", MODAL)

    answer = await browser.do("close", "U0MARC", view=view.id)
    assert answer["error"] == "Slack would not do this: view_not_found"
    await browser.do("close", view=view.id)
    assert slack.modals_of("U0ANA") == []


async def test_a_button_and_a_menu_send_what_was_chosen(
    browser: Browser, slack: PretendSlack, app: AsyncApp, by_socket: Any
) -> None:
    pressed: list[Json] = []

    async def press(ack: AsyncAck, action: Json) -> None:
        pressed.append(action)
        await ack()

    app.action(re.compile(".*"))(press)
    await by_socket(app)
    client: AsyncWebClient = app.client
    option = {"text": {"type": "plain_text", "text": "Colis"}, "value": "parcel"}
    elements = [
        {
            "type": "button",
            "action_id": "take",
            "value": "7",
            "text": {"type": "plain_text", "text": "Je m’en charge"},
        },
        {"type": "static_select", "action_id": "topic", "options": [option]},
    ]
    blocks = [{"type": "actions", "block_id": "b", "elements": elements}]
    message = await client.chat_postMessage(channel="C0QUESTIONS", text="x", blocks=blocks)
    where = {"ts": message["ts"], "block_id": "b"}

    await browser.do("click", **where, action_id="take", value=None, form={})
    await browser.do("click", **where, action_id="topic", form={"b␟topic": ["parcel"]})

    assert [action.get("value") for action in pressed] == ["7", None]
    assert pressed[1]["selected_option"] == option
    gone = await browser.do("click", **where, action_id="nothing")
    assert gone["error"] == "Slack refuse\u00a0: no_such_element"


async def test_opening_the_home_tells_the_bot_and_shows_what_it_publishes(
    browser: Browser, slack: PretendSlack, app: AsyncApp, by_socket: Any
) -> None:
    async def opened(event: Json, client: AsyncWebClient) -> None:
        text = {"type": "mrkdwn", "text": f"Bonjour <@{event['user']}>"}
        view = {"type": "home", "blocks": [{"type": "section", "text": text}]}
        await client.views_publish(user_id=event["user"], view=view)

    app.event("app_home_opened")(opened)
    await by_socket(app)

    assert "n’a pas encore publié" in await browser.look("/as/U0ANA/home")
    await slack.settle()

    assert "@Ana Costa</span>" in await browser.look("/as/U0ANA/home")


async def test_the_conversation_with_the_bot_begins_at_the_first_visit(
    browser: Browser, slack: PretendSlack
) -> None:
    answer = await browser.client.get("/as/U0ANA/dm")

    assert answer.url.path == f"/as/U0ANA/{slack.dm_of('U0ANA').id}"
    assert 'data-testid="tab"' in await answer.text()


async def test_from_the_bots_messages_one_goes_to_anothers_with_the_bot(
    browser: Browser, slack: PretendSlack
) -> None:
    html = await browser.look(f"/as/U0ANA/{(await slack.open_dm('U0ANA')).id}")

    assert 'href="/as/U0MARC/dm"' in html


async def test_a_long_conversation_shows_its_latest_messages_first(
    browser: Browser, slack: PretendSlack
) -> None:
    for number in range(130):
        await slack.say("U0MARC", "C0QUESTIONS", f"numéro {number}.")

    html = await browser.look()
    assert "numéro 129." in html
    assert "numéro 9." not in html
    assert f'href="{ANA}?all=1"' in html
    assert "numéro 0." in await browser.look(f"{ANA}?all=1")


async def test_the_clock_moves_and_wakes_the_bot(browser: Browser, hands: Hands) -> None:
    before = hands.now()

    assert await browser.do("clock", by="2h30") == {"ok": True}
    assert hands.woken == [before + timedelta(hours=2, minutes=30)]
    assert "12:30" in await browser.look()
    refused = await browser.do("clock", by="bientôt")
    assert refused["error"].startswith("Écrivez une durée")


async def test_a_status_is_set_shown_to_all_and_cleared(
    browser: Browser, workspace: Workspace, hands: Hands
) -> None:
    sent = {"emoji": "palm_tree", "text": "Vacances <b>", "until": "2026-11-09T08:00"}
    assert await browser.do("status", **sent) == {"ok": True}

    ana = workspace.users["U0ANA"]
    assert (ana.status_text, ana.status_emoji) == ("Vacances <b>", ":palm_tree:")
    assert ana.status_expiration == int(datetime(2026, 11, 9, 7, tzinfo=UTC).timestamp())
    mine = await browser.look()
    assert 'data-status="Vacances &lt;b&gt;" data-name="palm_tree"' in mine
    assert 'data-until="2026-11-09T08:00"' in mine
    assert 'data-testid="sign">🌴' in await browser.look("/as/U0MARC/C0LEGAL")
    hands.move(timedelta(days=7))
    assert "🌴" not in (await browser.look()).partition('id="picker"')[0]
    await browser.do("status", emoji="", text="", until="")
    assert ana.status_emoji == ""


@pytest.mark.parametrize("until", ["2026-11-02T09:00", "whenever"])
async def test_a_status_is_for_the_time_to_come(browser: Browser, until: str) -> None:
    refused = await browser.do("status", emoji="", text="OOO", until=until)

    assert refused == {"ok": False, "error": "Choisissez un moment à venir."}


async def test_notifications_are_paused_for_an_hour_and_let_through_again(
    browser: Browser, workspace: Workspace, hands: Hands
) -> None:
    await browser.do("pause")
    assert workspace.users["U0ANA"].is_quiet(hands.now())
    assert "🔕 Suspendues jusqu’à 11:00" in await browser.look()

    await browser.do("pause")

    assert not workspace.users["U0ANA"].is_quiet(hands.now())
    assert "🔔 Suspendre les notifications" in await browser.look()


async def test_the_page_speaks_the_persons_language(browser: Browser, workspace: Workspace) -> None:
    assert "Messages directs" in await browser.look()

    await browser.do("language", language="en")

    assert workspace.users["U0ANA"].locale == "en-US"
    assert "Direct messages" in await browser.look()


async def test_a_permanent_link_opens_as_the_person_one_was_last(browser: Browser) -> None:
    await browser.look("/as/U0MARC/C0LEGAL")

    answer = await browser.client.get(
        "/archives/C0QUESTIONS/p1700000000000100?thread_ts=1700000000.000000",
        allow_redirects=False,
    )

    place = "/as/U0MARC/C0QUESTIONS?thread=1700000000.000000#m-1700000000.000100"
    assert answer.headers["Location"] == place


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.1:80"])
async def test_other_names_for_this_machine_get_nothing(browser: Browser, host: str) -> None:
    answer = await browser.client.get(ANA, headers={"Host": host})

    assert answer.status == 403


@pytest.mark.parametrize("token", [{}, {"X-Token": "x"}])
async def test_nothing_is_done_without_the_pages_token(
    browser: Browser, slack: PretendSlack, token: dict[str, str]
) -> None:
    said = {"channel": "C0QUESTIONS", "text": "intrus"}

    answer = await browser.client.post("/as/U0ANA/do/say", json=said, headers=token)

    assert answer.status == 403
    assert slack.messages_in("C0QUESTIONS") == []


async def test_the_browser_is_told_to_ask_no_other_machine(browser: Browser) -> None:
    answer = await browser.client.get(ANA)

    assert answer.headers["Content-Security-Policy"].startswith("default-src 'self';")
    assert not re.search(r'(?:src|href)="(?:https?:)?//', await answer.text())


async def test_what_the_page_never_sends_is_refused(browser: Browser) -> None:
    assert (await browser.post("nothing", {})).status == 404
    assert (await browser.post("say", ["x"])).status == 400  # type: ignore[arg-type]


async def test_a_new_person_appears_in_the_switcher(browser: Browser, slack: PretendSlack) -> None:
    await slack.add_user(User("U0ZOE", "zoe", "Zoé Martin", title="Stagiaire"))

    assert "Zoé Martin<small>Stagiaire</small>" in await browser.look()


async def test_messages_of_one_author_share_a_heading_unless_only_one_person_sees_them(
    browser: Browser, slack: PretendSlack, client: AsyncWebClient
) -> None:
    for text in ("un", "deux"):
        await slack.say("U0MARC", "C0QUESTIONS", text)
    for text in ("trois", "quatre"):
        await client.chat_postEphemeral(channel="C0QUESTIONS", user="U0ANA", text=text)

    html = await browser.look()

    assert html.count('class="byline"') == 4
    assert re.findall(r'class="message( ephemeral)?( joined)?"', html) == [
        ("", ""),
        ("", " joined"),
        (" ephemeral", ""),
        (" ephemeral", ""),
    ]

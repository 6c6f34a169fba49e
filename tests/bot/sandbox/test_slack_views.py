"""Modals and the App Home: opened in time, stacked, filled in, answered and closed."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import PretendSlack, SlackRefusal, View
from bot.sandbox.slack.refusals import ApiError

Either = tuple[PretendSlack, AsyncApp]


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def field(block_id: str, **element: Any) -> dict[str, Any]:
    shown = {"type": "plain_text_input", "action_id": "typed"} | element
    return {"type": "input", "block_id": block_id, "label": plain("Label"), "element": shown}


def modal(*blocks: dict[str, Any], **changes: Any) -> dict[str, Any]:
    frame = {
        "type": "modal",
        "callback_id": "form",
        "title": plain("Titre"),
        "submit": plain("Envoyer"),
        "blocks": list(blocks) or [field("question")],
    }
    return frame | changes


def home(*blocks: dict[str, Any]) -> dict[str, Any]:
    return {"type": "home", "blocks": list(blocks) or [{"type": "divider"}]}


async def opened(slack: PretendSlack, client: AsyncWebClient, view: dict[str, Any]) -> View:
    await client.views_open(trigger_id=slack.tickets.trigger("U0ANA"), view=view)
    return slack.modals_of("U0ANA")[-1]


async def test_a_trigger_opens_one_view_within_three_seconds(
    slack: PretendSlack, client: AsyncWebClient, clock: Any
) -> None:
    used, late = slack.tickets.trigger("U0ANA"), slack.tickets.trigger("U0ANA")
    await client.views_open(trigger_id=used, view=modal())
    clock.forward(seconds=3.1)

    for trigger, error in (
        (used, "exchanged_trigger_id"),
        (late, "expired_trigger_id"),
        ("1.invented", "invalid_trigger_id"),
    ):
        with pytest.raises(SlackApiError, match=error):
            await client.views_open(trigger_id=trigger, view=modal())


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (modal(title=plain("t" * 25)), "must be less than 25 characters"),
        (modal(title=None), "missing required field: title"),
        (modal(submit=None), "`submit` is required"),
        (modal(*[{"type": "divider"}] * 101), "no more than 100 items"),
        (modal(private_metadata="m" * 3001), "must be less than 3001 characters"),
        (modal(field("a"), field("a")), "`block_id` already exists: a"),
        (modal({"type": "markdown", "text": "a"}), "unsupported type: markdown in a modal"),
        (modal(colour="red"), "invalid additional property: colour"),
        (home(), "must be a view of type modal"),
    ],
)
async def test_wrong_views_are_refused_with_the_reason(
    slack: PretendSlack, client: AsyncWebClient, view: dict[str, Any], said: str
) -> None:
    with pytest.raises(SlackApiError) as refusal:
        await opened(slack, client, view)

    assert refusal.value.response["error"] == "invalid_arguments"
    assert said in refusal.value.response["response_metadata"]["messages"][0]


async def test_a_huge_view_is_refused(slack: PretendSlack, client: AsyncWebClient) -> None:
    text = {"type": "section", "text": {"type": "mrkdwn", "text": "é" * 3000}}

    with pytest.raises(SlackApiError, match="view_too_large"):
        await opened(slack, client, modal(*[text] * 50))


async def test_an_update_keeps_what_was_typed_under_the_same_names(
    slack: PretendSlack, client: AsyncWebClient
) -> None:
    view = await opened(slack, client, modal(field("a"), field("b")))
    await slack.fill("U0ANA", view.id, {"a": "un", "b": "deux"})

    await client.views_update(view_id=view.id, view=modal(field("a"), field("c")))

    assert view.state["a"]["typed"]["value"] == "un"
    assert view.state["c"]["typed"]["value"] is None
    assert "b" not in view.state


async def test_an_update_with_an_old_hash_conflicts(
    slack: PretendSlack, client: AsyncWebClient
) -> None:
    view = await opened(slack, client, modal())
    old = view.hash
    await client.views_update(view_id=view.id, hash=old, view=modal())

    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_update(view_id=view.id, hash=old, view=modal())


async def test_a_closed_view_cannot_be_updated(slack: PretendSlack, client: AsyncWebClient) -> None:
    view = await opened(slack, client, modal())
    await slack.close_view("U0ANA", view.id)

    with pytest.raises(SlackApiError, match="not_found"):
        await client.views_update(view_id=view.id, view=modal())


async def test_modals_stack_three_high(slack: PretendSlack, client: AsyncWebClient) -> None:
    root = await opened(slack, client, modal())
    for _ in range(2):
        trigger = slack.tickets.trigger("U0ANA", slack.modals_of("U0ANA")[-1].id)
        await client.views_push(trigger_id=trigger, view=modal())

    top = slack.modals_of("U0ANA")[-1]
    assert (top.root_view_id, top.previous_view_id) == (root.id, slack.modals_of("U0ANA")[1].id)
    trigger = slack.tickets.trigger("U0ANA", top.id)
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        await client.views_push(trigger_id=trigger, view=modal())
    with pytest.raises(SlackRefusal, match="view_covered"):
        await slack.submit("U0ANA", root.id, {"question": "?"})


async def test_an_external_id_is_unique(slack: PretendSlack, client: AsyncWebClient) -> None:
    view = await opened(slack, client, modal(external_id="e1"))
    await client.views_update(external_id="e1", view=modal(external_id="e1", title=plain("Neuf")))

    assert view.title == plain("Neuf")
    with pytest.raises(ApiError, match="duplicate_external_id"):
        slack.views.open("U0MARC", modal(external_id="e1"))


async def test_the_client_itself_insists_on_required_fields(
    slack: PretendSlack, client: AsyncWebClient
) -> None:
    short = field("note", min_length=3, max_length=5) | {"optional": True}
    view = await opened(slack, client, modal(field("question"), short))

    assert (await slack.submit("U0ANA", view.id) or {}).keys() == {"question"}
    assert (await slack.submit("U0ANA", view.id, {"question": "?", "note": "ab"})) == {
        "note": "Must be at least 3 characters."
    }
    assert slack.delivery.delivered == []


async def test_a_form_is_corrected_then_accepted(either: Either) -> None:
    slack, app = either

    @app.view("form")
    async def check(ack: AsyncAck, view: dict[str, Any]) -> None:
        value = view["state"]["values"]["question"]["typed"]["value"]
        if value == "bad":
            await ack(response_action="errors", errors={"question": "Non."})
        else:
            await ack()

    view = await opened(slack, app.client, modal())

    assert await slack.submit("U0ANA", view.id, {"question": "bad"}) == {"question": "Non."}
    assert slack.modals_of("U0ANA") == [view]
    assert await slack.submit("U0ANA", view.id, {"typed": "bon"}) is None
    assert slack.modals_of("U0ANA") == []


@pytest.mark.parametrize(
    ("answer", "titles"),
    [
        ({"response_action": "update", "view": modal(title=plain("B"))}, ["Titre", "B"]),
        ({"response_action": "push", "view": modal(title=plain("B"))}, ["Titre", "Titre", "B"]),
        ({"response_action": "clear"}, []),
        ({}, ["Titre"]),
    ],
)
async def test_a_submission_is_answered_with_a_view(
    either: Either, answer: dict[str, Any], titles: list[str]
) -> None:
    slack, app = either
    app.view("form")(acknowledging(answer))
    await opened(slack, app.client, modal())
    slack.views.push("U0ANA", modal())

    await slack.submit("U0ANA", slack.modals_of("U0ANA")[-1].id, {"question": "?"})

    assert [view.title and view.title["text"] for view in slack.modals_of("U0ANA")] == titles


def acknowledging(answer: dict[str, Any]) -> Any:
    async def listener(ack: AsyncAck) -> None:
        await ack(**answer)

    return listener


async def test_closing_is_told_to_those_who_asked(either: Either) -> None:
    slack, app = either
    closed: list[dict[str, Any]] = []

    @app.view_closed("form")
    async def hear(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        closed.append(body)

    quiet = await opened(slack, app.client, modal())
    await slack.close_view("U0ANA", quiet.id)
    root = await opened(slack, app.client, modal(notify_on_close=True))
    top = slack.views.push("U0ANA", modal(notify_on_close=True))
    await slack.close_view("U0ANA", top.id)
    top = slack.views.push("U0ANA", modal(notify_on_close=True))
    await slack.close_view("U0ANA", top.id, all_of_them=True)
    await slack.settle()

    cancelled, cleared = closed
    assert cancelled["is_cleared"] is False
    assert (cleared["is_cleared"], cleared["view"]["id"]) == (True, root.id)
    assert slack.modals_of("U0ANA") == []


async def test_choices_in_a_form_have_slacks_shapes(
    slack: PretendSlack, client: AsyncWebClient
) -> None:
    options = [{"text": plain(word), "value": word[0]} for word in ("one", "two")]
    view = await opened(
        slack,
        client,
        modal(
            field("menu", type="static_select", options=options, initial_option=options[0]),
            field("boxes", type="checkboxes", options=options),
            field("person", type="users_select"),
            field("day", type="datepicker", initial_date="2026-11-02"),
        ),
    )
    assert view.state["menu"]["typed"]["selected_option"] == options[0]
    assert view.state["boxes"]["typed"]["selected_options"] == []

    await slack.fill("U0ANA", view.id, {"menu": "two", "boxes": ["o", "t"], "person": "U0MARC"})

    assert view.state["menu"]["typed"]["selected_option"] == options[1]
    assert view.state["boxes"]["typed"]["selected_options"] == options
    assert view.state["person"]["typed"] == {"type": "users_select", "selected_user": "U0MARC"}
    assert view.state["day"]["typed"]["selected_date"] == "2026-11-02"
    with pytest.raises(SlackRefusal, match="no_such_option"):
        await slack.fill("U0ANA", view.id, {"menu": "three"})


@pytest.mark.parametrize("person", ["U0GONE", "U0NOBODY"])
async def test_menus_of_people_offer_who_is_there(
    slack: PretendSlack, client: AsyncWebClient, person: str
) -> None:
    fields = [field("one", type="users_select"), field("more", type="multi_users_select")]
    view = await opened(slack, client, modal(*fields))

    for filled in ({"one": person}, {"more": ["U0ANA", person]}):
        with pytest.raises(SlackRefusal, match="no_such_option"):
            await slack.fill("U0ANA", view.id, filled)


async def test_a_field_is_heard_of_at_once_only_if_it_says_so(either: Either) -> None:
    slack, app = either
    heard: list[Any] = []

    @app.action("typed")
    async def hear(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        heard.append(body["view"]["state"]["values"]["person"]["typed"]["selected_user"])

    quiet = field("person", type="users_select")
    view = await opened(slack, app.client, modal(quiet))
    with pytest.raises(SlackRefusal, match="not_dispatched"):
        await slack.click("U0ANA", view, "typed", value="U0MARC")

    view = await opened(slack, app.client, modal(quiet | {"dispatch_action": True}))
    await slack.click("U0ANA", view, "typed", value="U0MARC")
    assert heard == ["U0MARC"]


async def test_menus_are_filled_as_somebody_types(either: Either) -> None:
    slack, app = either

    @app.options("typed")
    async def offer(ack: AsyncAck, payload: dict[str, Any]) -> None:
        await ack(options=[{"text": plain(payload["value"]), "value": "v"}])

    view = await opened(
        slack, app.client, modal(field("menu", type="external_select", min_query_length=2))
    )

    assert await slack.suggest("U0ANA", view, "typed", "r") == []
    (option,) = await slack.suggest("U0ANA", view, "typed", "rem")
    await slack.fill("U0ANA", view.id, {"menu": option})
    assert view.state["menu"]["typed"]["selected_option"]["text"] == plain("rem")


async def test_the_home_is_published_and_replaced(
    slack: PretendSlack, client: AsyncWebClient
) -> None:
    first = await client.views_publish(user_id="U0ANA", view=home())
    header = {"type": "header", "text": plain("Bonjour")}
    await client.views_publish(user_id="U0ANA", view=home(header), hash=first["view"]["hash"])

    shown = slack.home_of("U0ANA")
    assert shown is not None
    assert shown.blocks[0]["text"]["text"] == "Bonjour"
    assert slack.home_of("U0MARC") is None
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_publish(user_id="U0ANA", view=home(), hash=first["view"]["hash"])


async def test_a_button_in_the_home_says_where_it_is(either: Either) -> None:
    slack, app = either
    bodies: list[dict[str, Any]] = []

    @app.action("go")
    async def hear(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        bodies.append(body)

    button = {"type": "button", "action_id": "go", "text": plain("Go")}
    view = home({"type": "actions", "elements": [button]})
    await app.client.views_publish(user_id="U0ANA", view=view)
    shown = slack.home_of("U0ANA")
    assert shown is not None

    await slack.click("U0ANA", shown, "go")
    await slack.settle()

    assert bodies[0]["container"] == {"type": "view", "view_id": shown.id}
    assert "response_url" not in bodies[0]
    with pytest.raises(SlackRefusal, match="view_not_found"):
        await slack.click("U0MARC", shown, "go")

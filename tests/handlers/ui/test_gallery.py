"""Whatever people write, every message is one that Slack takes and that mentions nobody."""

import re
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from handlers.locale import words
from handlers.ui.blocks import Message
from tests.factories import a_charter
from tests.handlers.ui.gallery import gallery
from tests.handlers.ui.slack_rules import check

READ_ON = "entry_open"
"""The one button that a long text has and a short one has not."""

PLAIN = "Comment obtenir un *remboursement* partiel ?\n\n- sous **14 jours**\n- par écrit"
EVIL = (
    "<!channel> <!here|x> <@U0EVIL> <#C0EVIL|g> <!subteam^SEVIL> <!date^1^{date}|EVIL> @here "
    "@channel @everyone &lt;!channel&gt; <https://evil.example|safe> [safe](javascript:EVIL) "
    "{owner} {0} %s *bold _it ~no `code ```fence > & \u202eright to left\u202c \x00\x07 "
)
TEXTS = {
    "plain": PLAIN,
    "hostile": EVIL,
    "hostile lines": "\n".join(EVIL.split()) * 10,
    "huge": "Une phrase assez longue pour être coupée, puis une autre. " * 340,
    "huge line": "x" * 20_000,
    "huge list": "- point **important** & <b>\n" * 80,
    "huge code": "```\n" + "if a < b && c:\n" * 400 + "```",
    "ampersands": "&" * 4_000,
    "emoji": "🧑🏽‍🤝‍🧑🏻" * 900,
    "zalgo": "Z\u0351\u0346\u030d\u0352a\u0334\u0322l\u0315\u0321g\u0321o\u0489 " * 400,
    "right to left": "كيف أسترد أموالي؟ " * 300,
    "one sign": "?",
}

THEIRS = {"FAQ", "> Quand serai-je remboursée ?", "> Commande 4711", "autrement", "• autrement"}
THEIRS |= {"Experts", "[Experts]", "____ 30m", "____ 4h", "____ 2h", "____ 1d", "____ 1h"}
THEIRS |= {":speech_balloon: ", "[Innovation]", "Innovation"}
THEIRS |= {"… = rupture conventionnelle", "RC = …", "rupture conventionnelle", "Jargon", "[Jargon]"}
THEIRS |= {"E5", "E7", "• … (E5)", "*urgent*", "Relais", "*FAQ*"}
THEIRS |= {"• absences · *2*", "*absences* (2)", "• absences · *3*"}
THEIRS |= {"• something new · *2*", "*something new* (2)", "• something new · *3*"}
"""What is said in both languages, for somebody wrote it in one, or for it is the same word."""


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_slack_takes_everything(text: str, caplog: pytest.LogCaptureFixture) -> None:
    for name, shown in gallery(words("fr"), text):
        try:
            check(shown, caplog)
        except AssertionError as wrong:
            raise AssertionError(name) from wrong


PIECES = (
    "<!channel> <!here| <@U0EVIL> <#C0EVIL| <!subteam^SEVIL &lt;!everyone&gt; @here @everyone "
    "<https://evil.example| [EVIL]( ](javascript:EVIL) < > &amp;lt; & | ` * _ ~ {owner} %s \\ é 12"
)
SIGNS = ["```\n", "> ", "\n", " ", '"}],"blocks":[{"type":"actions"', *"\u202e\u2066\x00\u200b"]
INJECTIONS = st.lists(
    st.sampled_from([*PIECES.split(), *SIGNS]) | st.text(max_size=6), min_size=1, max_size=40
).map("".join)
"""What somebody might write to have others mentioned, misled or shown buttons, cut anywhere."""


@given(text=INJECTIONS.filter(str.strip), language=st.sampled_from(["fr", "en"]))
@settings(max_examples=max(2, settings().max_examples // 20), suppress_health_check=[*HealthCheck])
def test_nothing_written_mentions_misleads_or_can_be_pressed(
    text: str, language: str, caplog: pytest.LogCaptureFixture
) -> None:
    for name, shown in gallery(words(language), text):
        try:
            check(shown, caplog)
            assert pressable(shown) <= usual(language)[name] | {READ_ON}
        except AssertionError as wrong:
            raise AssertionError(name) from wrong


@pytest.mark.parametrize("language", ["fr", "en"])
def test_people_read(language: str, snapshot: SnapshotAssertion) -> None:
    shown = gallery(words(language), "Quand serai-je *remboursée* ?", a_charter())

    assert "\n\n".join(f"# {name}\n{outline(one)}" for name, one in shown) == snapshot


def test_no_english_is_left_in_french() -> None:
    english = dict(gallery(words("en"), "…"))

    for name, shown in gallery(words("fr"), "…"):
        same = set(sentences(shown)) & set(sentences(english[name]))
        assert not {text for text in same if any(map(str.isalpha, text))} - THEIRS, name


@cache
def usual(language: str) -> dict[str, set[str]]:
    """What can be pressed in each message when somebody has written a plain sentence."""
    return {name: pressable(shown) for name, shown in gallery(words(language), "Une phrase.")}


def pressable(shown: Message | dict[str, Any]) -> set[str]:
    """The actions of what can be pressed or filled in there."""
    blocks = shown.blocks if isinstance(shown, Message) else shown["blocks"]
    return {
        element["action_id"]
        for block in blocks
        for element in [*block.get("elements", ()), block.get("accessory"), block.get("element")]
        if element and "action_id" in element
    }


def outline(shown: Message | dict[str, Any]) -> str:
    """What a person sees, top to bottom."""
    blocks = shown.blocks if isinstance(shown, Message) else shown["blocks"]
    title = "" if isinstance(shown, Message) else str(shown.get("title", {}).get("text", "🏠"))
    return "\n".join(filter(None, [title, *map(_block, blocks)]))


def sentences(shown: Message | dict[str, Any]) -> list[str]:
    """Every line of words."""
    return re.sub("<[^>]*>", "", outline(shown)).split("\n")


def _block(block: dict[str, Any]) -> str:
    parts = [block[name]["text"] for name in ("text", "label", "hint") if name in block]
    parts += [field["text"] for field in block.get("fields", ())]
    for element in [*block.get("elements", ()), block.get("accessory"), block.get("element")]:
        if element:
            parts.append(_element(element))
    return "\n".join(parts)


def _element(element: dict[str, Any]) -> str:
    match element["type"]:
        case "button":
            style = {"primary": "!", "danger": "✗"}.get(element.get("style", ""), "")
            return f"[{element['text']['text']}{style}]"
        case "static_select":
            groups = element.get("option_groups") or [element]
            options = [option for group in groups for option in group["options"]]
            return " / ".join(option["text"]["text"] for option in options)
        case "users_select" | "multi_users_select":
            return " ".join(["@", *(f"<@{one}>" for one in element.get("initial_users", ()))])
        case "conversations_select":
            return "#"
        case "external_select":
            return f"🔍 {element['placeholder']['text']}"
        case "datepicker":
            return "__.__.____"
        case "plain_text_input":
            return f"____ {element.get('initial_value', '')}"
        case _:
            return str(element["text"])

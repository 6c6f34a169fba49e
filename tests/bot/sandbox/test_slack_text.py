"""What people type arrives as Slack's client would have sent it."""

import pytest

from bot.sandbox.slack import Workspace
from bot.sandbox.slack.text import rich_text, sent, unescape


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("a < b && c > d", "a &lt; b &amp;&amp; c &gt; d"),
        ("<!channel> et <@U0NOBODY>", "&lt;!channel&gt; et &lt;@U0NOBODY&gt;"),
        ("<@U0ANA> sait", "<@U0ANA> sait"),
        ("merci @ana et @inconnue", "merci <@U0ANA> et @inconnue"),
        ("écris à ana@relais.fr", "écris à ana@relais.fr"),
        ("@channel !", "<!channel> !"),
        ("dans #questions", "dans <#C0QUESTIONS|questions>"),
        ("voir https://a.fr/b?c=1&d=2.", "voir <https://a.fr/b?c=1&amp;d=2>."),
    ],
)
def test_text_is_escaped_and_mentions_are_kept(
    workspace: Workspace, typed: str, expected: str
) -> None:
    assert sent(typed, workspace) == expected


def test_commands_name_those_they_mention(workspace: Workspace) -> None:
    assert sent("@ana #legal", workspace, labels=True) == "<@U0ANA|ana> <#C0LEGAL|legal>"


def test_rich_text_tells_the_parts_of_a_text_apart() -> None:
    (block,) = rich_text("<@U0ANA> &lt;b&gt; :bookmark: à 10:14:30 <!here>", "b1")

    assert block["elements"][0]["elements"] == [
        {"type": "user", "user_id": "U0ANA"},
        {"type": "text", "text": " <b> "},
        {"type": "emoji", "name": "bookmark"},
        {"type": "text", "text": " à 10:14:30 "},
        {"type": "broadcast", "range": "here"},
    ]


def test_unescaping_turns_back_once() -> None:
    assert unescape("&amp;lt;") == "&lt;"

"""Mrkdwn reads as in Slack's client, and nothing anybody writes becomes markup."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.page import markdown, mrkdwn
from bot.sandbox.page.viewer import Viewer

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
PEOPLE = {"U0ANA": "Ana Costa", "U0MARC": "Marc <Petit>"}
ANA = Viewer("U0ANA", "fr", "Europe/Paris", NOW, PEOPLE, {"C0QUESTIONS": "questions"})
MARC = Viewer("U0MARC", "en", "America/New_York", NOW, PEOPLE, {})
TAGS = {"a", "b", "i", "s", "code", "pre", "blockquote", "br", "span", "time"}
HOSTILE = [
    "<script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<img src=x onerror=alert(1)>",
    "<javascript:alert(1)|click>",
    '<https://x.org/"onmouseover="alert(1)|a>',
    "<data:text/html,<script>alert(1)</script>|b>",
    "`<script>`",
    "```</pre><script>alert(1)</script>```",
    "*<b>*_<i onload=x>_",
    "<@U0MARC>",
    "<!date^1^{date}^javascript:alert(1)|later>",
    "<!date^9999999999999999^{date}|<script>>",
    ":<script>:",
    "\ue0000\ue001 \ue00099\ue001",
    "https://x.org/<script>",
    "https://x.org/<https://y.org/ onmouseover=alert(1) |a>",
    "<https://x.org/`a` onmouseover=alert(1)|b>",
]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*bold* _it_ ~gone~", "<b>bold</b> <i>it</i> <s>gone</s>"),
        ("*bold _both_*", "<b>bold <i>both</i></b>"),
        ("snake_case_name 2*3*4", "snake_case_name 2*3*4"),
        ("*not closed", "*not closed"),
        ("`*x* &lt;y&gt;`", "<code>*x* &lt;y&gt;</code>"),
        ("```\na\n*b*\n```", "<pre>a\n*b*</pre>"),
        ("a &amp; b &lt; c", "a &amp; b &lt; c"),
        ("a\nb", "a<br>b"),
        ("&gt; a\n&gt; b\nc", "<blockquote>a<br>b</blockquote>c"),
        ("x\n>>> a\nb", "x<blockquote>a<br>b</blockquote>"),
        ("• un\n- deux", "• un<br>- deux"),
        ("<@U0ANA>", '<span class="mention mine">@Ana Costa</span>'),
        ("<@U0GHOST|ghost>", '<span class="mention">@ghost</span>'),
        ("<!channel>", '<span class="mention mine">@channel</span>'),
        ("<#C0QUESTIONS|x>", '<a class="mention" href="/as/U0ANA/C0QUESTIONS">#questions</a>'),
        ("<#C0OTHER|other>", '<span class="mention">#other</span>'),
        (":no_such_emoji: 10:30:20", ":no_such_emoji: 10:30:20"),
    ],
)
def test_text_reads_as_in_slack(text: str, shown: str) -> None:
    assert mrkdwn.html(text, ANA) == shown


def test_web_and_mail_addresses_become_links_and_no_others() -> None:
    shown = mrkdwn.html("<https://a.org/?x=1&amp;y=2|*here*> <mailto:a@b.fr> <ftp://x|file>", ANA)

    assert 'href="https://a.org/?x=1&amp;y=2"' in shown
    assert ">*here*</a>" in shown
    assert 'href="mailto:a@b.fr"' in shown
    assert ">a@b.fr</a>" in shown
    assert shown.endswith(" file")


def test_a_bare_address_ends_before_the_punctuation_of_its_sentence() -> None:
    shown = mrkdwn.html("voir https://a.org/b_c_d.", ANA)

    assert 'href="https://a.org/b_c_d"' in shown
    assert shown.endswith("</a>.")


def test_a_permalink_of_the_workspace_leads_to_the_place_on_the_page() -> None:
    url = "https://relais.slack.com/archives/C0QUESTIONS/p1700000000000100?thread_ts=1700000000.000000"

    shown = mrkdwn.html(f"<{url.replace('&', '&amp;')}|le message>", ANA)

    place = "/as/U0ANA/C0QUESTIONS?thread=1700000000.000000#m-1700000000.000100"
    assert shown == f'<a href="{place}">le message</a>'


def test_a_date_is_written_in_the_readers_zone_and_language() -> None:
    text = "<!date^1795183200^{date_short_pretty} {time}|later>"

    assert mrkdwn.html(text, ANA) == "<time>aujourd’hui 15:00</time>"
    assert mrkdwn.html(text, MARC).replace("\u202f", " ") == "<time>today 9:00 AM</time>"


@pytest.mark.parametrize("seconds", ["x", "99999999999999999999", "-1"])
def test_a_date_that_is_none_shows_its_fallback(seconds: str) -> None:
    assert mrkdwn.html(f"<!date^{seconds}^{{date}}|later>", ANA) == "later"


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("bookmark", "🔖"),
        ("+1", "👍"),
        ("thumbsup", "👍"),
        ("+1::skin-tone-3", "👍🏼"),
        ("flag-fr", "🇫🇷"),
        ("snow_capped_mountain", "🏔"),
    ],
)
def test_emoji_names_become_emoji(name: str, sign: str) -> None:
    assert f">{sign}</span>" in mrkdwn.html(f"x :{name}: y", ANA)
    assert mrkdwn.plain(f":{name}:") == sign


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    harmless(mrkdwn.html(text, ANA))
    assert "<script" not in mrkdwn.plain(text)
    assert "<script" not in markdown.html(text)


@given(st.lists(st.sampled_from([*HOSTILE, *"*_~`<>|&^:! \n", "abc", "```", "&lt;", "&gt;"])))
def test_no_mixture_of_hostile_texts_becomes_markup(parts: list[str]) -> None:
    harmless(mrkdwn.html("".join(parts), ANA))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_no_text_becomes_markup(text: str) -> None:
    harmless(mrkdwn.html(text, ANA))
    assert "<script" not in markdown.html(text).lower()


def harmless(shown: str) -> None:
    """Only the tags this module makes, each closed in order, with no attribute of others."""
    open_tags: list[str] = []
    for end, name, attributes in re.findall(r"<(/?)(\w*)([^<>]*)>", shown):
        assert name in TAGS
        assert not re.search(r"\bon\w+=|javascript:", re.sub(r'"[^"]*"', "", attributes))
        if end:
            assert open_tags.pop() == name
        elif name != "br":
            open_tags.append(name)
    assert open_tags == []
    assert not re.search(r'href="(?!https?://|mailto:|/as/)', shown, re.IGNORECASE)
    assert "\ue000" not in shown

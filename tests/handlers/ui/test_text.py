"""Text keeps its words on the way in and out, and never becomes more than words."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.locale import words
from handlers.ui.text import (
    cut,
    escape,
    excerpt,
    from_message,
    from_slack,
    is_short,
    length,
    mentions,
    moment,
    parts,
    passages,
    person,
    plain,
    summary,
    to_mrkdwn,
)
from handlers.ui.text.measure import cut_mrkdwn
from tests.factories import NOW
from tests.handlers.ui.slack_rules import check_markup, units

SIGNS = [*"<>!@#&|*_~`[]()\\-+.:\n\t 19abé\u202e\x00\u0301", "🧑🏽", "channel", "https://a.fr"]
HOSTILE = st.lists(
    st.sampled_from(SIGNS) | st.characters(exclude_categories=["Cs"]), max_size=80
).map("".join)
SENTENCES = st.lists(
    st.text(st.sampled_from("abc é12*_~`<>&[](){}.!-+#|\n  "), max_size=80), max_size=30
).map("\n".join)


def in_words(text: str) -> list[str]:
    """The letters and digits of a text; what no eye sees parts no words."""
    seen = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return re.findall(r"[^\W_]+", seen)


def escaped(text: str) -> str:
    """A text as Slack sends it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def visible(markup: str) -> str:
    """A text as Slack shows it: what stands before a link's label is not seen."""
    shown = re.sub(r"<(?:[^<>|]*\|)?([^<>]*)>", r"\1", markup)
    return shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


@given(HOSTILE | SENTENCES)
def test_nothing_written_becomes_markup(text: str) -> None:
    for markup in (escape(text), to_mrkdwn(text), excerpt(text, 40), *passages(text, 60)):
        check_markup(markup)


@given(HOSTILE | SENTENCES)
def test_words_survive_the_way_in_and_out(text: str) -> None:
    shown = visible(to_mrkdwn(from_slack(escaped(text))))

    assert in_words(shown) == in_words(text)


@given(SENTENCES, st.integers(40, 400))
def test_passages_lose_nothing_and_fit(text: str, limit: int) -> None:
    pieces = passages(text, limit)

    assert all(0 < units(piece) <= limit for piece in pieces)
    assert "".join(in_words(visible("\n".join(pieces)))) == "".join(
        in_words(visible(to_mrkdwn(text)))
    )


@given(SENTENCES | HOSTILE, st.integers(10, 200))
def test_parts_are_the_source(text: str, limit: int) -> None:
    pieces = parts(text, limit)

    assert "".join(joint + piece for joint, piece in pieces) == text
    assert all(length(piece) <= limit for _joint, piece in pieces)


@given(SENTENCES | HOSTILE, st.integers(20, 200))
def test_excerpts_are_short_beginnings(text: str, limit: int) -> None:
    shown = excerpt(text, limit)

    assert units(shown) <= limit
    assert (shown == to_mrkdwn(text)) or shown.endswith(("…", "…*", "…_", "…~", "…\n```", "…`"))


@given(HOSTILE, st.integers(2, 60))
def test_cuts_fit(text: str, limit: int) -> None:
    assert units(cut(text, limit)) <= limit
    assert units(cut_mrkdwn(escape(text), limit + 10)) <= limit + 10
    assert units(summary(text, limit)) <= limit


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("**gras** et *penché*, ~~rayé~~", "*gras* et _penché_, ~rayé~"),
        ("***les deux***", "_*les deux*_"),
        ("# Un titre\ntexte", "*Un titre*\ntexte"),
        ("a\n\nb\nc", "a\n\nb\nc"),
        ("- a\n- b\n  - c", "• a\n• b\n\u2003\u2003◦ c"),
        ("3. a\n7. b", "3. a\n7. b"),
        ("1. a\n   suite", "1. a\n\u2003\u2003suite"),
        ("> dit\n> hier\n\npuis", "> dit\n> hier\n\npuis"),
        ("`x < 1`", "`x &lt; 1`"),
        ("```py\nif a < b:\n    c\n```", "```\nif a &lt; b:\n    c\n```"),
        ("[là](https://a.fr/?x=1&y=2)", "<https://a.fr/?x=1&amp;y=2|là>"),
        ("voir https://a.fr/b_c_d.", "voir <https://a.fr/b_c_d>."),
        ("[moi](mailto:a@b.fr)", "<mailto:a@b.fr|moi>"),
        ("[clic](javascript:alert)", "[clic](javascript:alert)"),
        ("[clic](slack://open)", "clic"),
        ("| a | b |\n|---|---|\n| 1 | é |", "```\na  b\n-  -\n1  é\n```"),
        ("remb**our**ser", "remb\u200b*our*\u200bser"),
        ("2 * 3 * 4, mon_nom_long", "2 * 3 * 4, mon_nom_long"),
        (r"\*pas gras\*", "*\u200apas gras\u200a*"),
        ("<b>gras</b> &amp; &lt;", "&lt;b&gt;gras&lt;/b&gt; &amp; &lt;"),
        ("<!channel> @here @Everyone", "&lt;!channel&gt; @\u2060here @\u2060Everyone"),
        ("<@U0MARIA>", "&lt;@U0MARIA&gt;"),
        ("a\n---\nb", "a\n———\nb"),
        ("", ""),
    ],
)
def test_markdown_in_slack(markdown: str, shown: str) -> None:
    assert to_mrkdwn(markdown) == shown


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("*gras* _penché_ ~rayé~ `code`", "**gras** *penché* ~~rayé~~ `code`"),
        ("*_les deux_*", "***les deux***"),
        ("2*3*4 et a_b_c", r"2\*3\*4 et a_b_c"),
        ("<@U0MARIA> et <@U0X|paul> et <@U0Y>", "@Maria Costa et @paul et @U0Y"),
        ("<#C0G|general> <!here> <!subteam^S1|@cm>", "#general @here @cm"),
        ("<!date^1^{date}|hier>", "hier"),
        ("<https://a.fr>", "https://a.fr"),
        ("<https://a.fr/_x_(1)>", "<https://a.fr/_x_(1)>"),
        ("<https://a.fr|là *bas*>", r"[là \*bas\*](<https://a.fr>)"),
        ("<mailto:a@b.fr|a@b.fr>", "a@b.fr"),
        ("&lt;!channel&gt; &amp;amp;", r"<!channel> \&amp;"),
        ("&gt; dit\nnon", "> dit\n\nnon"),
        ("&gt;&gt;&gt;dit\nencore", "> dit\n> encore"),
        ("• a\n    ◦ b\n1. c", "- a\n  - b\n1. c"),
        ("# 3 &gt; 2", r"\# 3 > 2"),
        ("+ 4", r"\+ 4"),
        ("---", r"\---"),
        ("[là](<https://a.fr>)", r"[là\](https://a.fr)"),
        ("```if a &lt; b:\n    <https://a.fr|a.fr>```", "```\nif a < b:\n    a.fr\n```"),
        ("a\x00b\u202ec\ud83d", "a bc\ufffd"),
    ],
)
def test_slack_in_markdown(sent: str, kept: str) -> None:
    assert from_slack(sent, names={"U0MARIA": "Maria Costa"}) == kept


def test_typed_markdown_links_keep_their_address_in_sight() -> None:
    sent = "[ma banque](<https://piege.example>)"

    assert to_mrkdwn(from_slack(sent)) == "[ma banque](<https://piege.example>)"


@settings(deadline=None)
@given(st.text(st.sampled_from("*_~`<&; ab\n"), min_size=3000, max_size=4000))
def test_reading_takes_no_time(text: str) -> None:
    assert to_mrkdwn(from_slack(text)) is not None


def test_rich_text_is_read_exactly() -> None:
    message = {
        "text": "ignored",
        "blocks": [{"type": "rich_text", "elements": RICH}],
    }

    assert from_message(message, {"U0MARIA": "Maria Costa"}) == READ


def test_messages_without_rich_text_are_read_from_their_text() -> None:
    assert from_message({"text": "*a*", "blocks": [{"type": "section"}]}) == "**a**"
    assert from_message({}) == ""


RICH = [
    {
        "type": "rich_text_section",
        "elements": [
            {"type": "text", "text": "Bonjour "},
            {"type": "user", "user_id": "U0MARIA"},
            {"type": "text", "text": " : *pas gras*, "},
            {"type": "text", "text": "très gras\n", "style": {"bold": True, "italic": True}},
            {"type": "link", "url": "https://a.fr", "text": "là"},
            {"type": "emoji", "name": "tada"},
            {"type": "broadcast", "range": "here"},
            {"type": "text", "text": "x<1", "style": {"code": True}},
        ],
    },
    {
        "type": "rich_text_list",
        "style": "ordered",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "un"}]}],
    },
    {
        "type": "rich_text_list",
        "style": "bullet",
        "indent": 1,
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "deux"}]}],
    },
    {"type": "rich_text_quote", "elements": [{"type": "text", "text": "dit\nhier"}]},
    {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "a ``` <b>\nc"}]},
]
READ = """\
Bonjour @Maria Costa : \\*pas gras\\*, ***très gras***
[là](<https://a.fr>):tada:@here`x<1`

1. un
   - deux

> dit
> hier

````
a ``` <b>
c
````"""


def test_mentions_are_found() -> None:
    assert mentions("<@U0A> <@W0B|b> <!here> @U0C &lt;@U0D&gt;") == {"U0A", "W0B"}


def test_people_from_elsewhere_are_no_mentions() -> None:
    assert person("U0MARIA") == "<@U0MARIA>"
    assert person("CNIL <!here>") == "CNIL &lt;!here&gt;"


def test_plain_words_stand_on_one_line() -> None:
    assert plain("# Titre\n\n- **a** [b](https://c.fr)\n- `d`\n\n1. e") == "Titre a b d 1. e"
    assert summary("un deux trois", 9) == "un deux…"


def test_an_excerpt_ends_at_a_word() -> None:
    assert excerpt("**" + "mot " * 30 + "fin**", 40) == "*" + "mot " * 8 + "mot* …"
    assert is_short("x" * 40, 40)
    assert not is_short("&" * 40, 40)


@pytest.mark.parametrize(
    ("language", "fallback"),
    [("fr", "12 janv. 2026 09:00 UTC"), ("en", "Jan 12, 2026 9:00\u202fAM UTC")],
)
def test_moments_are_read_in_the_readers_zone(language: str, fallback: str) -> None:
    token = f"<!date^1768208400^{{date_short_pretty}} {{time}}|{fallback}>"

    assert moment(NOW, words(language)) == token

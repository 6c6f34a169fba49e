"""All that a message says is read: its words, what is attached to it, its files."""

from typing import Any

import pytest

from handlers.ui.text import (
    channels_named,
    excerpt,
    from_message,
    is_short,
    mentioned,
    passages,
    plain,
    to_mrkdwn,
)
from tests.handlers.ui.slack_rules import check_markup, units
from tests.handlers.ui.spelling import seen

PDF = {"id": "F1", "title": "Tarifs [2026].pdf", "permalink": "https://x.slack.com/files/U/F1/t"}
READ_PDF = r"📎 [Tarifs \[2026\].pdf](<https://x.slack.com/files/U/F1/t>)"
NAMES = {"U0MARIA": "Maria Costa", "C0G": "general"}


def rich(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"blocks": [{"type": "rich_text", "elements": list(elements)}]}


def section(*leaves: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": list(leaves)}


def said(text: str, **style: bool) -> dict[str, Any]:
    return {"type": "text", "text": text} | ({"style": style} if style else {})


@pytest.mark.parametrize(
    ("leaf", "read"),
    [
        ({"type": "user", "user_id": "U0MARIA"}, "@Maria Costa"),
        ({"type": "channel", "channel_id": "C0G"}, "#general"),
        ({"type": "channel", "channel_id": "C0SECRET"}, "#C0SECRET"),
        ({"type": "usergroup", "usergroup_id": "S0CM"}, "@care-team"),
        ({"type": "broadcast", "range": "channel"}, "@channel"),
        ({"type": "emoji", "name": "wave", "skin_tone": 3}, ":wave::skin-tone-3:"),
        ({"type": "color", "value": "#F40"}, "#F40"),
        ({"type": "date", "timestamp": 1768208400, "fallback": "lundi"}, "lundi"),
        ({"type": "date", "timestamp": 1768208400, "format": "{date}"}, "2026-01-12 09:00 UTC"),
        ({"type": "date", "timestamp": 1, "fallback": "hier", "url": "https://a.fr"},
         "[hier](<https://a.fr>)"),
        ({"type": "link", "url": "https://a.fr", "text": "la\ncharte", "style": {"code": True}},
         "[`la charte`](<https://a.fr>)"),
        ({"type": "link", "url": "mailto:a@b.fr", "text": "a@b.fr"}, "a@b.fr"),
        ({"type": "link", "url": "tel:+331", "text": "nous"}, "nous (tel:+331)"),
        ({"type": "link", "url": "javascript:x", "text": "[là](https://a.fr)"},
         r"[là\](https://a.fr) (javascript:x)"),
        ({"type": "novelty", "text": "*new*"}, r"\*new\*"),
    ],
)  # fmt: skip
def test_each_leaf_of_rich_text_is_read(leaf: dict[str, Any], read: str) -> None:
    message = {"text": "<!subteam^S0CM|@care-team>", **rich(section(leaf))}

    assert from_message(message, NAMES) == read


@pytest.mark.parametrize(
    ("leaves", "read"),
    [
        ([said("Attention!", bold=True), said("lisez")], "**Attention!\u2060**lisez"),
        ([said("a", bold=True), {"type": "emoji", "name": "tada", "style": {"bold": True}}],
         "**a:tada:**"),
        ([said("a ", bold=True), said("b", bold=True, italic=True)], "**a *b***"),
        ([said("x", code=True, bold=True)], "**`x`**"),
        ([said("a`b\nc", code=True)], "``a`b``\n`c`"),
        ([said("Voir !"), {"type": "link", "url": "https://a.fr", "text": "là"}],
         r"Voir \![là](<https://a.fr>)"),
        ([said("("), {"type": "link", "url": "https://a.fr/b"}, said(")suite")],
         "(<https://a.fr/b>)suite"),
        ([{"type": "link", "url": "https://a.fr/_b_"}], "<https://a.fr/_b_>"),
        ([said("Maria <maria@a.fr>")], r"Maria \<maria@a.fr>"),
        ([said("~x", strike=True)], r"~~\~x~~"),
        ([said("12. 3. 2024\n- a\n# b")], "12\\. 3. 2024\n\\- a\n\\# b"),
    ],
)  # fmt: skip
def test_words_side_by_side_keep_their_style(leaves: list[dict[str, Any]], read: str) -> None:
    assert from_message(rich(section(*leaves))) == read


def test_lists_keep_their_numbers_their_depth_and_their_quotation() -> None:
    def items(*texts: str, **facts: Any) -> dict[str, Any]:
        found = [section(said(text)) for text in texts]
        return {"type": "rich_text_list", "style": "ordered", "elements": found, **facts}

    message = rich(
        items("neuf", "dix", offset=8),
        items("sous", indent=1),
        items("puce", indent=2, style="bullet"),
        items("onze\nsuite", offset=10),
        items("cité", border=1),
        {"type": "rich_text_preformatted", "border": 1, "elements": [said("code")]},
        items("centième", offset=99, indent=0),
        items("dessous", indent=3),
    )

    assert from_message(message) == (
        "9. neuf\n10. dix\n    1. sous\n       - puce\n11. onze\n    suite\n\n"
        "> 1. cité\n>\n> ```\n> code\n> ```\n\n"
        "100. centième\n     1. dessous"
    )
    assert to_mrkdwn(from_message(message)).startswith(
        "9. neuf\n10. dix\n\u2003\u20031. sous\n\u2003\u2003\u2003\u2003▪ puce\n11. onze\n"
    )


@pytest.mark.parametrize(
    ("file", "read"),
    [
        (PDF, READ_PDF),
        ({"name": "plan.png", "mimetype": "image/png", "url_private": "https://f/p"},
         "📎 [plan.png](<https://f/p>)"),
        ({"title": "Charte", "is_external": True, "url_private": "https://docs.a.fr/1"},
         "📎 [Charte](<https://docs.a.fr/1>)"),
        ({"title": "sans lien"}, "📎 sans lien"),
        ({"id": "F7", "file_access": "check_file_info"}, "📎 F7"),
        ({"id": "F8", "mode": "tombstone"}, ""),
        ({"id": "F9", "mode": "hidden_by_limit"}, ""),
        ({"mode": "snippet", "title": "a.py", "preview": "x = 1", "preview_is_truncated": True},
         "```\nx = 1\n…\n```\n\n📎 a.py"),
        ({"title": "vu", "initial_comment": {"comment": "Le *bon*"}}, "Le **bon**\n\n📎 vu"),
    ],
)  # fmt: skip
def test_a_file_is_a_link_with_its_name(file: dict[str, Any], read: str) -> None:
    assert from_message({"text": "", "files": [file]}) == read


def test_words_come_before_files_and_a_deleted_file_takes_nothing_with_it() -> None:
    message = {"text": "Voici", "files": [{"id": "F8", "mode": "tombstone"}, PDF]}

    assert from_message(message) == f"Voici\n\n{READ_PDF}"
    assert plain(from_message({"text": "", "files": [PDF]})) == "📎 Tarifs [2026].pdf"
    assert f"|{PDF['title']}>" in to_mrkdwn(READ_PDF)


def test_a_comment_on_a_file_is_what_it_says() -> None:
    message = {
        "subtype": "file_comment",
        "text": "<@U0MARIA> commented on a file",
        "comment": {"comment": "C'est la *bonne*"},
        "file": PDF,
    }

    assert from_message(message) == f"C'est la **bonne**\n\n{READ_PDF}"


def test_a_deleted_message_says_nothing() -> None:
    assert from_message({"subtype": "tombstone", "text": "This message was deleted."}) == ""


def test_blocks_of_apps_are_read_in_their_order() -> None:
    message = {
        "text": "Somebody wrote",
        "blocks": [
            {"type": "header", "text": {"type": "plain_text", "text": "Panne *2*"}},
            {"type": "section", "text": {"type": "mrkdwn", "text": "*Non* <@U0MARIA>"},
             "fields": [{"type": "plain_text", "text": "> 3"}]},
            {"type": "context", "elements": [{"type": "mrkdwn", "text": "par _nous_"},
                                             {"type": "image", "image_url": "https://i"}]},
            {"type": "markdown", "text": "# Titre\n- a <@U0MARIA>"},
            {"type": "image", "image_url": "https://a.fr/i.png", "alt_text": "Courbe"},
            {"type": "video", "title": {"text": "Film"}, "title_url": "https://a.fr/v"},
            {"type": "table", "rows": [
                [{"type": "raw_text", "text": "a|b"}, {"type": "raw_text", "text": "c"}],
                [{"type": "rich_text", "elements": [section(said("1"))]},
                 {"type": "raw_number", "text": "2"}]]},
            {"type": "actions", "elements": [{"type": "button"}]},
            {"type": "divider"},
        ],
    }  # fmt: skip

    assert from_message(message, NAMES) == (
        "**Panne \\*2\\***\n\n**Non** @Maria Costa\n\n\\> 3\n\npar *nous*\n\n"
        "# Titre\n- a @Maria Costa\n\n[Courbe](<https://a.fr/i.png>)\n\n[Film](<https://a.fr/v>)\n\n"
        "| a\\|b | c |\n| --- | --- |\n| 1 | 2 |"
    )


def test_what_an_app_attached_is_read_and_what_slack_unfurled_is_not() -> None:
    message = {
        "text": "",
        "attachments": [
            {"pretext": "*Alerte*", "title": "Ticket 7", "title_link": "https://a.fr/7",
             "text": "En retard", "fields": [{"title": "Priorité", "value": "haute"}]},
            {"fallback": "sans texte"},
            {"from_url": "https://b.fr", "title": "An article", "text": "unfurled"},
        ],
    }  # fmt: skip

    assert from_message(message) == (
        "**Alerte**\n\n[Ticket 7](<https://a.fr/7>)\n\nEn retard\n\n**Priorité**\n\nhaute\n\n"
        "sans texte"
    )


def test_a_message_that_is_passed_on_is_quoted_with_its_author() -> None:
    message = {
        "text": "Regarde",
        "attachments": [
            {
                "is_share": True,
                "from_url": "https://x.slack.com/archives/C1/p1",
                "author_name": "Marc",
                "text": "flat",
                "message_blocks": [{"message": rich(section(said("Oui.\nDemain.")))}],
            }
        ],
    }

    assert from_message(message) == (
        "Regarde\n\n> [Marc](<https://x.slack.com/archives/C1/p1>)\n>\n> Oui.\n> Demain."
    )


def test_who_and_what_is_named_is_found_wherever_it_stands() -> None:
    message = {
        "text": "<@U0A> <#C0A|all> <#C0B|>",
        "attachments": [{"text": "<@U0B>"}],
        **rich(
            section({"type": "user", "user_id": "U0C"}, {"type": "channel", "channel_id": "C0C"})
        ),
        "reply_users": ["U0D"],
    }

    assert mentioned(message) == {"U0A", "U0B", "U0C"}
    assert channels_named(message) == {"C0B", "C0C"}


@pytest.mark.parametrize("sign", ["mot ", "m", "& <b> ", "```\n- x\n> y\n", "🧑🏽"])
def test_forty_thousand_signs_are_kept_whole_and_shown_in_parts(sign: str) -> None:
    text = (sign * 40_000)[:40_000]
    markdown = from_message(rich(section(said(text))))

    pieces = passages(markdown)

    assert all(0 < units(piece) <= 2900 for piece in pieces)
    for piece in pieces:
        check_markup(piece)
    shown = seen("".join(pieces)).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert shown.replace("‵", "`") == seen(text)
    assert not is_short(markdown, 400)
    assert excerpt(markdown, 400).endswith("…")


def test_a_long_list_keeps_its_items_when_it_is_shown_in_parts() -> None:
    found = [section(said(f"point {number}")) for number in range(1, 3001)]
    markdown = from_message(rich({"type": "rich_text_list", "style": "ordered", "elements": found}))

    shown = "\n".join(passages(markdown)).split("\n")

    assert shown == [f"{number}. point {number}" for number in range(1, 3001)]

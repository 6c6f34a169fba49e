"""HTML to Markdown: what pages say is kept, what they do is not, and no text becomes markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from handlers.ui.text.lines import MARKDOWN
from knowledge.exchange.faults import Unreadable
from knowledge.exchange.html import markdown_of, parse

signs = st.sampled_from(
    [*"*_`[]()<>#+-=|~!&\\.:1a é\u00a0", "www.", "http://a.b", "&amp;", "<@U1>"]
)
written = st.lists(signs, max_size=25).map("".join)


def markdown(html: str, base: str | None = None) -> str:
    return markdown_of(parse(html), base=base)[0]


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h2>A &amp; B</h2><p>Sous <b>14 j</b>.</p>", "## A & B\n\nSous **14 j**."),
        ("<p>a<br>b<br><br>c</p>", "a\nb\n\nc"),
        ("<ul><li>a<ol start=3><li>b<li>c</ol><li>d</ul>", "- a\n  3. b\n  4. c\n- d"),
        ("<ul><li><p>d</p><p>e</p></ul>", "- d\n\n  e"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n  - b"),
        (
            "<table><tr><th>A<th>B<tr><td>1|2<td><p>3</p><p>4</p></table>",
            "| A | B |\n| --- | --- |\n| 1\\|2 | 3 4 |",
        ),
        ("<table><tr><td><h3>T</h3><p>p</p></table>", "### T\n\np"),
        ("<pre><code class='language-py'>a\n  `b` ```</code></pre>", "````py\na\n  `b` ```\n````"),
        ("<p><code>a`b</code> <kbd>Ctrl</kbd></p>", "``a`b`` `Ctrl`"),
        ("<blockquote><p>a</p><p>b</p></blockquote><hr>", "> a\n>\n> b\n\n---"),
        ("<details><summary>Plus ?</summary>Oui.</details>", "**Plus ?**\n\nOui."),
        ("<dl><dt>T<dd>D</dl>", "**T**\n\nD"),
        ("<p>1. a</p><p># b</p><p>- c</p><p>*d*</p>", "1\\. a\n\n\\# b\n\n\\- c\n\n\\*d\\*"),
        ("<p><b>Note :</b>mot, <b>x</b><strong>y</strong></p>", "Note :mot, **xy**"),
        ("<p>snake_case et _mot_</p>", "snake_case et \\_mot\\_"),
    ],
)  # fmt: skip
def test_what_a_page_says_is_kept(html: str, expected: str) -> None:
    assert markdown(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<a href='https://a.b/c_(d)'>x</a>", "[x](https://a.b/c_%28d%29)"),
        ("<a href='javascript:alert(1)'>x</a>", "x"),
        ("<a href=' Java&#9;Script&#10;:alert(1)'>x</a>", "x"),
        ("<a href='data:text/html,x'>x</a>", "x"),
        ("<a href='vbscript:x'>x</a> <a href='file:///etc/passwd'>y</a>", "x y"),
        ("<a href='https:///nowhere'>x</a><a href='http://[bad'>y</a>", "xy"),
        ("<a href='/retours'>x</a> <a href='#a'>y</a>", "x y"),
        ("<a href='https://a.b/ x\" onclick=\"y'>x</a>", "[x](https://a.b/%20x%22%20onclick=%22y)"),
        ("<a href='https://a.b'><img src='https://a.b/i.png' alt='I'></a>", "[image](https://a.b)"),
        ("<img src='https://a.b/i.png' alt='Le reçu'>", "[Le reçu](https://a.b/i.png)"),
        ("<img src='data:image/png;base64,AAAA'>", ""),
        ("<iframe src='https://video.example/1' title='La vidéo'></iframe>", "[La vidéo](https://video.example/1)"),
        ("<script>alert(1)</script><style>p{}</style><form><button>x</button></form>a", "a"),
        ("<p>!<a href='https://a.b'>x</a></p>", "\\![x](https://a.b)"),
    ],
)  # fmt: skip
def test_a_link_leads_to_the_web_or_nowhere(html: str, expected: str) -> None:
    assert markdown(html) == expected


def test_a_relative_link_leads_where_the_page_was() -> None:
    link = "<a href='/retours'>x</a>"
    assert (
        markdown(link, "https://www.orlune.example/faq")
        == "[x](https://www.orlune.example/retours)"
    )


def test_pictures_that_only_the_export_holds_are_named() -> None:
    assert markdown_of(parse("<img src='a/recu.png'><img src='b.png' alt='B'>")) == (
        "recu.pngB",
        ("recu.png", "B"),
    )


def test_nobody_is_mentioned() -> None:
    html = "<p>&lt;@U0ANA&gt; &lt;!channel&gt; <a class='user-mention' href='/x'>@Camille</a></p>"
    assert markdown(html) == "\\<@U0ANA> \\<!channel> Camille"


def test_what_is_nested_deeply_is_kept_as_text() -> None:
    assert markdown("<div>" * 4_000 + "au fond") == "au fond"
    assert markdown("<ul><li>" * 4_000 + "au fond").endswith("au fond")


@pytest.mark.parametrize("tag", ["<div>", "<b>", "<ul><li>", "<table><tr><td>", "<x-y>"])
def test_what_is_nested_without_end_is_refused_before_it_takes_for_ever(tag: str) -> None:
    with pytest.raises(Unreadable, match="more than 5,000 elements within each other"):
        markdown(tag * 200_000)


def test_a_long_page_is_no_deep_one() -> None:
    assert markdown("<p>a<br>" * 20_000).count("a") == 20_000
    assert markdown("<table>" + "<tr><td>a<td>b" * 10_000 + "</table>").count("a") == 10_000


@given(st.lists(written, min_size=1, max_size=3))
def test_no_text_becomes_markup(lines: list[str]) -> None:
    html = "<p>" + "<br>".join(escaped(line) for line in lines) + "</p>"
    tokens = MARKDOWN.parse(markdown(html))
    kinds = {inner.type for token in tokens for inner in token.children or ()}
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    assert kinds <= {"text", "text_special", "softbreak"}
    assert words(lines) == words(
        [inner.content for token in tokens for inner in token.children or ()]
    )


TAGS = ["b", "i", "a href='https://a.b'", "code", "li", "ul", "p", "table", "tr", "td", "pre", "s"]


def element(tag: str, inner: list[str]) -> str:
    return f"<{tag}>{''.join(inner)}</{tag.split()[0]}>"


@given(
    st.recursive(
        written.map(escaped),
        lambda inner: st.builds(element, st.sampled_from(TAGS), st.lists(inner, max_size=3)),
        max_leaves=12,
    )
)
def test_whatever_is_nested_in_what_its_links_are_the_pages(html: str) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown(html))
    inner = [one for token in tokens for one in token.children or ()]
    assert {one.attrs.get("href") for one in inner if one.type == "link_open"} <= {"https://a.b"}
    assert not [one for one in inner if one.type in ("image", "html_inline")]
    assert not [token for token in tokens if token.type == "html_block"]


@given(st.text())
def test_no_text_is_too_odd_for_a_page(html: str) -> None:
    assert isinstance(markdown(html), str)


def words(parts: list[str]) -> str:
    return "".join("".join(parts).split())

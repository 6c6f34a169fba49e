"""Written: texts as people and programs write them, and some that are meant to mislead."""

from hypothesis import strategies as st

WORDS = ["k", "é7", "Kq", "7.", "12)", "a_k", "qk.fr"]
SIGNS = [
    *"<>!@#&|*_~`[]()\\-+.:/=^\"'«’…€",
    "**", "~~", "```", "](", "> ", "- ", "1. ", "# ", "| - | - |", "---", "* * *", "_ _ _",
    "&amp;", "&lt;", "&copy;", "<k@qk.fr>", "<ftp://qk.fr>", "[k](ftp://qk.fr)", "@here ",
    "<!channel>", "<@U0KKK>", "<#C0KKK|k>", "\\", "•", "◦ ", "‵",
]  # fmt: skip
UNSEEN = ["\u00a0", "\u200b", "\u2060", "\u202e", "\x02" + "0\x03", "\u2003", "\t", "\u0301"]
ADDRESSES = [
    "https://qk.fr", "https://qk.fr/", "http://qk.fr/a_b_c", "https://qk.fr/_k_", "mailto:k@qk.fr",
    "https://qk.fr/k(7)?a=1&b=2&copy;#é", "https://qk.fr/*k*~k~", "https://qk.fr/k%20k", "ftp://qk.fr",
    "https://qk.fr/é", "tel:+3377", "https://qk.fr/k>k", "https://qk.fr/\\k", "HTTPS://QK.FR/k.",
    "javascript:k",
]  # fmt: skip

pieces = st.sampled_from([*WORDS, *SIGNS, " ", " ", *UNSEEN])
lines = st.lists(pieces, max_size=8).map("".join)
texts = st.lists(pieces | st.just("\n"), max_size=12).map("".join)
starts = ["", "- k", "  - k", "1. k", "> k", "```", "    k", "# k", "**k** é", "| k | q |"]
markdown = st.lists(lines | st.sampled_from(starts), max_size=8).map("\n".join)
"""Markdown with everything that could be markup in it."""

flags = {name: st.booleans() for name in ("bold", "italic", "strike")}
styles = st.fixed_dictionaries({}, optional=flags | {"code": st.booleans()})
words = st.fixed_dictionaries({"type": st.just("text"), "text": texts, "style": styles})
links = st.fixed_dictionaries(
    {"type": st.just("link"), "url": st.sampled_from(ADDRESSES)},
    optional={"text": lines, "style": st.fixed_dictionaries({}, optional=flags)},
)
leaves = st.lists(words | words | links, max_size=5)
sections = st.fixed_dictionaries({"type": st.just("rich_text_section"), "elements": leaves})
borders = {"border": st.sampled_from([0, 1])}
quotes = st.fixed_dictionaries({"type": st.just("rich_text_quote"), "elements": leaves})
code = st.fixed_dictionaries(
    {"type": st.just("rich_text_preformatted"), "elements": st.lists(words | links, max_size=3)},
    optional=borders,
)
lists = st.fixed_dictionaries(
    {
        "type": st.just("rich_text_list"),
        "style": st.sampled_from(["bullet", "ordered"]),
        "indent": st.integers(0, 4),
        "offset": st.sampled_from([0, 0, 1, 8, 98]),
        "elements": st.lists(sections, min_size=1, max_size=3),
    },
    optional=borders,
)
trees = st.fixed_dictionaries(
    {
        "type": st.just("rich_text"),
        "elements": st.lists(sections | quotes | code | lists | lists, max_size=5),
    }
)
"""Trees of rich text, well formed, as Slack's client sends them."""

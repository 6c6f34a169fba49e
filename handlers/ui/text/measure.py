"""Measure: how long Slack thinks a text is, and cutting one where nothing breaks."""

import re
import unicodedata

ELLIPSIS = "…"
# Explicit directions turn around what stands after them: our own words and other people's.
DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
LOOSE_END = re.compile(r"&[a-z]{0,3}$|\s*^>\s*\Z", re.MULTILINE)
UTF16 = "utf-16-le"
ACCENTS = 8
"""How many signs above each other are kept together."""


def tidy(text: str) -> str:
    """The text without what no eye sees and Slack may refuse: control signs, torn surrogates."""
    whole = text.encode(UTF16, "surrogatepass").decode(UTF16, "replace")
    lines = whole.replace("\r\n", "\n").replace("\r", "\n")
    return CONTROL.sub(" ", DIRECTION.sub("", lines))


def is_blank(text: str) -> bool:
    """Whether no eye sees anything in it."""
    return all(sign.isspace() or unicodedata.category(sign) == "Cf" for sign in text)


def length(text: str) -> int:
    """The length in UTF-16 units: Slack counts these or fewer."""
    return len(text.encode(UTF16, "surrogatepass")) // 2


def head(text: str, limit: int) -> str:
    """The longest beginning within `limit` units, at a word's end if one is near."""
    if length(text) <= limit:
        return text
    kept = _whole(text, fitting(text, limit))
    torn = None if text[len(kept)].isspace() else re.search(r"\s\S*$", kept)
    if torn and torn.start() >= len(kept) // 2:
        kept = kept[: torn.start()]
    return kept.rstrip()


def cut(text: str, limit: int) -> str:
    """Plain text within `limit`, with … where something is left out."""
    return text if length(text) <= limit else head(text, limit - 1) + ELLIPSIS


def cut_mrkdwn(text: str, limit: int) -> str:
    """Slack's markup within `limit`, never cut inside `<…>`, an entity or a code block."""
    if length(text) <= limit:
        return text
    kept = head(text, limit - 5)
    if kept.rfind("<") > kept.rfind(">"):
        kept = kept[: kept.rfind("<")]
    kept = LOOSE_END.sub("", kept).rstrip() + ELLIPSIS
    return kept + "\n```" if kept.count("```") % 2 else kept


def fitting(text: str, limit: int) -> str:
    """The first signs that fit into `limit` units."""
    return text.encode(UTF16, "surrogatepass")[: 2 * limit].decode(UTF16, "ignore")


def _whole(text: str, kept: str) -> str:
    """As much of what is kept as doesn't tear an accent from its letter."""
    end = len(kept)
    while end > max(len(kept) - ACCENTS, 1) and unicodedata.combining(text[end]):
        end -= 1
    return kept[:end]

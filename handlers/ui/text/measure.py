"""Measure: how long Slack thinks a text is, and cutting one where nothing breaks."""

import re
import unicodedata

ELLIPSIS = "…"
# Explicit directions turn around what stands after them: our own words and other people's.
DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
CONTROLS = {ord(sign): None for sign in DIRECTIONS} | {
    number: " " for number in (*range(9), *range(11, 32), 127) if number != 13
}


def tidy(text: str) -> str:
    """The text without what no eye sees and Slack may refuse: control signs, torn surrogates."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\r\n", "\n").replace("\r", "\n").translate(CONTROLS)


def length(text: str) -> int:
    """The length in UTF-16 units: Slack counts these or fewer."""
    return len(text) + sum(sign > "\uffff" for sign in text)


def head(text: str, limit: int) -> str:
    """The longest beginning within `limit` units, at a word's end if one is near."""
    if length(text) <= limit:
        return text
    kept = text[: _signs(text, limit)]
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
    kept = re.sub(r"&[a-z]{0,3}$", "", kept).rstrip() + ELLIPSIS
    return kept + "\n```" if kept.count("```") % 2 else kept


def _signs(text: str, limit: int) -> int:
    """How many code points fit into `limit` units, without tearing an accent from its letter."""
    count, units = 0, 0
    while count < len(text) and (units := units + length(text[count])) <= limit:
        count += 1
    back = count
    while back > count - 8 and back > 1 and unicodedata.combining(text[back : back + 1] or " "):
        back -= 1
    return max(back, 1)

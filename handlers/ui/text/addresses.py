"""Addresses: where a link leads, as Markdown writes it."""

import re

WEB = re.compile(r"(?:https?://|mailto:)[^\s|]", re.IGNORECASE)
PLAIN = re.compile(r"https?://[!-$&-;=?-~]+|[A-Za-z0-9.+-]+@[A-Za-z0-9.-]+", re.IGNORECASE)
# An address in which Markdown sees nothing to read, so that it can stand as it is.
BARE = re.compile(
    r"https?://(?:[A-Za-z0-9\-./?=&%#:,+]|(?<=[A-Za-z0-9])_(?=[A-Za-z0-9]))*[A-Za-z0-9/]"
    r"|[A-Za-z0-9.+-]+@[A-Za-z0-9.-]+"
)
SPELT = {" ": "%20", "\t": "%20", "\n": "", "<": "%3C", ">": "%3E", "\\": "%5C", "|": "%7C"}
ENTITY = re.compile(r"&(?=#?\w+;)")
# What may follow an address that stands as it is: it ends no word, and no link takes it in.
AFTER = re.compile(r"[.,;:!?)\]}»…]*(?:\s|$)")


def leads(url: str) -> bool:
    """Whether an address leads to the web or to a mailbox."""
    return bool(WEB.match(url))


def spelt(url: str) -> str:
    """The address without the signs that would end it before its end."""
    return "".join(SPELT.get(sign, sign) for sign in url.strip())


def is_bare(address: str, before: str, after: str) -> bool:
    """Whether it can stand between these words without anything around it."""
    is_apart = not before or before[-1].isspace() or before[-1] in "([{«"
    return bool(BARE.fullmatch(address) and is_apart and AFTER.match(after))


def is_plain(address: str) -> bool:
    """Whether Markdown follows it between < and >, and shows it letter by letter."""
    return PLAIN.fullmatch(address) is not None


def in_brackets(url: str) -> str:
    """The address as the end of a link."""
    return f"(<{ENTITY.sub('&amp;', url)}>)"

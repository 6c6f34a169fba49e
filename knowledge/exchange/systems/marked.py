"""Marked: where pages mark their questions and answers, and how each of these ways is read."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from knowledge.exchange.html import Node, attribute, inner_text, parse
from knowledge.exchange.systems.headings import under_headings


@dataclass(frozen=True)
class Asked:
    """A question of a page, the parts of the page that answer it, and where it is on the page."""

    title: str
    parts: tuple[Node, ...]
    anchor: str = ""


def linked_data(page: LexborHTMLParser) -> list[Asked]:
    """Questions of schema.org's FAQPage, as JSON-LD beside the text."""
    found: list[Asked] = []
    for script in page.css("script[type='application/ld+json']"):
        try:
            asked = list(_things(json.loads(script.text()), "Question"))
        except (ValueError, RecursionError):
            continue  # broken data of a page whose text may well be whole
        for one in asked:
            answer = one.get("acceptedAnswer") or one.get("suggestedAnswer")
            answer = answer[0] if isinstance(answer, list) and answer else answer
            told = answer.get("text") if isinstance(answer, dict) else None
            if isinstance(told, str) and isinstance(one.get("name"), str):
                title = inner_text(parse(one["name"]))
                found.append(Asked(title, (parse(told),)))
    return found


def _things(data: Any, kind: str) -> Iterator[dict[str, Any]]:
    """Every thing of a kind, wherever it is in the data."""
    if isinstance(data, list):
        for one in data:
            yield from _things(one, kind)
    elif isinstance(data, dict):
        if kind in (data.get("@type"), *_listed(data.get("@type"))):
            yield data
        for one in data.values():
            yield from _things(one, kind)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def microdata(page: LexborHTMLParser) -> list[Asked]:
    """The same, as attributes of the text."""
    found = []
    for one in page.css("[itemtype$='schema.org/Question']"):
        answers = one.css("[itemtype$='schema.org/Answer'] [itemprop=text]")
        answers = answers or one.css("[itemprop=acceptedAnswer]") or one.css("[itemprop=text]")
        title = inner_text(one.css_first("[itemprop=name]"))
        found.append(Asked(title, tuple(answers[:1]), attribute(one, "id")))
    return found


def details(page: LexborHTMLParser) -> list[Asked]:
    """Parts that are unfolded by their question."""
    found = []
    for one in page.css("details"):
        if (summary := one.css_first("summary")) is not None:
            title = inner_text(summary)
            summary.decompose()
            found.append(Asked(title, (one,), attribute(one, "id")))
    return found


def terms(page: LexborHTMLParser) -> list[Asked]:
    """Terms, and what is said of each."""
    found = []
    for term in page.css("dl dt"):
        parts, after = [], term.next
        while after is not None and after.tag != "dt":
            if after.tag == "dd":
                parts.append(after)
            after = after.next
        found.append(Asked(inner_text(term), tuple(parts), attribute(term, "id")))
    return found


def headings(page: LexborHTMLParser) -> list[Asked]:
    """Headings that ask, and what stands below them."""
    return [
        Asked(inner_text(one), parts, attribute(one, "id")) for one, parts in under_headings(page)
    ]

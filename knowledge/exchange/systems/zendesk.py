"""Zendesk Guide: the JSON of its Help Center API, pages of it in files of any name.

Articles hold everything but the names of their sections, categories and authors; these come from
the same answers (`?include=sections,categories,users`), or from answers of their own. Source:
https://developer.zendesk.com/api-reference/help_center/help-center-api/articles/
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from knowledge.exchange.faults import Fault, Place, Skipped, Unreadable
from knowledge.exchange.html import markdown_of, parse
from knowledge.exchange.rows import Raw
from knowledge.exchange.systems.articles import article, json_of, language, text, texts
from knowledge.exchange.trees import Tree

PARTS = ("articles", "translations", "sections", "categories", "users")
_SIGN = re.compile(r'"(?:articles|article|translations|sections|categories)"\s*:|"section_id"\s*:')

Thing = dict[str, Any]


def recognises(tree: Tree) -> bool:
    """Whether one of its files is an answer of that API."""
    return any(_SIGN.search(tree.head(name)) for name in tree.names(".json"))


def read(trees: Sequence[Tree]) -> Iterator[Raw | Fault | Skipped]:
    """Give each article in each of its languages."""
    known: dict[str, dict[str, Thing]] = defaultdict(dict)
    found: list[tuple[Place, Thing]] = []
    for tree in trees:
        for name in tree.names(".json"):
            try:
                parts = _parts(json_of(tree.read(name)))
            except Unreadable as unreadable:
                yield Fault(tree.place(name, unreadable.line), unreadable.reason)
                continue
            found += [(tree.place(name), one) for one in parts["articles"]]
            for part in PARTS[1:]:
                _note(known[part], part, parts[part])
    for place, one in found:
        yield from _in_languages(place, one, known)


def _parts(answer: Any) -> dict[str, list[Thing]]:
    """The things of an answer by their kind; a bare list is one of articles."""
    if isinstance(answer, list):
        answer = {"articles": answer}
    if not isinstance(answer, dict):
        raise Unreadable("no answer of the Help Center API")
    if isinstance(answer.get("article"), dict):
        answer = {**answer, "articles": [answer["article"]]}
    given = {part: answer.get(part) for part in PARTS}
    return {
        part: [one for one in things if isinstance(one, dict)] if isinstance(things, list) else []
        for part, things in given.items()
    }


def _note(known: dict[str, Thing], part: str, things: list[Thing]) -> None:
    """Things by their number; translations by their article's, and by language."""
    for one in things:
        if part == "translations":
            known.setdefault(text(one, "source_id"), {})[text(one, "locale").lower()] = one
        else:
            known[text(one, "id")] = one


def _in_languages(
    place: Place, one: Thing, known: dict[str, dict[str, Thing]]
) -> Iterator[Raw | Skipped]:
    """The article, and its translations to other languages."""
    number = text(one, "id")
    own = text(one, "locale", "source_locale").lower()
    nested = one.get("translations")
    listed = nested if isinstance(nested, list) else ()
    within = [{**t, "source_id": number} for t in listed if isinstance(t, dict)]
    given = {number: {**known["translations"].get(number, {})}}
    _note(given, "translations", within)
    for locale, translation in given[number].items():
        if locale != own:
            yield _article(place, {**one, "html_url": None, **translation, "id": number}, known)
    yield _article(place, one, known)


def _article(place: Place, one: Thing, known: dict[str, dict[str, Thing]]) -> Raw | Skipped:
    number, locale = text(one, "id"), text(one, "locale", "source_locale").lower()
    where = Place(place.file, 0, f"article {number or '?'}")
    if not number:
        return Skipped(where, "an article without an id")
    section = known["sections"].get(text(one, "section_id"), {})
    category = known["categories"].get(text(section, "category_id"), {})
    url = text(one, "html_url")
    body, lost = markdown_of(parse(text(one, "body")), base=url or None)
    return article(
        where,
        key=f"{number}:{locale}" if locale else number,
        title=text(one, "title", "name"),
        body=body,
        lost=lost,
        is_restricted=one.get("user_segment_id") is not None or bool(one.get("user_segment_ids")),
        lang=language(locale),
        source_url=url,
        status="draft" if one.get("draft") is True else "published",
        tags=texts(one.get("label_names")),
        category=text(category, "name"),
        section=text(section, "name"),
        owner=text(known["users"].get(text(one, "author_id"), {}), "email"),
    )

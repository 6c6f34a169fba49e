"""Filters: where somebody wished to look, and what lies there."""

from handlers.locale import Words
from handlers.ui.blocks import Block, Blocks, Message, actions, button, context, message, section
from handlers.ui.reviewing import OPEN_ENTRY
from handlers.ui.terms import as_quote, bold, genre, topic_name
from handlers.ui.text import escape, excerpt, passages
from knowledge.browsing import Part
from knowledge.charter import Charter, Topic
from knowledge.entry import Entry, Genre
from knowledge.filters import LANGUAGES, Filters
from knowledge.question import Question

EVERYWHERE = "question_everywhere"
TEASER = 150


def looked_in(_: Words, filters: Filters, charter: Charter) -> Block | None:
    """The line that says where was looked."""
    return context(_("Only in: {where}", where=where(_, filters, charter))) if filters else None


def where(_: Words, filters: Filters, charter: Charter) -> str:
    """The filters as people call them."""
    named = [
        f"*{escape(topic_name(_, charter, filters.topic))}*" if filters.topic else "",
        genre(_, Genre(filters.kind)) if filters.kind else "",
        _language(_, filters.lang) if filters.lang else "",
    ]
    return " · ".join(filter(None, named))


def elsewhere(_: Words, question: Question, charter: Charter) -> Blocks:
    """Where filters left nothing: what is near outside, and the button that asks everywhere."""
    if not question.filters:
        return None
    nothing = _("Nothing in {where}.", where=where(_, question.filters, charter))
    outside = _.many("Elsewhere: {n} entry.", "Elsewhere: {n} entries.", question.elsewhere)
    return [
        section(f"{nothing} {outside}" if question.elsewhere else nothing),
        actions(button(_("Search everywhere"), EVERYWHERE, question.id)),
    ]


def browsed(_: Words, part: Part) -> Message:
    """Filters without a question: what is there, and how to ask about it."""
    if hushed := part.hushed:
        return message(*_hushed(_, hushed))
    place = where(_, part.filters, part.charter)
    if not part.entries:
        return message(section(_("Nothing in {where}.", where=place)), context(_how(_)))
    told = _.many("{n} entry in {where}:", "{n} entries in {where}:", part.total, where=place)
    left = part.total - len(part.entries)
    return message(
        section(told),
        [_row(_, entry) for entry in part.entries],
        context(_.many("… and {n} more.", "… and {n} more.", left)) if left else None,
        context(_how(_)),
    )


def _row(_: Words, entry: Entry) -> Block:
    text = f"{bold(entry.title)}\n{excerpt(entry.body, TEASER)}"
    return section(text, accessory=button(_("Open"), OPEN_ENTRY, entry.id))


def _how(_: Words) -> str:
    return _("Write your question behind the filter to search only there.")


def _hushed(_: Words, topic: Topic) -> list[Blocks]:
    said = topic.crisis or topic.holding
    told = _(
        ":no_entry: *We don't answer on {topic} in public.* What you may say, word for word:",
        topic=escape(topic.name.in_(_.language)),
    )
    quoted = [section(part) for part in passages(as_quote(said.in_(_.language)))] if said else []
    return [section(told), *quoted]


def _language(_: Words, lang: str) -> str:
    names = LANGUAGES.get(lang)
    return (names[0] if _.language == "fr" else names[1]) if names else lang

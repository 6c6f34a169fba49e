"""Terms: the words of the team's life, as a person reads them."""

from collections.abc import Mapping
from datetime import datetime

from handlers.locale import Words
from handlers.ui.text import NOBODY, cut, day, escape, person, summary
from knowledge.charter import Autonomy, Charter
from knowledge.entry import TITLE_LIMIT, Entry, Genre, Status

NAME = 80
"""Characters of a topic's name."""


def genre(_: Words, kind: Genre) -> str:
    """What sort of knowledge an entry holds."""
    return {
        Genre.FAQ: _("FAQ"),
        Genre.PROCEDURE: _("Procedure"),
        Genre.BEST_PRACTICE: _("Best practice"),
        Genre.REPLY_EXAMPLE: _("Reply example"),
        Genre.CONVERSATION_ANALYSIS: _("Conversation analysis"),
        Genre.CRISIS_CASE: _("Crisis case"),
        Genre.TONE_GUIDE: _("Tone guide"),
    }[kind]


def level(_: Words, autonomy: str) -> str:
    """A level of autonomy."""
    return {
        Autonomy.TRAINEE: _("trainee"),
        Autonomy.AUTONOMOUS: _("autonomous"),
        Autonomy.SENIOR: _("senior"),
    }[Autonomy(autonomy)]


def state(_: Words, status: Status) -> str:
    """Where an entry is in its life."""
    return {
        Status.DRAFT: _("draft"),
        Status.IN_REVIEW: _("in review"),
        Status.PUBLISHED: _("published"),
        Status.ARCHIVED: _("put aside"),
    }[status]


def topic_name(_: Words, charter: Charter, topic: str | None) -> str:
    """A topic as the charter names it, in plain words; its id if the charter knows it no more."""
    if topic is None:
        return ""
    known = charter.topic(topic)
    return cut(known.name.in_(_.language) if known else topic, NAME)


def process_name(_: Words, charter: Charter, process: str | None) -> str:
    """A process as the charter names it, in plain words; its word if the charter names it not."""
    if process is None:
        return ""
    known = charter.process(process)
    return cut(known.name.in_(_.language) if known and known.name else process, NAME)


def bold(text: str, limit: int = TITLE_LIMIT) -> str:
    """A title or a question somebody wrote, in bold: one line, nothing in it is markup."""
    words = escape(summary(text, limit))
    return f"*{words}*" if words else ""


def quote(text: str) -> str:
    """Words somebody wrote, as a quotation."""
    return "\n".join(f"> {escape(line)}" for line in text.strip().split("\n"))


def as_quote(markdown: str) -> str:
    """Markdown, as a quotation in Markdown."""
    return "\n".join(f"> {line}" for line in markdown.strip().split("\n"))


def facts(_: Words, entry: Entry, charter: Charter, names: Mapping[str, str] = NOBODY) -> list[str]:
    """Where an entry belongs, who wrote it, how old it is: the parts of a line."""
    return [
        _("No. {number}", number=entry.id),
        genre(_, entry.kind),
        escape(topic_name(_, charter, entry.topic)),
        author(entry, names),
        updated(_, entry.updated_at),
    ]


def author(entry: Entry, names: Mapping[str, str] = NOBODY) -> str:
    """Who wrote it, as Slack shows people; an author from elsewhere by name.

    Nobody, where the author wishes that.
    """
    who = entry.named(entry.author) or ""
    mention = person(who)
    return mention if mention.startswith("<@") else escape(names.get(who, who))


def updated(_: Words, at: datetime) -> str:
    """How old something is."""
    return _("updated {day}", day=day(at, _))

"""Redaction: the personal data in an entry, and how it goes for good.

In a draft it is only marked: the draft holds what was written, and what is marked can be shown
again. When it is published, the masks take its place in the entry and in all that was kept of it.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import audit, captured, personal
from knowledge.entry import Entry, Revision, tidy
from knowledge.errors import KnowledgeError
from knowledge.personal import Found


class HoldsPersonalData(KnowledgeError):
    """Nobody publishes somebody's telephone number without having seen that it is one."""

    sentence = (
        "It seems to hold personal data that nobody has looked at yet ({count}). "
        "Look at the draft again and hide it, or say that it may stay."
    )


def found(entry: Entry) -> tuple[Found, ...]:
    """The personal data in an entry as it was written, whether it is marked or not."""
    return personal.find_all([entry.title, entry.body, *entry.wordings])


def check_news(target: Entry, texts: Iterable[str]) -> None:
    """Refuse texts that would bring an entry personal data which it does not show already.

    Raises:
        HoldsPersonalData: they do.
    """
    known = {one.text for one in found(target)}
    news = [one for one in personal.find_all([*texts]) if one.text not in known]
    if news:
        raise HoldsPersonalData(count=len(news))


def remaining(entry: Entry) -> tuple[Found, ...]:
    """What of it would be published as things stand."""
    shown = map(entry.redacted, (entry.title, entry.body, *entry.wordings))
    return personal.find_all([*shown])


def sign(text: str) -> str:
    """What a button calls personal data by, without saying it."""
    return sha256(text.encode()).hexdigest()[:16]


def check(entry: Entry, accepted: Collection[str]) -> None:
    """Refuse to publish personal data that nobody has seen; `accepted` holds signs of what was.

    Raises:
        HoldsPersonalData: there is some.
    """
    unseen = [one for one in remaining(entry) if sign(one.text) not in accepted]
    if unseen:
        raise HoldsPersonalData(count=len(unseen))


async def settle(session: AsyncSession, entry: Entry, *, by: str, now: datetime) -> None:
    """Hide what is marked, for good: in the entry, its revisions and the messages it was made of.

    The caller records the change of the entry.
    """
    if not entry.redactions:
        return
    audit.record(session, "entry.redacted", entry, by=by, now=now, count=len(entry.redactions))
    for message in await captured.of_entry(session, entry):
        message.text = entry.redacted(message.text)
    for revision in await session.scalars(select(Revision).where(Revision.entry_id == entry.id)):
        _redact(revision, entry)
    entry.title, entry.body = entry.redacted(entry.title), entry.redacted(entry.body)
    entry.reword([entry.redacted(wording) for wording in entry.wordings])
    entry.redactions = []


def _redact(revision: Revision, entry: Entry) -> None:
    revision.title, revision.body = entry.redacted(revision.title), entry.redacted(revision.body)
    said = map(entry.redacted, revision.facts.get("variants", ()))
    revision.facts = revision.facts | {"variants": [*tidy([*said])]}

"""Verification: whether an entry is known to be true, until when, and whose word that needs."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from knowledge.charter import Charter
from knowledge.entry import Entry, Status
from knowledge.errors import NoMandate, NotAllowed
from knowledge.review import has_mandate, may_review

AHEAD = timedelta(days=7)
"""How long before it lapses an entry is brought to its owner: they are asked once a week."""

UNREAD = timedelta(days=182)
"""After so long without being read or verified an entry is put aside."""


class Standing(StrEnum):
    """What is known of whether a published entry is true today."""

    VERIFIED = "verified"  # somebody with the mandate has said so, not too long ago
    NEW = "new"  # nobody has said so, and it is not old enough to be doubted
    LAPSED = "lapsed"  # that is too long ago, or whoever said so has no say any more


def interval(charter: Charter, entry: Entry) -> timedelta:
    """How long a verification lasts.

    What the charter says of the kind or of the topic goes before what holds in general; where it
    says something of both, the shorter time holds.
    """
    topic = charter.topic(entry.topic)
    said = (charter.upkeep.kinds.get(entry.kind), topic.verify if topic else None)
    return min((time for time in said if time), default=charter.upkeep.verify)


def is_verified(entry: Entry, charter: Charter, gone: Collection[str], now: datetime) -> bool:
    """Whether it counts as true: by the word of somebody who still has the mandate.

    `gone` are those whose accounts are closed.
    """
    if entry.verified_at is None or entry.verified_by is None or entry.verified_by in gone:
        return False
    if not has_mandate(charter, entry.topic, entry.verified_by):
        return False
    return now < entry.verified_at + interval(charter, entry)


def standing(entry: Entry, charter: Charter, gone: Collection[str], now: datetime) -> Standing:
    """What is known of it at this moment."""
    if is_verified(entry, charter, gone, now):
        return Standing.VERIFIED
    born = entry.published_at or entry.created_at
    if entry.verified_by is None and now < born + interval(charter, entry):
        return Standing.NEW
    return Standing.LAPSED


def is_due(entry: Entry, charter: Charter, gone: Collection[str], now: datetime) -> bool:
    """Whether its owner is to say if it is still true: it has lapsed, or soon does.

    Soon is within a week, and never more than half of the time that a verification lasts.
    """
    soon = now + min(AHEAD, interval(charter, entry) / 2)
    is_found = entry.status is Status.PUBLISHED
    return is_found and standing(entry, charter, gone, soon) is Standing.LAPSED


def unread_since(entry: Entry) -> datetime:
    """When it was last read, verified, or at least published."""
    verified = entry.verified_at if entry.verified_by else None
    known = (entry.viewed_at, verified, entry.published_at or entry.created_at)
    return max(moment for moment in known if moment)


def is_outlived(entry: Entry, charter: Charter, gone: Collection[str], now: datetime) -> bool:
    """Whether nobody has needed or verified it for so long that it is put aside."""
    is_found = entry.status is Status.PUBLISHED
    is_doubted = standing(entry, charter, gone, now) is Standing.LAPSED
    return is_found and is_doubted and now >= unread_since(entry) + UNREAD


def may_keep(charter: Charter, entry: Entry, person: str) -> bool:
    """Whether this person may put it aside and bring it back."""
    return person == entry.owner or may_review(charter, entry, person)


def check_keeper(charter: Charter, entry: Entry, person: str) -> None:
    """Refuse whoever may neither put it aside nor bring it back.

    Raises:
        NoMandate: neither is it theirs, nor does the charter give them a say.
    """
    if not may_keep(charter, entry, person):
        raise NoMandate


def may_hand_over(charter: Charter, entry: Entry, person: str) -> bool:
    """Whether this person may say whose it is: its owner, a lead, anybody while it is nobody's."""
    if person == entry.owner or person in charter.leads():
        return True
    return entry.owner is None and may_review(charter, entry, person)


def check_owner(charter: Charter, entry: Entry, person: str) -> None:
    """Refuse whoever may not say whose it is.

    Raises:
        NotAllowed: it is somebody else's.
        NoMandate: it is nobody's, and the charter gives this person no say.
    """
    if may_hand_over(charter, entry, person):
        return
    raise NotAllowed(owner=entry.owner) if entry.owner else NoMandate


@dataclass(frozen=True)
class Care:
    """What is known of an entry, and what one person may do for it."""

    standing: Standing
    may_verify: bool = False
    may_keep: bool = False
    may_hand_over: bool = False


UNKNOWN = Care(Standing.NEW)
"""Nothing is known of whether it is true, and nothing to be done about it."""


def care(entry: Entry, charter: Charter, gone: Collection[str], person: str, now: datetime) -> Care:
    """How things stand with an entry for one person. Draft or put aside, nobody verifies it."""
    is_found = entry.status is Status.PUBLISHED
    return Care(
        standing(entry, charter, gone, now),
        may_verify=is_found and has_mandate(charter, entry.topic, person),
        may_keep=may_keep(charter, entry, person),
        may_hand_over=is_found and may_hand_over(charter, entry, person),
    )

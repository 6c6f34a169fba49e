"""Things that people act on: an entry, a draft, an open question, a flag, each in its state."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.sandbox.slack import Message
from knowledge import (
    answers,
    capture,
    charters,
    departures,
    entries,
    flagging,
    flags,
    merging,
    outbox,
    passing,
    people,
    requests,
    rulings,
    source_changes,
    synonyms,
    tips,
)
from knowledge.capture import Source
from knowledge.consent import AuthorConsent, State
from knowledge.entry import Entry, Genre, Status
from knowledge.flag import Doubt
from knowledge.flagging import Saying
from knowledge.outbox import Kind
from knowledge.passing import Passing
from knowledge.people import Profile
from knowledge.question import Question, Way
from knowledge.reactions import Deed
from knowledge.requests import Request
from knowledge.ruling import Verdict
from knowledge.tips import Suggested
from knowledge.waiter import Waiter
from knowledge.wording import Kind as Sense
from knowledge.wording import Voice, Wording
from tests.permissions.cast import (
    ANA,
    CHARTER,
    DENIS,
    GAEL,
    INES,
    MARC,
    ODILE,
    OFFICE,
    ROLES,
    ROOM,
    SOFIA,
    TEAM,
    TEXT,
    ZOE,
)  # fmt: skip
from tests.permissions.office import NOW, Office

INTERNAL, HIDDEN, OPENED = "internalword", "hiddenword", "openedword"
"""Words in what colleagues may read, what those in the room may read, and what everybody may."""

PHONE = "06 12 34 56 78"
FIRE = "the kettle caught fire, what do I say?"


@dataclass
class Things:
    """The numbers of what is there, by name; all of it for everybody, or for a private room."""

    audience: str | None = None
    numbers: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.numbers[name]

    @property
    def word(self) -> str:
        """What stands in every text of these."""
        return HIDDEN if self.audience else INTERNAL

    @property
    def channel(self) -> str:
        """Where the messages stood that these came from."""
        return self.audience or OFFICE


async def stock(office: Office, audience: str | None) -> Things:
    """Put one of each thing there."""
    things = Things(audience)
    for part in (_entries, _drafts, _learned, _merged, _doubted, _sourced, _waiting_message, _tip):
        async with office.sessions.begin() as session:
            await part(session, things)
    return things


async def stock_rest(office: Office, things: Things) -> None:
    """What is in no private channel: people, the charter, questions, signals and the like."""
    for part in (_questions, _owed, _proposed, _joined, _answered, _exhausted, _signal, _rest):
        async with office.sessions.begin() as session:
            await part(session, things)


async def begin(office: Office) -> None:
    """The charter, its second version, and everybody's profile."""
    async with office.sessions.begin() as session:
        for text in (TEXT.replace("answer: 1d", "answer: 2d"), TEXT):
            await charters.apply(session, text, workspace=TEAM, by=SOFIA, now=NOW)
        for person in (*ROLES.values(), ZOE):
            await people.remember(session, _profile(person), workspace=TEAM, now=NOW)


def _profile(person: str) -> Profile:
    return Profile(
        person, person.title(), language="en", zone="Europe/Paris", is_stranger=person == ODILE,
        is_deactivated=person == DENIS, is_guest=person == GAEL,
    )  # fmt: skip


def _entry(things: Things, name: str, **changes: Any) -> Entry:
    facts: dict[str, Any] = {
        "workspace": TEAM, "kind": Genre.FAQ, "status": Status.PUBLISHED, "lang": "en",
        "title": f"About {name} {things.word}?", "body": f"It is so: {name} {things.word}.",
        "topic": "refunds", "tags": [], "extra": {}, "created_at": NOW, "updated_at": NOW,
        "published_at": NOW, "revision": 1, "owner": INES, "reviewer": INES, "author": ANA,
        "capturer": ZOE, "audience": things.audience, "origin": things.channel,
    }  # fmt: skip
    return Entry(**facts | changes)


async def _add(session: AsyncSession, things: Things, name: str, **changes: Any) -> Entry:
    entry = _entry(things, name, **changes)
    await entries.add(session, entry, by=ZOE, now=NOW, deed="entry.imported")
    things.numbers[name] = entry.id
    return entry


async def _entries(session: AsyncSession, things: Things) -> None:
    await _add(session, things, "published")
    await _add(session, things, "twin")
    await _add(session, things, "due", verified_by=None, created_at=NOW - timedelta(days=900),
               published_at=NOW - timedelta(days=900))  # fmt: skip
    await _add(session, things, "archived", status=Status.ARCHIVED, archived_at=NOW)
    await _add(session, things, "unread", undo_until=NOW + timedelta(hours=1))
    title = f"When do you open? {OPENED}"
    await _add(session, things, "open", topic="hours", title=title, body=f"At nine. {OPENED}")
    changed = await _add(session, things, "changed")
    how: dict[str, Any] = {"by": INES, "now": NOW, "seen": 1}
    await entries.edit(session, changed, title=changed.title, body=f"New {things.word}.", **how)
    await _add(session, things, "widened", widened_from=None if things.audience else ROOM)


async def _drafts(session: AsyncSession, things: Things) -> None:
    for name in ("draft", "unnamed", "personal", "masked"):
        about: dict[str, Any] = {"status": Status.IN_REVIEW, "published_at": None}
        holds = name in ("personal", "masked")
        body = f"Call {PHONE} {things.word}." if holds else f"Mine {things.word}."
        masks = [PHONE] if name == "masked" else []
        entry = await _add(session, things, name, body=body, redactions=masks, **about)
        consent = {"state": State.ASKED, "asked_at": NOW, "answered_at": None}
        consent["is_named"] = name != "unnamed"
        session.add(AuthorConsent(workspace=TEAM, entry_id=entry.id, person=ANA, **consent))


async def _learned(session: AsyncSession, things: Things) -> None:
    for name, removed in (("wording", None), ("removed_wording", NOW)):
        wording = Wording(
            workspace=TEAM, entry_id=things["published"], sense=name,
            text=f"{name} {things.word}", removed_at=removed, removed_by=INES if removed else None,
        )  # fmt: skip
        asked = await _ask(session, f"{name}:{things.word}", name, audience=things.audience)
        voice = Voice(question_id=asked.id, person=ANA, kind=Sense.CONFIRMED,
                      audience=things.audience, at=NOW)  # fmt: skip
        wording.voices.append(voice)
        session.add(wording)
        await session.flush()
        things.numbers[name] = wording.id


async def _merged(session: AsyncSession, things: Things) -> None:
    one = await _add(session, things, "merged")
    other = await _add(session, things, "target")
    how: dict[str, Any] = {"seen": other.revision, "by": INES, "charter": CHARTER, "now": NOW}
    await merging.merge(session, one, other, title=other.title, body=other.body, **how)
    ruling = await rulings.last(session, one, Verdict.MERGED)
    assert ruling
    things.numbers["ruling"] = ruling.id


async def _doubted(session: AsyncSession, things: Things) -> None:
    entry = await _add(session, things, "flagged")
    said = Saying(f"flag:{things.word}", Doubt.WRONG, f"no {things.word}", place=f"{OFFICE}:1.1")
    flag = await flagging.flag(session, entry, said, charter=CHARTER, by=ANA, now=NOW)
    things.numbers["flag"] = flag.id


async def _sourced(session: AsyncSession, things: Things) -> None:
    """A flag that nobody raised: the message an entry came from says something else now."""
    entry = await _add(session, things, "sourced", body=f"Old {things.word}.")
    said = (f"Why {things.word}?", entry.body, ANA, None)
    source = Source(things.channel, "3.000003", "3.000003", *said)
    await capture.attach(session, entry, [source], by=ZOE, now=NOW)
    place = (TEAM, things.channel, "3.000003")
    await source_changes.edited(session, *place, f"Newer {things.word}.", at="4.0", now=NOW)
    flag = await flags.open_of(session, entry)
    assert flag
    things.numbers["source_flag"] = flag.id


async def _waiting_message(session: AsyncSession, things: Things) -> None:
    """A message that Ana keeps, and that no question stands above."""
    source = Source(things.channel, "5.000005", "5.000005", "", f"Kept {things.word}.", ZOE, None,
                    audience=things.audience)  # fmt: skip
    about: dict[str, Any] = {"workspace": TEAM, "topic": "refunds", "charter": CHARTER}
    await capture.capture(session, source, **about, by=ANA, now=NOW)
    things.numbers["message"] = {"channel": things.channel, "ts": "5.000005"}


async def _tip(session: AsyncSession, things: Things) -> None:
    suggested = Suggested(
        TEAM, things.channel, "6.000006", None, ANA, Deed.KEEP, f"Tip {things.word}",
        audience=things.audience, topic="refunds",
    )  # fmt: skip
    tip = await tips.suggest(session, suggested, charter=CHARTER, now=NOW)
    things.numbers["tip"] = tip.id


async def _ask(
    session: AsyncSession, key: str, text: str, *, by: str = ANA, **changes: Any
) -> Question:
    facts: dict[str, Any] = {
        "workspace": TEAM, "key": key, "asker": by, "text": text, "way": Way.COMMAND,
        "channel": OFFICE, "asked_at": NOW, "charter": 2, "topic": "refunds", "reasons": {},
    }  # fmt: skip
    question = Question(**facts | changes)
    session.add(question)
    await session.flush()
    return question


async def _questions(session: AsyncSession, things: Things) -> None:
    """One that was answered; one that nobody has answered yet."""
    found = {"entries": [things["published"], things["twin"]], "evidence": []}
    asked = await _ask(session, "answered", "refunds?", verdict="answer", found=found)
    things.numbers["question"] = asked.id
    near = await _ask(session, "near", "refunds perhaps?", verdict="fallback", found=found)
    things.numbers["near"] = near.id


async def _owed_by_marc(session: AsyncSession, key: str, text: str, **more: Any) -> Any:
    asked = await _ask(session, key, text, topic="safety", verdict="escalate", found={})
    request = Request(TEAM, asked.id, text, "safety", ANA, **more)
    return await requests.open_(session, request, charter=CHARTER, now=NOW, apart=True)


async def _owed(session: AsyncSession, things: Things) -> None:
    one = await _owed_by_marc(session, "owed", FIRE)
    things.numbers["owed"] = one.id
    await outbox.notify(session, Kind.PROPOSAL, key="proposal", workspace=TEAM, to=MARC,
                        about=one.id, now=NOW, round=one.round, text="Unplug it.")  # fmt: skip
    row = await session.scalar(
        select(outbox.Notification).where(outbox.Notification.kind == Kind.PROPOSAL)
    )
    assert row
    things.numbers["proposal"] = row.id


async def _proposed(session: AsyncSession, things: Things) -> None:
    safe = await _add(session, things, "safe", topic="safety")
    one = await _owed_by_marc(session, "proposed", "does it burn?", proposed=safe.id)
    things.numbers["proposed"] = one.id


async def _joined(session: AsyncSession, things: Things) -> None:
    """Zoé has asked it, and Ana the same in other words."""
    asked = await _ask(session, "zoe", FIRE, by=ZOE, topic="safety", verdict="escalate", found={})
    request = Request(TEAM, asked.id, FIRE, "safety", ZOE)
    one = await requests.open_(session, request, charter=CHARTER, now=NOW, apart=True)
    mine = await _ask(session, "mine", FIRE, topic="safety", verdict="escalate", found={})
    session.add(Waiter(escalation_id=one.id, person=ANA, question_id=mine.id))
    things.numbers["joined"] = f"{one.id}:{mine.id}"


async def _answered(session: AsyncSession, things: Things) -> None:
    one = await _owed_by_marc(session, "told", "is it hot?")
    await answers.answer(session, one, "Yes.", by=MARC, charter=CHARTER, now=NOW)
    things.numbers["answered"] = one.id


async def _exhausted(session: AsyncSession, things: Things) -> None:
    """Inès had it last, and the chain is over; Marc has no say on it, Sofia leads."""
    asked = await _ask(session, "late", "refund late?", verdict="escalate", found={})
    request = Request(TEAM, asked.id, "refund late?", "refunds", ANA)
    one = await requests.open_(session, request, charter=CHARTER, now=NOW, apart=True)
    one.exhaust(now=NOW)
    things.numbers["exhausted"] = one.id


async def _signal(session: AsyncSession, things: Things) -> None:
    where = {"topic": "refunds", "process": "support"}
    about = Passing(TEAM, f"{OFFICE}:7.7", f"Complaint {INTERNAL}", ZOE, OFFICE, **where)
    signal = await passing.pass_on(session, about, charter=CHARTER, by=ANA, now=NOW)
    things.numbers["signal"] = signal.id


async def _rest(session: AsyncSession, things: Things) -> None:
    how: dict[str, Any] = {"by": SOFIA, "now": NOW}
    one = await departures.announce(session, TEAM, ANA, NOW + timedelta(days=30), **how)
    things.numbers["departure"] = one.id
    group = await synonyms.add(session, [f"{INTERNAL}", "jargon"], workspace=TEAM, **how)
    things.numbers["group"] = group.id
    await outbox.notify(session, Kind.VERIFY, key="letter", workspace=TEAM, to=INES, about=1,
                        now=NOW, entries=[things["published"]])  # fmt: skip
    row = await session.scalar(
        select(outbox.Notification).where(outbox.Notification.kind == Kind.VERIFY)
    )
    latest = await charters.latest(session, TEAM)
    assert row
    assert latest
    things.numbers |= {"letter": row.id, "version": latest.id}


def say(office: Office, things: Things) -> None:
    """The messages that stand in Slack."""
    for ts, person in (("5.000005", ZOE), ("6.000006", ZOE), ("7.000007", ZOE), ("8.000008", ZOE)):
        text = f"A message {things.word}"
        office.wire.slack.workspace.add(Message(things.channel, ts, person, text))
    reply = Message(things.channel, "8.000009", ZOE, f"A reply {things.word}", thread_ts="8.000008")
    office.wire.slack.workspace.add(reply)

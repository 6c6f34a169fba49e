"""The gallery's room for personal data: what authors, reviewers and whoever asks are shown."""

from collections.abc import Iterator
from typing import Any

from handlers.locale import Words
from handlers.ui import consents, forgetting, holdings, redactions
from handlers.ui.blocks import Message
from handlers.ui.reviewing import review_request
from knowledge.charter import Charter, Consent
from knowledge.consent import AuthorConsent, State
from knowledge.entry import Entry, Status
from knowledge.erasure import Preview
from knowledge.holdings import Holding, Item
from tests.factories import MARIA, NOW, WORKSPACE, an_entry

Exhibit = tuple[str, Message | dict[str, Any]]
PERSONAL = "06 12 34 56 78, 4970 1012 3456 7893"
MANY = "\n".join(f"06 12 34 {number // 100:02} {number % 100:02}" for number in range(300))
TABLES = (
    *("absences", "audit_log", "captured_messages", "charter_versions", "consents", "entries"),
    *("escalations", "handovers", "inbox", "members", "outbox", "questions", "revisions"),
    *("signals", "supporters", "synonym_groups", "timeline", "voices", "waiters", "wordings"),
    "something_new",
)


def privacy_gallery(_: Words, text: str, charter: Charter) -> Iterator[Exhibit]:
    """Everything about the data of persons."""
    yield from _consents(_, text, charter)
    yield from _redactions(_, text, charter)
    yield from _persons(_, text, charter)


def a_consent(state: State, **changes: Any) -> AuthorConsent:
    """What Maria says of the entry."""
    facts = {"workspace": WORKSPACE, "entry_id": 12, "person": MARIA, "is_named": True}
    return AuthorConsent(**facts | {"state": state, "asked_at": NOW} | changes)


def kept_of(text: str, status: Status = Status.IN_REVIEW, **changes: Any) -> Entry:
    """An entry made of what Maria wrote."""
    people = {"author": MARIA, "capturer": "U0ANA", "reviewer": "U0NINA"}
    said = {"id": 12, "title": text, "body": text, "source_url": "https://orlune.slack.com/p1"}
    return an_entry(**people | said | {"status": status} | changes)


def _consents(_: Words, text: str, charter: Charter) -> Iterator[Exhibit]:
    asking = charter.model_copy(update={"consent": Consent.ASK})
    for status in (Status.IN_REVIEW, Status.PUBLISHED, Status.ARCHIVED):
        entry = kept_of(text, status)
        for state in State:
            yield f"kept of you, {status}, {state}", consents.kept(_, entry, a_consent(state), {})
    entry, silent = kept_of(text, is_credited=False), a_consent(State.ASKED)
    nameless = a_consent(State.ASKED, is_named=False)
    words = dict.fromkeys(range(9), text)
    yield "kept of you, nameless", consents.kept(_, entry, nameless, words)
    yield "consent, reminder", consents.reminder(_, entry, silent)
    yield "consent, missing", consents.missing(_, entry, silent)
    yield "consent, missing, nameless", consents.missing(_, entry, nameless)
    yield "consent, unreached", consents.missing(_, entry, a_consent(State.UNREACHED))
    yield "correction", consents.correction(_, entry, text)
    yield "correct", consents.correct_modal(_, entry, words)
    yield "correction passed on", consents.passed_on(_)
    yield "no longer kept", consents.gone(_)
    for state in State:
        said = [a_consent(state)]
        yield f"review, {state}", review_request(_, entry, charter=asking, consents=said)


def _redactions(_: Words, text: str, charter: Charter) -> Iterator[Exhibit]:
    entry = kept_of(text, body=f"{text}\n\n{PERSONAL}", redactions=["06 12 34 56 78"])
    yield "review, personal data", review_request(_, entry, charter=charter)
    much = kept_of(text, body=MANY)
    yield "review, much personal data", review_request(_, much, charter=charter)
    yield "personal data", redactions.asked(_, entry)
    yield "much personal data", redactions.asked(_, much)


def _persons(_: Words, text: str, charter: Charter) -> Iterator[Exhibit]:
    rows = (Item("12", text, NOW, ("asker",), {}), Item("13/14", text, None, (), {}))
    held = [Holding(table, rows) for table in TABLES]
    yield "held", holdings.counted(_, held)
    yield "nothing held", holdings.counted(_, [])
    yield "held, all of it", holdings.everything(_, held)
    yield "held, very much", holdings.everything(_, [Holding("questions", rows * 4000)])
    yield "nothing held, all of it", holdings.everything(_, [])
    counts = dict.fromkeys(TABLES, 3)
    yield "to be forgotten", forgetting.asked(_, Preview(2, 1, counts, counts))
    yield "to be forgotten, unknown", forgetting.asked(_, Preview(0, 0, {}, {}))
    yield "being forgotten", forgetting.under_way(_)
    yield "being looked for", holdings.looking(_)
    yield "forgotten", forgetting.done(_)
    yield "charter names nobody", forgetting.names_nobody(_, MARIA, charter)

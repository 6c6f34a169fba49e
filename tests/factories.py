"""Small believable values: Ana asks, Maria owns the topic, Paul has no say, Nina leads."""

from datetime import UTC, datetime, timedelta
from typing import Any

from knowledge.charter import Charter, parse
from knowledge.entry import Entry, Genre, Status
from knowledge.escalation import Escalation
from knowledge.escalation import Status as Owed
from knowledge.flag import Flag
from knowledge.flag import Status as Flagged
from knowledge.signal import Signal
from knowledge.signal import Status as Passed

NOW = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
"""A Monday, ten o'clock in Paris."""

WORKSPACE = "T0RELAIS"
ANA, MARIA, PAUL, NINA = "U0ANA", "U0MARIA", "U0PAUL", "U0NINA"

CHARTER = f"""\
relais: 1
language: fr
autonomy: {{default: trainee}}
people:
  - {{slack: {MARIA}, autonomy: senior}}
  - {{slack: {PAUL}, autonomy: autonomous}}
  - {{slack: {NINA}, autonomy: senior}}
topics:
  - id: refunds
    name: {{fr: Remboursements, en: Refunds}}
    examples: ["comment être remboursé ?", "my refund has not arrived"]
    stance: answer
    autonomy: autonomous
    chain:
      - {{who: [{MARIA}], acknowledge: 30m, answer: 4h}}
      - {{who: [{NINA}], acknowledge: 1h, answer: 1d}}
  - id: safety
    name: {{fr: Sécurité des produits, en: Product safety}}
    examples: ["l'appareil a pris feu", "is this toxic"]
    stance: refer
    chain:
      - {{who: [{MARIA}], acknowledge: 30m, answer: 2h}}
      - {{who: [{NINA}], acknowledge: 1h, answer: 1d}}
  - id: litigation
    name: {{fr: Contentieux, en: Litigation}}
    examples: ["je vais porter plainte", "my lawyer will write to you"]
    stance: silent
    holding: {{fr: "Nous vous répondrons par courrier.", en: "We will answer you in writing."}}
    chain:
      - {{who: [{NINA}], acknowledge: 1h, answer: 1d}}
fallback: {{chain: [{{who: [{NINA}], acknowledge: 1h, answer: 1d}}]}}
"""

PROCESSES = f"""
processes:
  - {{id: support, owners: [{MARIA}, {NINA}], answer: 1d}}
  - {{id: innovation, owners: [{MARIA}, {PAUL}], answer: 2d, name: {{fr: Idées, en: Ideas}}}}
"""
"""Whose the work is, to be put behind the charter: Nina leads and shares support with Maria."""
HOURS = """\
hours: {zone: Europe/Paris, days: [mon, tue, wed, thu, fri],
        from: "09:00", to: "18:00", holidays: FR}
"""

AT_WORK = CHARTER.replace("language: fr\n", f"language: fr\n{HOURS}")
"""The same team, with working hours."""


def a_charter(text: str = CHARTER, **changes: Any) -> Charter:
    """A team of four with one topic of each stance; `changes` replace whole sections."""
    return parse(text).model_copy(update=changes)


def an_entry(**changes: Any) -> Entry:
    """A published answer about refunds, not stored yet; `wordings` sets its variants."""
    wordings = changes.pop("wordings", ())
    facts = {
        "workspace": WORKSPACE,
        "kind": Genre.FAQ,
        "status": Status.PUBLISHED,
        "title": "Comment obtenir un remboursement ?",
        "body": "Sous 14 jours, par le moyen de paiement d'origine.",
        "lang": "fr",
        "topic": "refunds",
        "tags": [],
        "extra": {},
        "created_at": NOW,
        "updated_at": NOW,
        "published_at": NOW,
        "revision": 1,
    }
    entry = Entry(**facts | changes)
    entry.reword(wordings)
    return entry


def an_escalation(**changes: Any) -> Escalation:
    """Ana's question about refunds, Maria asked at NOW, not stored yet."""
    facts = {
        "id": 7,
        "workspace": WORKSPACE,
        "question_id": 1,
        "text": "Comment être remboursé ?",
        "sense": "comment etre rembourse",
        "details": [],
        "topic": "refunds",
        "asker": ANA,
        "status": Owed.OPEN,
        "assignee": MARIA,
        "asked": [MARIA],
        "step": 0,
        "round": 1,
        "opened_at": NOW,
        "asked_at": NOW,
        "acknowledge_due_at": NOW + timedelta(minutes=30),
        "due_at": NOW + timedelta(hours=4),
    }
    return Escalation(**facts | changes)


def a_signal(**changes: Any) -> Signal:
    """What a customer said, passed on by Ana to Maria at NOW, not stored yet."""
    facts = {
        "id": 4,
        "workspace": WORKSPACE,
        "key": "C0GENERAL:1768.000001",
        "text": "Encore une cliente qui voudrait louer la sorbetière plutôt que l'acheter.",
        "author": PAUL,
        "channel": "C0GENERAL",
        "url": "https://orlune.slack.com/archives/C0GENERAL/p1768000001",
        "topic": "refunds",
        "process": "innovation",
        "by": ANA,
        "status": Passed.PASSED_ON,
        "owner": MARIA,
        "asked": [MARIA],
        "round": 1,
        "passed_at": NOW,
        "asked_at": NOW,
        "due_at": NOW + timedelta(days=2),
    }
    return Signal(**facts | changes)


def a_flag(**changes: Any) -> Flag:
    """Maria is to see to entry 1 since NOW, not stored yet."""
    facts = {
        "id": 6,
        "workspace": WORKSPACE,
        "entry_id": 1,
        "revision": 1,
        "status": Flagged.OPEN,
        "owner": MARIA,
        "asked": [MARIA],
        "outsiders": [],
        "round": 1,
        "raised_at": NOW,
        "asked_at": NOW,
        "due_at": NOW + timedelta(days=2),
    }
    return Flag(**facts | changes)

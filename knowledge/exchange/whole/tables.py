"""Tables: which of them hold what a workspace knows, and what refers to what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table

from knowledge.charter_versions import CharterVersion
from knowledge.consent import AuthorConsent
from knowledge.database import Base
from knowledge.entry import Entry, Revision, Variant
from knowledge.escalation import Escalation
from knowledge.exchange.imported import ImportedRow
from knowledge.handovers import Handover
from knowledge.question import Question
from knowledge.synonym import Group
from knowledge.timeline import TimelineEvent
from knowledge.waiter import Waiter
from knowledge.wording import Voice, Wording

Row = dict[str, Any]
Whole = dict[str, list[Row]]
"""Rows as JSON has them, by table, each in the order of their numbers."""


@dataclass(frozen=True)
class Kept:
    """A table: which of its columns hold the number of a row of another, and in which columns of
    JSON entries are told by number."""

    model: type[Base]
    refers: Mapping[str, str] = field(default_factory=dict)
    tells: tuple[str, ...] = ()

    @property
    def table(self) -> Table:
        """The table itself."""
        table = self.model.__table__
        assert isinstance(table, Table)
        return table

    @property
    def name(self) -> str:
        """What it is called."""
        return self.table.name

    @property
    def parent(self) -> str | None:
        """The table whose rows its own belong to, where they name no workspace themselves."""
        return None if "workspace" in self.table.c else next(iter(self.refers.values()))


ENTRY = {"entry_id": "entries"}
ESCALATION = {"escalation_id": "escalations"}

TABLES = (
    Kept(Entry),
    Kept(Variant, ENTRY),
    Kept(AuthorConsent, ENTRY),
    Kept(Revision, ENTRY),
    Kept(ImportedRow, ENTRY),
    Kept(Group),
    Kept(CharterVersion),
    Kept(Question, {"chosen": "entries"}, ("found", "reasons")),
    Kept(Wording, ENTRY),
    Kept(Voice, {"wording_id": "wordings", "question_id": "questions"}),
    Kept(
        Escalation,
        {"question_id": "questions", "entry_id": "entries", "proposed_id": "entries"},
    ),
    Kept(Waiter, {**ESCALATION, "question_id": "questions"}),
    Kept(Handover, ESCALATION),
    Kept(TimelineEvent, ESCALATION, ("facts",)),
)
"""In an order in which what is referred to comes first."""

LEFT_OUT = {
    "absences": "they are of the days they were said in",
    "audit_log": "it is of the database that it was written in",
    "captured_messages": "messages of a workspace's own channels",
    "departures": "who leaves, and what is handed over where they are",
    "duplicates": "found again by who looks for them",
    "entry_changes": "written anew: it tells search what to read",
    "flags": "they bind those who were asked, where they were asked",
    "inbox": "events of Slack's that are being handled",
    "keepers": "they belong to captured messages",
    "meanings": "computed again from the wordings",
    "members": "read from Slack again when they are met",
    "outbox": "messages that are due where they are due",
    "reactions": "emoji on a workspace's own messages",
    "recalls": "told to those who were given an entry there",
    "receipts": "who was given an entry there, for some weeks",
    "refused_messages": "messages of a workspace's own channels",
    "remarks": "they belong to flags",
    "rulings": "what they decided stands in the entries",
    "signals": "they go on where they are",
    "slack_bots": "a workspace's tokens are its own",
    "slack_oauth_states": "whose browser was sent to Slack lately",
    "supporters": "they belong to signals",
    "tips": "reactions that wait for somebody's word",
    "workspaces": "which workspaces have let us in",
}
"""The others, and why they stay behind."""

BY_NAME = {kept.name: kept for kept in TABLES}


def told(value: Any, numbers: Mapping[int, int]) -> Any:
    """The same JSON with other numbers of entries; one that is not there is 0, or left out."""
    if isinstance(value, list):
        return [told(one, numbers) for one in value]
    if not isinstance(value, dict):
        return value
    changed = {name: told(one, numbers) for name, one in value.items()}
    if isinstance(value.get("entry"), int):
        changed["entry"] = numbers.get(value["entry"], 0)
    if isinstance(value.get("entries"), list):
        changed["entries"] = [numbers[one] for one in value["entries"] if one in numbers]
    return changed

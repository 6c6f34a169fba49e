"""Charter: what the team speaks about, who may say what, who answers for what, how fast."""

from knowledge.charter.curation import Consent, Gesture, Reactions, Risk, Upkeep
from knowledge.charter.faults import CharterFaults, Concern, Fault
from knowledge.charter.hours import Away, Hours, OwnHours, Period
from knowledge.charter.model import EMPTY, VERSION, Charter, schema
from knowledge.charter.reading import parse
from knowledge.charter.rules import (
    Deadlines,
    Default,
    Fallback,
    Person,
    Process,
    Step,
    Topic,
    Urgent,
)
from knowledge.charter.words import Autonomy, Day, Language, Localised, Stance

__all__ = [
    "EMPTY",
    "VERSION",
    "Autonomy",
    "Away",
    "Charter",
    "CharterFaults",
    "Concern",
    "Consent",
    "Day",
    "Deadlines",
    "Default",
    "Fallback",
    "Fault",
    "Gesture",
    "Hours",
    "Language",
    "Localised",
    "OwnHours",
    "Period",
    "Person",
    "Process",
    "Reactions",
    "Risk",
    "Stance",
    "Step",
    "Topic",
    "Upkeep",
    "Urgent",
    "parse",
    "schema",
]

"""Retention: how long each kind of data is kept once nobody needs it any more, and then goes.

What is open is never touched, however old: a question that is owed an answer, a signal nobody has
spoken to, a flag that is not settled, a message that is due.
"""

from knowledge.retention.periods import USUAL, Kept, NotAPeriod, Periods, read, written
from knowledge.retention.sweeping import past, sweep

__all__ = ["USUAL", "Kept", "NotAPeriod", "Periods", "past", "read", "sweep", "written"]

"""Timers: what is decided when one runs out."""

from knowledge import handovers, overdue

TIMERS = handovers.TIMERS | overdue.TIMERS

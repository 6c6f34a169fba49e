"""Moments: until when somebody is away, as people write it in French or in English."""

from knowledge.moments.reading import is_meant, start, until

__all__ = ["is_meant", "start", "until"]

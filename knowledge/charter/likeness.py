"""Likeness: what somebody probably meant to write."""

from collections.abc import Collection

from rapidfuzz import fuzz, process

CLOSE = 65  # of 100; below it a guess is more confusing than none


def suggestion(written: str, known: Collection[str]) -> str:
    """Give `` Did you mean "…"?`` for the nearest known word, or nothing when none is near."""
    found = process.extractOne(
        written, sorted(known), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=CLOSE
    )
    return f' Did you mean "{found[0]}"?' if found else ""

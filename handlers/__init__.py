"""What Slack does to us: one module per noun, each with `register` first, then its listeners."""

from slack_bolt.async_app import AsyncApp

from handlers import (
    absences,
    askers,
    asking,
    browsing,
    capture,
    charter,
    charter_editing,
    choosing,
    commands,
    entries,
    errors,
    escalations,
    flags,
    home,
    keepers,
    learned,
    lifecycle,
    passing,
    questions,
    reactions,
    recalls,
    replies,
    signals,
    source_changes,
    spoken,
    synonyms,
    timelines,
)


def register(app: AsyncApp) -> None:
    """Every listener; the catch-alls come last, for Slack asks again what nobody answers."""
    app.error(errors.show)
    for noun in (
        commands,
        asking,
        spoken,
        browsing,
        questions,
        entries,
        flags,
        keepers,
        recalls,
        source_changes,
        escalations,
        askers,
        timelines,
        replies,
        capture,
        reactions,
        passing,
        choosing,
        signals,
        home,
        learned,
        synonyms,
        absences,
        charter,
        charter_editing,
        lifecycle,
    ):
        noun.register(app)
    errors.register(app)

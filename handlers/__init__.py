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
    consents,
    departures,
    entries,
    errors,
    escalations,
    forgetting,
    holdings,
    home,
    learned,
    lifecycle,
    moves,
    passing,
    questions,
    reactions,
    redactions,
    replies,
    signals,
    spoken,
    synonyms,
    timelines,
    widening,
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
        widening,
        redactions,
        consents,
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
        holdings,
        forgetting,
        learned,
        synonyms,
        absences,
        charter,
        charter_editing,
        departures,
        moves,
        lifecycle,
    ):
        noun.register(app)
    errors.register(app)

"""Apart: whatever somebody presses, types or sends, they reach nothing of another workspace.

The other one has a row in every table, each with the number 1001, each about the same person,
channel and message. Every listener that the app has is given that number in every form in which
listeners are given numbers, and nothing is asked of the database for all workspaces at once. What
the other one knows is in memory by then, and in no search index but its own. A new
listener is tried without a word here; one that reads what it is given in a new form fails, and
wants a line in the intruder's FORMS or ABOUT.
"""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from bot import slack
from bot.app import build_app
from bot.sandbox.cast import QUESTIONS, SOFIA
from handlers.lifecycle import REMOVALS
from handlers.typed import COMMANDS
from tests.everything import NOBODYS, Rows, fill, rows, secret
from tests.intruder import NUMBER, Intruder, Listener, registered
from tests.several import OURS, THEIRS, Two, two
from tests.statements import unbound


@pytest.fixture
def combination() -> tuple[str, str]:
    """Once: what is asked of the database is the same on both."""
    return "sqlite", "http"


@pytest.fixture
async def intruder(database_url: str) -> AsyncIterator[Intruder]:
    async with two(database_url) as pair:
        await pair.install(OURS)
        services, identity = pair.bot.services, pair.bot.identity
        client = slack.anonymous(pair.settings)
        yield Intruder(pair, build_app(services, client, identity.authorize(), waits=True))


CHARTER = f"""\
relais: 1
people: [{{slack: {SOFIA}}}]
topics:
  - id: theirs
    name: {{fr: {secret(THEIRS)}}}
    chain: [{{who: [{SOFIA}], acknowledge: 1h, answer: 4h}}]
"""

LIVE: dict[str, dict[str, Any]] = {
    "entries": {"status": "published", "lang": "fr", "kind": "faq"},
    "escalations": {"status": "open"},
    "outbox": {"state": "done"},
    "absences": {},
    "charter_versions": {"text": CHARTER},
    "synonym_groups": {"terms": [secret(THEIRS), "remboursement"]},
}
"""So that there is something to act on, and nothing that the worker would do by itself."""


async def _theirs(pair: Two) -> Rows:
    async with pair.bot.services.sessions.begin() as session:
        return await rows(session, THEIRS)


async def _move_in(pair: Two) -> Rows:
    """Have the other workspace own something of everything; what it owns."""
    async with pair.bot.services.sessions.begin() as session:
        await fill(session, THEIRS, NUMBER, pair.ours.clock.now(), LIVE)
    return await _theirs(pair)


async def _findable(pair: Two, workspace: str) -> str:
    """Every wording by which something can be found in a workspace."""
    services = pair.bot.services
    async with services.sessions.begin() as session:
        index = await services.library.index(session, workspace)
    return "\n".join(index.wordings())


def _told(intruder: Intruder) -> str:
    """All that anybody in our workspace was shown."""
    calls = [str(call.args) for call in intruder.pair.ours.slack.calls]
    return "\n".join([*intruder.said, *calls])


async def test_no_listener_shows_or_changes_anything_of_another_workspace(
    intruder: Intruder,
) -> None:
    intruder.pair.ours.slack.workspace.channels[QUESTIONS].kind = "private"  # it has become so
    owned = await _move_in(intruder.pair)
    assert all(owned[name] for name in owned.keys() - NOBODYS)
    assert secret(THEIRS) in await _findable(intruder.pair, THEIRS)

    with unbound(intruder.pair.bot.database.engine) as everywhere:
        for text in _commands():
            await intruder.sends(intruder.command(text))
        findable = await _findable(intruder.pair, OURS)
        unread = [str(one) for one in _listeners() if not await intruder.tries(one)]
        await intruder.pair.ours.quiet()

    assert await _theirs(intruder.pair) == owned
    assert secret(THEIRS) not in _told(intruder)
    assert secret(THEIRS) not in findable + await _findable(intruder.pair, OURS)  # read anew
    assert unread == []
    assert everywhere == set()


def _listeners() -> list[Listener]:
    """All but the command, which has forms of its own; what removes the app comes last."""
    others = [one for one in registered() if one.kind != "command"]
    return sorted(others, key=lambda one: one.name in REMOVALS)


def _commands() -> Iterator[str]:
    """Each command alone, and about what is theirs; what it is not, it is a question."""
    for name in sorted(COMMANDS):
        yield name
        yield f"{name} {NUMBER}"
        yield f"{name} E{NUMBER}"
    yield "remboursement"
    yield "topic:refunds remboursement"

"""Circle: the people around an escalation, as Slack knows them now, before anything is decided."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.visit import Visit
from knowledge import charters, entries, escalations, sight
from knowledge.charter import Charter
from knowledge.entry import Entry
from knowledge.errors import NotForThem
from knowledge.escalation import Escalation
from knowledge.sight import Reader

NEAR = 10
"""How many entries are offered to point to."""


@dataclass(frozen=True)
class Circle:
    """Who reads an answer: `reader` are all who wait together with whoever acts; `members` the
    people of the private channel it was asked in front of, nobody where it was asked elsewhere.
    """

    reader: Reader
    members: frozenset[str] = frozenset()


async def around(visit: Visit, number: int) -> Circle:
    """The circle of the escalation of that number. Asks Slack: not within a transaction.

    Raises:
        NotFound: there is none.
    """
    async with visit.sessions.begin() as session:
        escalation = await escalations.get(session, visit.workspace, number)
        waiting = {one.person for one in await escalations.waiters(session, escalation)}
    audience = escalation.audience
    reader = await visit.readers.one(visit.user, {audience})
    for person in waiting:
        waits = await visit.readers.one(person)
        reader = Reader(reader.audiences, reader.outsiders | waits.outsiders)
    members = await visit.channels.members_of(audience) if audience else frozenset[str]()
    return Circle(reader, members)


async def check_proposed(
    session: AsyncSession, escalation: Escalation, charter: Charter, around: Circle
) -> None:
    """
    Raises:
        NotForThem: not all who wait, or not whoever is asked, may see the entry proposed.
    """
    if escalation.proposed_id is None:
        return
    entry = await entries.get(session, escalation.workspace, escalation.proposed_id)
    if not sight.may_see(entry, around.reader, charter):
        raise NotForThem


async def near(
    visit: Visit, session: AsyncSession, escalation: Escalation, around: Circle
) -> list[Entry]:
    """The entries nearest to the question that whoever is asked and all who wait may see."""
    index = await visit.library.index(session, visit.workspace)
    charter = await charters.in_force(session, visit.workspace)
    within = sight.topics_open_to(around.reader, charter)
    hits = index.search(escalation.text, audiences=around.reader.audiences, within=within)
    numbers = [int(hit.key) for hit in hits][:NEAR]
    known = await entries.of_numbers(session, visit.workspace, numbers)
    return [known[number] for number in numbers if number in known]

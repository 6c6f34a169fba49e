"""Membership: whether the people a charter names are members of the workspace."""

from collections.abc import Collection

from sqlalchemy.ext.asyncio import AsyncSession

from bot import standing, workplace
from bot.standing import Standing
from knowledge import people
from knowledge.charter import Fault
from knowledge.charter.membership import named, out_of_reach


async def faults(text: str, workspace: str | None) -> tuple[Fault, ...]:
    """A fault for each place where a charter names somebody who is no member, or has left."""
    async with workplace.transaction(workspace) as (session, team):
        stand = await of_people(session, team, named(text))
    untold = [person for person, how in stand.items() if how is Standing.UNTOLD]
    if untold:
        workplace.aside(f"Slack did not tell whether these are members: {', '.join(untold)}.")
    return out_of_reach(
        text,
        unknown=[person for person in stand if stand[person] is Standing.UNKNOWN],
        deactivated=[person for person in stand if stand[person] is Standing.DEACTIVATED],
    )


async def of_people(
    session: AsyncSession, workspace: str, persons: Collection[str]
) -> dict[str, Standing]:
    """How each stands: as we know them, else as Slack says, where a token is set."""
    met = await people.met(session, workspace, persons)
    client = workplace.slack_client()
    found = {}
    for person in sorted(persons):
        if person in met:
            found[person] = standing.of(is_deactivated=met[person].is_deactivated)
        else:
            found[person] = await standing.told(client, person) if client else Standing.UNTOLD
    return found

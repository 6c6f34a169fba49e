"""Membership: whether the people a charter names are members of the workspace."""

from collections.abc import Collection
from enum import StrEnum

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncSession

from bot import workplace
from knowledge import people
from knowledge.charter import Fault
from knowledge.charter.membership import named, out_of_reach

UNKNOWN = {"user_not_found", "users_not_found"}


class Standing(StrEnum):
    """How somebody stands in the workspace."""

    MEMBER = "member"
    UNKNOWN = "unknown"  # Slack knows nobody of this id
    DEACTIVATED = "deactivated"
    UNTOLD = "untold"  # we have never met, and Slack did not say


async def faults(text: str, workspace: str | None) -> tuple[Fault, ...]:
    """A fault for each place where a charter names somebody who is no member, or has left."""
    async with workplace.transaction(workspace) as (session, team):
        stand = await of_people(session, team, named(text))
    untold = [person for person, standing in stand.items() if standing is Standing.UNTOLD]
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
            found[person] = _standing(is_deactivated=met[person].is_deactivated)
        else:
            found[person] = await _told(client, person) if client else Standing.UNTOLD
    return found


async def _told(client: AsyncWebClient, person: str) -> Standing:
    try:
        answer = await client.users_info(user=person)
    except SlackApiError as refusal:
        is_unknown = refusal.response["error"] in UNKNOWN
        return Standing.UNKNOWN if is_unknown else Standing.UNTOLD
    return _standing(is_deactivated=bool(answer["user"].get("deleted")))


def _standing(*, is_deactivated: bool) -> Standing:
    return Standing.DEACTIVATED if is_deactivated else Standing.MEMBER

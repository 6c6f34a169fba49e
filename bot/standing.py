"""Standing: how a person a charter names stands in the workspace, as Slack says."""

from collections.abc import Collection
from enum import StrEnum

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.reasons import slack_code

UNKNOWN = {"user_not_found", "users_not_found"}

MOST = 20
"""So many people are asked after, before a charter is taken for another workspace's."""


class Standing(StrEnum):
    """How somebody stands in the workspace."""

    MEMBER = "member"
    UNKNOWN = "unknown"  # Slack knows nobody of this id
    DEACTIVATED = "deactivated"
    UNTOLD = "untold"  # we have never met, and Slack did not say


async def told(client: AsyncWebClient, person: str) -> Standing:
    """How this person stands; asks Slack."""
    try:
        answer = await client.users_info(user=person)
    except SlackApiError as refusal:
        return Standing.UNKNOWN if slack_code(refusal) in UNKNOWN else Standing.UNTOLD
    except (ClientError, OSError, TimeoutError):
        return Standing.UNTOLD
    return of(is_deactivated=bool(answer["user"].get("deleted")))


def of(*, is_deactivated: bool) -> Standing:
    """How a person stands whom Slack knows."""
    return Standing.DEACTIVATED if is_deactivated else Standing.MEMBER


async def strangers(client: AsyncWebClient, persons: Collection[str]) -> list[str]:
    """Some of these people, if Slack knows nobody among them; else no one.

    The first who is known, or of whom Slack says nothing, settles it.
    """
    asked = sorted(persons)[:MOST]
    for person in asked:
        if await told(client, person) is not Standing.UNKNOWN:
            return []
    return asked

"""users.* and bots.*: who is in the workspace."""

from __future__ import annotations

from .. import shapes
from ..arguments import Arguments, paged
from ..core import Core
from ..refusals import ApiError
from ..workspace import Json, User
from . import reach


async def info(slack: Core, args: Arguments) -> Json:
    person = reach.user(slack, args.need("user", "user_not_found"))
    return {"user": _shape(slack, person, args)}


async def list_(slack: Core, args: Arguments) -> Json:
    home = slack.workspace.team_id
    people = [user for user in slack.workspace.users.values() if user.team_id == home]
    page, following = args.page(people)
    answer = paged("members", [_shape(slack, person, args) for person in page], following)
    return answer | {"cache_ts": int(slack.clock().timestamp())}


async def profile(slack: Core, args: Arguments) -> Json:
    person = reach.user(slack, args.need("user", "user_not_found"))
    return {"profile": shapes.profile(person, slack.clock())}


async def bot_info(slack: Core, args: Arguments) -> Json:
    if args.word("bot") not in ("", slack.workspace.bot_id):
        raise ApiError("bot_not_found")
    return {"bot": shapes.bot(slack.workspace)}


async def dnd(slack: Core, args: Arguments) -> Json:
    """When somebody is in "do not disturb" next."""
    person = reach.user(slack, args.word("user") or slack.workspace.bot_user_id)
    return shapes.quiet_hours(person, slack.clock())


def _shape(slack: Core, person: User, args: Arguments) -> Json:
    locale = args.flag("include_locale")
    return shapes.user(person, slack.clock(), locale=locale, home=slack.workspace.team_id)

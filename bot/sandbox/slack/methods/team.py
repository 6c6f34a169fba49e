"""auth.*, team.* and the rest: who the caller is, and where."""

from __future__ import annotations

from ..arguments import Arguments
from ..core import Core
from ..refusals import ApiError
from ..workspace import Json


async def auth_test(slack: Core, _args: Arguments) -> Json:
    space = slack.workspace
    return {
        "url": f"https://{space.domain}.slack.com/",
        "team": space.name,
        "user": space.users[space.bot_user_id].name,
        "team_id": space.team_id,
        "user_id": space.bot_user_id,
        "bot_id": space.bot_id,
        "is_enterprise_install": False,
    }


async def api_test(_slack: Core, args: Arguments) -> Json:
    if error := args.word("error"):
        raise ApiError(error, args=dict(args))
    return {"args": {key: value for key, value in args.items() if key != "token"}}


async def connections_open(slack: Core, _args: Arguments) -> Json:
    """A single-use address for one socket."""
    address = slack.base_url.removesuffix("api/").replace("http:", "ws:", 1)
    return {"url": f"{address}link?ticket={slack.sockets.ticket()}&app_id={slack.workspace.app_id}"}


async def info(slack: Core, _args: Arguments) -> Json:
    space = slack.workspace
    return {"team": {"id": space.team_id, "name": space.name, "domain": space.domain, "icon": {}}}


async def emoji(slack: Core, _args: Arguments) -> Json:
    """The workspace's own emoji."""
    return {"emoji": dict(slack.workspace.emoji), "cache_ts": "0"}

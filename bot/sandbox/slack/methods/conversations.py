"""conversations.*: channels, their members, and what was said in them."""

from __future__ import annotations

from collections.abc import Sequence

from .. import shapes
from ..arguments import Arguments, paged
from ..core import Core
from ..refusals import ApiError
from ..workspace import Channel, Json, Kind, Message
from . import reach

KINDS: dict[str, Kind] = {
    "public_channel": "public",
    "private_channel": "private",
    "mpim": "mpim",
    "im": "im",
}
MOST_PEOPLE = 8


async def open_(slack: Core, args: Arguments) -> Json:
    """Open the conversation with one person, or with several."""
    if known := args.word("channel"):
        place = reach.channel(slack, known)
        return _opened(slack, place, args, already=True)
    users = [name for name in args.word("users").replace(" ", "").split(",") if name]
    if not users:
        raise ApiError("users_list_not_supplied")
    if len(users) > MOST_PEOPLE:
        raise ApiError("too_many_users")
    for name in users:
        if reach.user(slack, name).deleted:
            raise ApiError("user_disabled")
    return _direct(slack, users[0], args) if len(users) == 1 else _group(slack, users, args)


async def info(slack: Core, args: Arguments) -> Json:
    place = reach.channel(slack, args.need("channel", "channel_not_found"), "read")
    count = args.flag("include_num_members")
    shape = shapes.channel(place, slack.workspace.bot_user_id, count=count)
    return {"channel": shape | ({"locale": "fr-FR"} if args.flag("include_locale") else {})}


async def list_(slack: Core, args: Arguments) -> Json:
    places = [c for c in _of_types(slack, args) if c.kind == "public" or reach.joined(slack, c)]
    return _places(slack, places, args)


async def of_user(slack: Core, args: Arguments) -> Json:
    """users.conversations: with a bot's token, only what the bot shares with that person."""
    reader = args.word("user") or slack.workspace.bot_user_id
    reach.user(slack, reader)
    shared = [c for c in _of_types(slack, args) if reader in c.members and reach.joined(slack, c)]
    answer = _places(slack, shared, args)
    for shape in answer["channels"]:
        shape.pop("is_member", None)
    return answer


async def members(slack: Core, args: Arguments) -> Json:
    place = reach.channel(slack, args.need("channel", "channel_not_found"), "read")
    page, following = args.page(sorted(place.members))
    return paged("members", page, following)


async def join(slack: Core, args: Arguments) -> Json:
    place = reach.channel(slack, args.need("channel", "channel_not_found"))
    if place.kind != "public":
        raise ApiError("method_not_supported_for_channel_type")
    if place.is_archived:
        raise ApiError("is_archived")
    slack.places.join(place, slack.workspace.bot_user_id)
    return {"channel": shapes.channel(place, slack.workspace.bot_user_id)}


async def history(slack: Core, args: Arguments) -> Json:
    """The channel's own messages, newest first; replies only where they were broadcast."""
    place = reach.member_channel(slack, args.need("channel", "channel_not_found"), "history")
    standing = [m for m in slack.messages_in(place.id) if m.ephemeral_to is None]
    top = [m for m in standing if not m.is_reply or m.broadcast]
    page, following = args.page(_between(top, args)[::-1], most=999)
    return _messages(slack, page, following, args) | {"pin_count": 0}


async def replies(slack: Core, args: Arguments) -> Json:
    """A parent and its replies, oldest first; asked for a reply, just that reply.

    Every page begins with the parent: callers must be ready for it, as Slack leaves it open.
    """
    place = reach.member_channel(slack, args.need("channel", "channel_not_found"), "history")
    message = reach.message(slack, place, args.need("ts", "thread_not_found"), "thread_not_found")
    if message.is_reply:
        return _messages(slack, [message], "", args)
    parent, *answers = slack.workspace.thread(place.id, message.ts)
    items = [parent, *_between(answers, args)]
    page, following = args.page(items, default=1000)
    return _messages(slack, page if parent in page else [parent, *page], following, args)


def _direct(slack: Core, name: str, args: Arguments) -> Json:
    reach.require(slack, "im:write")
    bot = slack.workspace.bot_user_id
    known = slack.workspace.im_of(name, bot)
    if known is None and args.flag("prevent_creation"):
        raise ApiError("channel_not_found")
    place = slack.workspace.open_im(name, bot, slack.clock())
    return _opened(slack, place, args, already=known is not None)


def _group(slack: Core, users: list[str], args: Arguments) -> Json:
    reach.require(slack, "mpim:write")
    space, people = slack.workspace, {*users, slack.workspace.bot_user_id}
    known = [c for c in space.channels.values() if c.kind == "mpim" and c.members == people]
    if not known:
        name = "mpdm-" + "--".join(space.users[user].name for user in sorted(people)) + "-1"
        known = [Channel(space.next_id("G"), name, "mpim", people)]
        space.channels[known[0].id] = known[0]
        space.changed()
        return _opened(slack, known[0], args, already=False)
    return _opened(slack, known[0], args, already=True)


def _opened(slack: Core, place: Channel, args: Arguments, *, already: bool) -> Json:
    full = shapes.channel(place, slack.workspace.bot_user_id)
    shape = full if args.flag("return_im") else {"id": place.id}
    return {"channel": shape} | ({"no_op": True, "already_open": True} if already else {})


def _of_types(slack: Core, args: Arguments) -> list[Channel]:
    """The conversations of the kinds asked for; each kind needs its scope."""
    names = [n for n in args.word("types", "public_channel").replace(" ", "").split(",") if n]
    if not set(names) <= KINDS.keys():
        raise ApiError("invalid_types")
    kinds = {KINDS[name] for name in names}
    for kind in kinds:
        reach.require(slack, f"{reach.PREFIX[kind]}:read")
    places = [c for c in slack.workspace.channels.values() if c.kind in kinds]
    return [c for c in places if not (c.is_archived and args.flag("exclude_archived"))]


def _places(slack: Core, places: Sequence[Channel], args: Arguments) -> Json:
    page, following = args.page(places, most=999)
    bot = slack.workspace.bot_user_id
    return paged("channels", [shapes.channel(c, bot, count=True) for c in page], following)


def _between(messages: Sequence[Message], args: Arguments) -> list[Message]:
    """Those after `oldest` and before `latest`; with `inclusive`, these two as well."""
    oldest = args.ts("oldest", "invalid_ts_oldest")
    latest = args.ts("latest", "invalid_ts_latest")
    ends = {oldest, latest} if args.flag("inclusive") else set()
    return [
        m
        for m in messages
        if m.ts in ends or ((not oldest or m.ts > oldest) and (not latest or m.ts < latest))
    ]


def _messages(slack: Core, page: Sequence[Message], following: str, args: Arguments) -> Json:
    full = args.flag("include_all_metadata")
    shown = [shapes.message(m, slack.workspace, metadata=full) for m in page]
    return {"has_more": bool(following)} | paged("messages", shown, following)

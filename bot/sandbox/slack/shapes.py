"""Shapes: values of the workspace as the JSON objects of Slack."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from .workspace import Channel, Json, Message, User, View, Workspace

CHANNEL_TYPE = {"public": "channel", "private": "group", "im": "im", "mpim": "mpim"}


def user(person: User, now: datetime, *, locale: bool = False, home: str = "") -> Json:
    """A user object; `home` is the reader's team: outsiders show no locale."""
    offset = now.astimezone(ZoneInfo(person.tz)).utcoffset()
    shape: Json = {
        "id": person.id,
        "team_id": person.team_id,
        "name": person.name,
        "deleted": person.deleted,
        "real_name": person.real_name,
        "tz": person.tz,
        "tz_label": person.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": profile(person, now),
        "is_admin": person.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": person.is_guest,
        "is_ultra_restricted": False,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": int(now.timestamp()),
    }
    if locale and person.team_id == home:
        shape["locale"] = person.locale
    if person.team_id != home:
        shape["is_stranger"] = False
    return shape


def profile(person: User, now: datetime) -> Json:
    shown = person.has_status(now)
    return {
        "title": person.title,
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": person.name,
        "display_name_normalized": person.name,
        "status_text": person.status_text if shown else "",
        "status_emoji": person.status_emoji if shown else "",
        "status_expiration": person.status_expiration if shown else 0,
        "team": person.team_id,
    }


def quiet_hours(person: User, now: datetime) -> Json:
    """What others are told of "do not disturb": the next window, which may have begun."""
    if person.quiet_until <= now.timestamp():
        return {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}
    return {
        "dnd_enabled": True,
        "next_dnd_start_ts": person.quiet_from,
        "next_dnd_end_ts": person.quiet_until,
    }


def channel(place: Channel, reader: str, *, count: bool = False) -> Json:
    """A conversation object as this member, or outsider, reads it."""
    if place.kind == "im":
        return direct_message(place, reader)
    shape: Json = {
        "id": place.id,
        "name": place.name,
        "name_normalized": place.name,
        "created": place.created,
        "is_channel": place.kind == "public",
        "is_group": place.kind == "private",
        "is_im": False,
        "is_mpim": place.kind == "mpim",
        "is_private": place.kind != "public",
        "is_archived": place.is_archived,
        "is_general": place.name == "general",
        "is_shared": place.is_ext_shared,
        "is_ext_shared": place.is_ext_shared,
        "is_org_shared": False,
        "is_member": reader in place.members,
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }
    return shape | ({"num_members": len(place.members)} if count else {})


def direct_message(place: Channel, reader: str) -> Json:
    return {
        "id": place.id,
        "created": place.created,
        "is_im": True,
        "is_org_shared": False,
        "is_archived": place.is_archived,
        "user": next(iter(place.members - {reader}), reader),
        "is_user_deleted": False,
        "priority": 0,
    }


def message(said: Message, workspace: Workspace, *, metadata: bool = True) -> Json:
    """A message object; without `metadata` only the kind of metadata shows, as Slack does it."""
    shape: Json = {"type": "message", "user": said.user, "text": said.text, "ts": said.ts}
    shape["team"] = workspace.users[said.user].team_id if said.user in workspace.users else ""
    optional: dict[str, Any] = {
        "subtype": said.subtype,
        "client_msg_id": said.client_msg_id,
        "blocks": said.blocks,
        "attachments": said.attachments,
        "files": said.files,
        "thread_ts": said.thread_ts,
        "edited": said.edited,
        "reactions": reactions(said),
    }
    shape |= {key: value for key, value in optional.items() if value}
    if said.bot_id:
        shape |= {"bot_id": said.bot_id, "app_id": workspace.app_id, "bot_profile": bot(workspace)}
    if said.metadata:
        kind = {"event_type": said.metadata.get("event_type", "")}
        shape["metadata"] = said.metadata if metadata else kind
    return shape | thread(said, workspace)


def thread(said: Message, workspace: Workspace) -> Json:
    """What a parent says of its replies, and a reply of its parent."""
    if said.thread_ts is None:
        return {}
    parent, *replies = workspace.thread(said.channel, said.thread_ts) or [said]
    if said.is_reply:
        return {"parent_user_id": parent.user}
    if not replies:
        return {}
    people = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "reply_count": len(replies),
        "reply_users": people,
        "reply_users_count": len(people),
        "latest_reply": replies[-1].ts,
    }


def reactions(said: Message) -> list[Json]:
    return [
        {"name": name, "users": list(users), "count": len(users)}
        for name, users in said.reactions.items()
    ]


def bot(workspace: Workspace) -> Json:
    return {
        "id": workspace.bot_id,
        "app_id": workspace.app_id,
        "user_id": workspace.bot_user_id,
        "name": workspace.users[workspace.bot_user_id].real_name,
        "deleted": False,
        "updated": 1_600_000_000,
        "icons": {},
        "team_id": workspace.team_id,
    }


def view(shown: View, workspace: Workspace) -> Json:
    """A view object as methods return it and interactions carry it."""
    return {
        "id": shown.id,
        "team_id": workspace.team_id,
        "type": shown.type,
        "blocks": shown.blocks,
        "private_metadata": shown.private_metadata,
        "callback_id": shown.callback_id,
        "external_id": shown.external_id,
        "state": {"values": shown.state},
        "hash": shown.hash,
        "title": shown.title,
        "submit": shown.submit,
        "close": shown.close,
        "clear_on_close": shown.clear_on_close,
        "notify_on_close": shown.notify_on_close,
        "submit_disabled": shown.submit_disabled,
        "root_view_id": shown.root_view_id,
        "previous_view_id": shown.previous_view_id,
        "app_id": workspace.app_id,
        "app_installed_team_id": workspace.team_id,
        "bot_id": workspace.bot_id,
    }

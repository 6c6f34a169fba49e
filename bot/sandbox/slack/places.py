"""Places: who joins and leaves channels, and what becomes of the channels; the bot hears of it."""

from __future__ import annotations

from .messages import Messages
from .workspace import Channel, Json, Workspace


class Places:
    """Changes to channels and their members. Callers have checked who may do it."""

    def __init__(self, workspace: Workspace, messages: Messages) -> None:
        self.workspace = workspace
        self.messages = messages
        self.events = messages.events

    def join(self, place: Channel, user: str, *, inviter: str | None = None) -> None:
        if user in place.members:
            return
        place.members.add(user)
        event = self._membership("member_joined_channel", place, user)
        event |= {"inviter": inviter} if inviter else {}
        self.events.of_member("member_joined_channel", place, event)
        self._note(place, user, "join", "has joined the channel")

    def leave(self, place: Channel, user: str) -> None:
        """A person, or the bot, is no longer a member; the bot also hears of its own leaving."""
        if user not in place.members:
            return
        event = self._membership("member_left_channel", place, user)
        self.events.of_member("member_left_channel", place, event)
        if user == self.workspace.bot_user_id:
            self._tell_of(place, "left", {"channel": place.id})
        place.members.discard(user)
        self._note(place, user, "leave", "has left the channel")

    def archive(self, place: Channel, user: str, *, archived: bool = True) -> None:
        place.is_archived = archived
        self.workspace.changed()
        self._tell_of(
            place, "archive" if archived else "unarchive", {"channel": place.id, "user": user}
        )

    def rename(self, place: Channel, name: str) -> None:
        place.name = name
        self.workspace.changed()
        about = {"id": place.id, "name": name, "name_normalized": name, "created": place.created}
        self._tell_of(place, "rename", {"channel": about})

    def convert(self, place: Channel, user: str, *, private: bool) -> None:
        """A channel becomes private, or public: its members hear of it by a message."""
        place.kind = "private" if private else "public"
        kind = "private" if private else "public"
        words = f"made this channel *{kind}*."
        self.messages.post(place, user, words, subtype=f"channel_convert_to_{kind}")
        self.workspace.changed()

    def share(self, place: Channel, team: str, *, shared: bool = True) -> None:
        """A channel is shared with another organisation, or no longer."""
        place.is_ext_shared = shared
        self.workspace.changed()
        if shared:
            self._tell("channel_shared", place, {"connected_team_id": team})
        else:
            about = {"previously_connected_team_id": team, "is_ext_shared": False}
            self._tell("channel_unshared", place, about)

    def renumber(self, place: Channel, number: str) -> None:
        """A channel gets another id, with all that stands in it."""
        space, old = self.workspace, place.id
        del space.channels[old]
        place.id = number
        space.channels[number] = place
        for message in space.messages[old]:
            message.channel = number
        space.messages[number] = space.messages.pop(old)
        space.changed()
        event = {"old_channel_id": old, "new_channel_id": number}
        self._tell("channel_id_changed", place, event, named=False)

    def remove(self, place: Channel, user: str) -> None:
        """The channel is deleted, with all that stood in it."""
        self._tell_of(place, "deleted", {"channel": place.id, "actor_id": user})
        del self.workspace.channels[place.id]
        self.workspace.messages.pop(place.id, None)
        self.workspace.changed()

    def _membership(self, kind: str, place: Channel, user: str) -> Json:
        return {
            "type": kind,
            "user": user,
            "channel": place.id,
            "channel_type": "C" if place.kind == "public" else "G",
            "team": self.workspace.team_id,
            "event_ts": self.messages.event_ts(),
        }

    def _note(self, place: Channel, user: str, verb: str, words: str) -> None:
        subtype = f"{'channel' if place.kind == 'public' else 'group'}_{verb}"
        self.messages.post(place, user, f"<@{user}> {words}", subtype=subtype)
        self.workspace.changed()

    def _tell_of(self, place: Channel, what: str, fields: Json) -> None:
        kind = f"{'channel' if place.kind == 'public' else 'group'}_{what}"
        self._tell(kind, place, fields, named=False)

    def _tell(self, kind: str, place: Channel, fields: Json, *, named: bool = True) -> None:
        """Every app hears of public channels; of private ones only their members do."""
        event = {"type": kind, "event_ts": self.messages.event_ts()} | fields
        event |= {"channel": place.id} if named else {}
        if place.kind == "public":
            self.events.tell(kind, event, place)
        else:
            self.events.of_member(kind, place, event)

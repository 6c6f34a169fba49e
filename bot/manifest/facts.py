"""Facts: which scope Slack asks for what we hear and call; only of what is in use here.

Sources: the page of each event and method on docs.slack.dev (reference/events, reference/methods),
which names the scopes of a bot token.
"""

from collections.abc import Mapping

Scopes = tuple[str, ...]

MESSAGES = ("message.channels", "message.groups", "message.im", "message.mpim")
"""What a listener for messages hears: those of every kind of conversation the bot is in."""

READ = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
"""One for each kind of conversation: public, private, direct, direct among several. A method that
looks at whatever conversation somebody writes in needs all four."""

EVENTS: Mapping[str, Scopes] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "app_uninstalled": (),
    "channel_archive": ("channels:read",),
    "channel_deleted": ("channels:read",),
    "channel_id_changed": ("channels:read", "groups:read"),
    "channel_left": ("channels:read",),
    "channel_shared": ("channels:read", "groups:read"),
    "channel_unarchive": ("channels:read",),
    "channel_unshared": ("channels:read", "groups:read"),
    "dnd_updated_user": ("dnd:read",),
    "emoji_changed": ("emoji:read",),
    "group_archive": ("groups:read",),
    "group_deleted": ("groups:read",),
    "group_left": ("groups:read",),
    "group_unarchive": ("groups:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "team_join": ("users:read",),
    "tokens_revoked": (),
    "user_change": ("users:read",),
}

METHODS: Mapping[str, Scopes] = {
    "apps.connections.open": (),  # an app-level token's `connections:write`: not in a manifest
    "apps.uninstall": (),
    "auth.revoke": (),
    "auth.test": (),
    "bots.info": ("users:read",),
    "chat.getPermalink": (),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.history": HISTORY,
    "conversations.info": READ,
    "conversations.members": READ,
    "conversations.open": ("im:write",),  # with one person at a time
    "conversations.replies": HISTORY,
    "dnd.info": ("dnd:read",),
    "emoji.list": ("emoji:read",),
    "reactions.add": ("reactions:write",),
    "reactions.remove": ("reactions:write",),
    "users.info": ("users:read",),
    "users.list": ("users:read",),
    "views.open": (),
    "views.publish": (),
    "views.push": (),
    "views.update": (),
}

COMMANDS = "commands"
"""The scope of slash commands and of shortcuts."""

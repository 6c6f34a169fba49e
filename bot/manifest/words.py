"""Words: what people read of the app in Slack itself, and why it asks for each scope."""

from collections.abc import Mapping

APP = {
    "name": "Relais",
    "description": "What the team knows, who may say what, and who answers by when.",
    "background_color": "#1f3a5f",
}

COMMANDS: Mapping[str, Mapping[str, object]] = {
    "/kb": {
        "description": "Find the approved answer, or the person who owns the question",
        "usage_hint": "[question] | help | aide",
        "should_escape": True,  # people and channels then come by their ids
    }
}

SHORTCUTS: Mapping[str, Mapping[str, str]] = {
    "save_to_knowledge_base": {
        "name": "Save to knowledge base",
        "type": "message",
        "description": "Draft an entry from this answer and the question that began its thread",
    },
    "ask_relais": {
        "name": "Ask Relais about this",
        "type": "message",
        "description": "Look for the approved answer to this message, or for who owns it",
    },
    "pass_on": {
        "name": "Pass on",
        "type": "message",
        "description": (
            "Bring this idea, complaint or risk to whom it concerns, and hear what becomes of it"
        ),
    },
}

REASONS: Mapping[str, str] = {
    "app_mentions:read": "to answer when somebody writes `@Relais`",
    "channels:history": "to read the thread of a message that somebody keeps or asks about, and "
    "to notice when a message that was kept is edited or deleted",
    "channels:read": "to know whether a channel is private, shared or archived, and who is in it: "
    "that decides who may see what",
    "chat:write": "to write: replies, requests, reminders",
    "commands": "for `/kb`, and the three entries of a message's menu",
    "dnd:read": "to see who has paused notifications, and ask a substitute instead",
    "emoji:read": "to know the workspace's own emoji, and their second names",
    "groups:history": "the same as `channels:history`, in private channels it was invited to",
    "groups:read": "the same as `channels:read`, for private channels it was invited to",
    "im:history": "to read what somebody writes to the bot itself",
    "im:read": "to know with whom a direct conversation is",
    "im:write": "to open the direct conversation in which somebody is asked, or told",
    "mpim:history": "the same as `channels:history`, in group conversations it was invited to",
    "mpim:read": "the same as `channels:read`, for group conversations it was invited to",
    "reactions:read": "to see the emoji that keep a message, ask about it, or pass it on",
    "reactions:write": "to put its own mark on a message that is kept",
    "users:read": "for names, languages, time zones, and to learn who has left",
}
"""Of each scope, what for; each names itself after “asked for”."""

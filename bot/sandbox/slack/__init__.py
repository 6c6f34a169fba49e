"""The pretend Slack: one workspace on loopback that refuses what Slack refuses."""

from .refusals import NotAcknowledged, SlackRefusal
from .server import PretendSlack
from .workspace import Channel, Message, User, View, Workspace

__all__ = [
    "Channel",
    "Message",
    "NotAcknowledged",
    "PretendSlack",
    "SlackRefusal",
    "User",
    "View",
    "Workspace",
]

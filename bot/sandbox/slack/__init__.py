"""The pretend Slack: workspaces on loopback that refuse what Slack refuses."""

from .directory import Directory
from .refusals import NotAcknowledged, SlackRefusal
from .server import PretendSlack
from .workspace import Channel, Message, User, View, Workspace

__all__ = [
    "Channel",
    "Directory",
    "Message",
    "NotAcknowledged",
    "PretendSlack",
    "SlackRefusal",
    "User",
    "View",
    "Workspace",
]

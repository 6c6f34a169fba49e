"""Viewer: who looks at the page, and what is needed to show a text to them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from babel import Locale

_PERMALINK = re.compile(r"/archives/(?P<channel>[CDG]\w+)/p(?P<seconds>\d{6,})(?P<micros>\d{6})")
_THREAD = re.compile(r"[?&]thread_ts=(?P<thread>\d+\.\d{6})")


@dataclass(frozen=True)
class Viewer:
    """A person in front of the page: language and zone decide how dates and words read."""

    id: str
    language: str
    zone: str
    now: datetime
    people: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)

    @property
    def locale(self) -> Locale:
        return Locale("fr", "FR") if self.language == "fr" else Locale("en", "US")

    @property
    def tzinfo(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def local(self, seconds: float) -> datetime:
        """The moment, given in seconds since 1970, on this person's clock."""
        return datetime.fromtimestamp(seconds, self.tzinfo)

    def address(self, channel: str, thread: str = "") -> str:
        """Where this person finds a conversation, or a thread in it, on the page."""
        return f"/as/{self.id}/{channel}" + (f"?thread={thread}" if thread else "")

    def follow(self, url: str) -> str:
        """A Slack permalink turned into an address of this page; any other address as it is."""
        found = _PERMALINK.search(url)
        if not found or found["channel"] not in self.channels:
            return url
        thread = _THREAD.search(url)
        address = self.address(found["channel"], thread["thread"] if thread else "")
        return f"{address}#m-{found['seconds']}.{found['micros']}"

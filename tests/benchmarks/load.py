"""Load: signed commands, sent by a few people at once over connections that stay open.

Plain sockets, for a client that is slower than the server measures itself.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from tests.benchmarks.filled import WORKSPACE

SECRET = "bench-secret"
ASKERS = 50
_numbers = count(1)


@dataclass
class Sent:
    """What was acknowledged: how long each took, and all together, in seconds."""

    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Acknowledgements a second."""
        return len(self.waits) / self.seconds


def command(text: str, response_url: str) -> str:
    """The form of a `/kb`, different each time."""
    number = next(_numbers)
    form = {
        "token": "old",
        "team_id": WORKSPACE,
        "team_domain": "bench",
        "channel_id": "C0QUESTIONS",
        "channel_name": "questions",
        "user_id": f"U0ASKER{number % ASKERS:03}",
        "user_name": "asker",
        "command": "/kb",
        "text": text,
        "api_app_id": "A0RELAIS",
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": f"{number}.{time.time_ns()}.bench",
    }
    return urlencode(form)


def request(body: str) -> bytes:
    """The signed request, as it goes over the wire."""
    moment = str(int(time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=moment, body=body)
    return (
        "POST /slack/events HTTP/1.1\r\nHost: localhost\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"X-Slack-Request-Timestamp: {moment}\r\nX-Slack-Signature: {signature}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


async def send(
    port: int, texts: Callable[[], str], *, response_url: str, people: int, seconds: float
) -> Sent:
    """So many people ask one question after the other, for so many seconds."""
    sent, began = Sent(), time.monotonic()
    end = began + seconds
    await asyncio.gather(*(_ask(port, texts, response_url, end, sent) for _ in range(people)))
    sent.seconds = time.monotonic() - began
    return sent


async def ask_once(port: int, text: str, response_url: str) -> None:
    """One question, until it is acknowledged."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request(command(text, response_url)))
        await _acknowledged(reader)
    finally:
        writer.close()


async def _ask(
    port: int, texts: Callable[[], str], response_url: str, end: float, sent: Sent
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        while time.monotonic() < end:
            body = command(texts(), response_url)
            raw = request(body)
            start = time.monotonic()
            writer.write(raw)
            await _acknowledged(reader)
            sent.waits.append(time.monotonic() - start)
    finally:
        writer.close()


async def _acknowledged(reader: asyncio.StreamReader) -> None:
    """Read one response; anything but 200 is an error of the benchmark's."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    if " 200 " not in head.partition("\r\n")[0]:
        raise AssertionError(head)
    for line in head.split("\r\n"):
        name, _, value = line.partition(":")
        if name.lower() == "content-length":
            await reader.readexactly(int(value))

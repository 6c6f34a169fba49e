"""Webhook: deliver over HTTP, signed, to the bot's own address."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import aiohttp
from slack_sdk.signature import SignatureVerifier

from .delivery import Envelope, Undelivered
from .payloads import TOKEN
from .workspace import Json

FORM = "application/x-www-form-urlencoded"


class Webhook:
    """Posts to one address. `wall_clock` signs: receivers compare with the true time."""

    def __init__(self, url: str, signing_secret: str) -> None:
        self.url = url
        self.wall_clock: Callable[[], float] = time.time
        self._signer = SignatureVerifier(signing_secret)
        self._session: aiohttp.ClientSession | None = None

    async def send(self, envelope: Envelope, *, within: float) -> Any:
        content_type, body = encoded(envelope)
        headers = self.signed(body) | {"content-type": content_type} | retry_headers(envelope)
        try:
            async with asyncio.timeout(within):
                return await self._post(body, headers)
        except TimeoutError:
            raise Undelivered("http_timeout") from None
        except aiohttp.ClientError as fault:
            raise Undelivered("connection_failed") from fault

    def signed(self, body: str) -> dict[str, str]:
        """The two headers that prove where a body comes from, and when."""
        timestamp = str(int(self.wall_clock()))
        signature = self._signer.generate_signature(timestamp=timestamp, body=body)
        return {"x-slack-request-timestamp": timestamp, "x-slack-signature": signature or ""}

    async def verified(self) -> bool:
        """Ask the address to repeat a word, as Slack does when it is entered; whether it did."""
        challenge = uuid.uuid4().hex
        about = {"type": "url_verification", "token": TOKEN, "challenge": challenge}
        try:
            answer = await self.send(Envelope("events_api", about), within=3)
        except Undelivered:
            return False
        return answer in ({"challenge": challenge}, {"text": challenge})

    async def stop(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def _post(self, body: str, headers: dict[str, str]) -> Any:
        self._session = self._session or aiohttp.ClientSession()
        data = body.encode()
        async with self._session.post(self.url, data=data, headers=headers) as answer:
            text = await answer.text()
            if not 200 <= answer.status < 300:
                wanted = answer.headers.get("x-slack-no-retry") != "1"
                raise Undelivered("http_error", retry=wanted)
            return understood(text, answer.content_type)


def encoded(envelope: Envelope) -> tuple[str, str]:
    """A payload as Slack posts it: events in JSON, commands and interactions as forms."""
    match envelope.type:
        case "events_api":
            return "application/json", json.dumps(envelope.payload)
        case "slash_commands":
            return FORM, urlencode(envelope.payload)
        case "interactive":
            return FORM, urlencode({"payload": json.dumps(envelope.payload)})


def retry_headers(envelope: Envelope) -> dict[str, str]:
    if not envelope.attempt:
        return {}
    number = str(envelope.attempt)
    return {"x-slack-retry-num": number, "x-slack-retry-reason": envelope.reason}


def understood(text: str, content_type: str) -> Json | None:
    """The words of an acknowledgement: JSON, plain text, or nothing."""
    if not text.strip():
        return None
    if content_type != "application/json":
        return {"text": text}
    try:
        answer: Json = json.loads(text)
    except ValueError:
        raise Undelivered("http_error") from None
    return answer

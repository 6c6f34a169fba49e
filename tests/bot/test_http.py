"""The HTTP front: what Slack did not sign, or nobody could read, does nothing."""

import gzip
import io
import json
import time
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web
from slack_bolt import BoltResponse
from slack_sdk.signature import SignatureVerifier

from bot.http import LARGEST, build_site, parse
from bot.reception import Headers

SECRET = "s3cret"
FORM = "application/x-www-form-urlencoded"
EVENT = json.dumps({"type": "event_callback", "event_id": "Ev1", "event": {"type": "x"}})


class Reception:
    """Writes down what was let through."""

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        self.status = 200

    async def receive(self, body: dict[str, Any], headers: Headers) -> BoltResponse:
        self.received.append(body)
        return BoltResponse(status=self.status, body={"text": "seen"})


class Site:
    """Our front, listening, and what stands behind it."""

    def __init__(self, address: str, reception: Reception) -> None:
        self.address = address
        self.reception = reception

    async def post(
        self, body: str | bytes, headers: dict[str, str], kind: str = "application/json"
    ) -> tuple[int, str]:
        sent = {"content-type": kind} | headers
        data = io.BytesIO(body.encode() if isinstance(body, str) else body)
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.address}/slack/events", data=data, headers=sent) as answer,
        ):
            return answer.status, await answer.text()


@pytest.fixture
async def site(request: pytest.FixtureRequest) -> AsyncIterator[Site]:
    """With the secret, or (parametrised) without."""
    reception = Reception()
    secret = getattr(request, "param", SECRET)
    runner = web.AppRunner(build_site(reception, secret, health=well, ready=unwell))  # type: ignore[arg-type]
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    yield Site(f"http://{host}:{port}", reception)
    await runner.cleanup()


async def well() -> dict[str, str]:
    return {"worker": "ok"}


async def unwell() -> dict[str, str]:
    return {"worker": "ok", "database": "unreachable: OSError"}


def signed(body: str, *, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    """The headers Slack would send."""
    moment = str(int(time.time() if at is None else at))
    signature = SignatureVerifier(secret).generate_signature(timestamp=moment, body=body)
    return {"X-Slack-Request-Timestamp": moment, "X-Slack-Signature": signature or ""}


async def test_what_slack_signed_is_let_through(site: Site) -> None:
    assert await site.post(EVENT, signed(EVENT)) == (200, '{"text": "seen"}')
    assert [body["event_id"] for body in site.reception.received] == ["Ev1"]


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="missing"),
        pytest.param(signed(EVENT, secret="guessed"), id="forged"),
        pytest.param(signed(EVENT, at=time.time() - 3600), id="stale"),
        pytest.param(signed(EVENT, at=time.time() + 3600), id="from the future"),
        pytest.param(signed(EVENT + " "), id="of another body"),
        pytest.param({**signed(EVENT), "X-Slack-Signature": ""}, id="empty"),
        pytest.param({**signed(EVENT), "X-Slack-Signature": "v0=é"}, id="not ASCII"),
        pytest.param({**signed(EVENT), "X-Slack-Request-Timestamp": "soon"}, id="no number"),
        pytest.param({**signed(EVENT), "X-Slack-Request-Timestamp": ""}, id="no time"),
        pytest.param({**signed(EVENT), "X-Slack-Request-Timestamp": "9" * 400}, id="huge"),
        pytest.param({**signed(EVENT), "X-Slack-Request-Timestamp": "nan"}, id="not a number"),
        pytest.param({"X-Slack-Request-Timestamp": str(int(time.time()))}, id="no signature"),
    ],
)
async def test_anything_else_is_turned_away(site: Site, headers: dict[str, str]) -> None:
    status, _ = await site.post(EVENT, headers)

    assert (status, site.reception.received) == (401, [])


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("", "application/json"),
        ("{", "application/json"),
        ("[]", "application/json"),
        ("[1]", "application/json"),
        ('"words"', "application/json"),
        ("{}", "application/json"),
        ("[" * 100_000, "application/json"),
        ("", FORM),
        ("payload=", FORM),
        ("payload={", FORM),
        ("payload=[]", FORM),
        ("payload=null", FORM),
        ("&&&", FORM),
    ],
)
async def test_what_cannot_be_read_is_a_bad_request(site: Site, body: str, kind: str) -> None:
    status, _ = await site.post(body, signed(body), kind)

    assert (status, site.reception.received) == (400, [])


async def test_a_request_that_was_answered_is_not_taken_again(site: Site) -> None:
    headers = signed(EVENT)

    answers = [(await site.post(EVENT, headers))[0] for _ in range(3)]

    assert (answers, len(site.reception.received)) == ([200, 401, 401], 1)


async def test_what_was_turned_down_may_come_again_within_the_second(site: Site) -> None:
    headers = signed(EVENT)
    site.reception.status = 503
    await site.post(EVENT, headers)
    site.reception.status = 200

    assert (await site.post(EVENT, headers))[0] == 200


async def test_a_request_larger_than_slacks_is_not_read(site: Site) -> None:
    body = "x" * (LARGEST + 1)

    assert (await site.post(body, signed(body)))[0] == 413


async def test_a_small_request_that_unpacks_to_a_large_one_is_not_read(site: Site) -> None:
    packed = gzip.compress(b"x" * 50 * LARGEST)

    status, _ = await site.post(packed, signed("{}") | {"content-encoding": "gzip"})

    assert (status, site.reception.received) == (413, [])


async def test_bytes_that_are_no_text_are_not_signed(site: Site) -> None:
    status, _ = await site.post(b"\xff\xfe{}", signed("{}"))

    assert status == 401


async def test_the_address_repeats_slacks_word(site: Site) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "word"})

    status, text = await site.post(body, signed(body))

    assert (status, json.loads(text)) == (200, {"challenge": "word"})


async def test_an_unsigned_word_is_not_repeated(site: Site) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "word"})

    assert (await site.post(body, {}))[0] == 401


async def test_slacks_look_at_the_certificate_is_answered(site: Site) -> None:
    assert (await site.post("ssl_check=1&token=x", {}, FORM))[0] == 200
    assert site.reception.received == []


@pytest.mark.parametrize("site", [""], indirect=True)
async def test_in_socket_mode_there_is_no_such_address(site: Site) -> None:
    assert (await site.post(EVENT, signed(EVENT)))[0] == 404


@pytest.mark.parametrize(("path", "status"), [("/health", 200), ("/ready", 503), ("/", 404)])
async def test_the_pages_for_operators_tell_the_truth(site: Site, path: str, status: int) -> None:
    async with aiohttp.ClientSession() as session, session.get(site.address + path) as answer:
        assert answer.status == status


def test_a_command_may_speak_of_a_payload() -> None:
    form = {"command": "/kb", "text": "what is the webhook payload", "channel_name": "payload-team"}

    assert parse(urlencode(form), FORM) == form


def test_a_field_left_empty_is_kept() -> None:
    assert parse("command=%2Fkb&text=", FORM) == {"command": "/kb", "text": ""}


def test_an_interaction_is_what_its_payload_says() -> None:
    assert parse(urlencode({"payload": '{"type": "block_actions"}'}), FORM) == {
        "type": "block_actions"
    }


def test_json_may_name_its_letters() -> None:
    assert parse('{"a": "é"}', "application/json; charset=utf-8") == {"a": "é"}

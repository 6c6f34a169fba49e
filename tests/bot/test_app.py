"""The app: in whose name a request is answered."""

import os
from typing import Any

import pytest
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import NOT_INSTALLED, build_app
from handlers.visit import Services
from knowledge.database import Database
from knowledge.library import Library
from tests.factories import NOW

OURS, THEIRS = "T0OURS", "T0THEIRS"


async def asked_about(database: Database, body: dict[str, Any]) -> tuple[list[str], str]:
    """The workspaces that are looked up for a request, and what is answered without any."""
    asked: list[str] = []

    async def authorize(team_id: str) -> AuthorizeResult | None:
        asked.append(team_id)
        return None

    async def client_of(_: str) -> AsyncWebClient:
        raise AssertionError("nobody is to be asked")

    services = Services(database.sessions, Library(), lambda: NOW, client_of)
    app = build_app(services, AsyncWebClient(), authorize)
    answer = await app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=body))
    return asked, str(answer.body)


def a_click(**message: Any) -> dict[str, Any]:
    return {
        "type": "block_actions",
        "team": {"id": THEIRS},
        "user": {"id": "U0ANA", "team_id": THEIRS},
        "actions": [{"type": "button", "action_id": "any", "block_id": "any", "value": "1"}],
        "container": {"type": "message"},
        "message": message,
    }


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("message", "workspace"),
    [({"team": OURS}, OURS), ({"team": "E0ORG"}, THEIRS), ({}, THEIRS)],
    ids=["of ours", "of an organisation", "that only they see"],
)
async def test_a_button_belongs_to_the_workspace_of_its_message(
    database: Database, message: dict[str, str], workspace: str
) -> None:
    assert await asked_about(database, a_click(**message)) == ([workspace], NOT_INSTALLED)


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
async def test_no_app_of_ours_turns_an_oauth_of_bolts_on(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "s")

    await asked_about(database, a_click())

    assert not {"SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"} & set(os.environ)

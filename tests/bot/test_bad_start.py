"""A start that cannot succeed: one sentence that names the cause and its mend, and a status."""

import asyncio
import sqlite3

import pytest

from bot.sandbox.cast import SOFIA
from bot.sandbox.slack import PretendSlack
from tests.bot.command_line import Relais, Told

SOCKET = {"SLACK_BOT_TOKEN": "xoxb-sandbox", "SLACK_APP_TOKEN": "xapp-sandbox", "PORT": "0"}
HTTP = {"SLACK_BOT_TOKEN": "xoxb-sandbox", "SLACK_SIGNING_SECRET": "sandbox-secret", "PORT": "0"}
NOWHERE = {"SLACK_API_BASE_URL": "http://127.0.0.1:1/api/"}
BOT_PAGE = "copy the Bot User OAuth Token from OAuth & Permissions"


def last_words(told: Told) -> str:
    """The one sentence, after the lines of the log."""
    assert told.returncode == 1, told.stderr
    assert "Traceback" not in told.stderr
    return told.stderr.strip().splitlines()[-1]


async def start(relais: Relais, slack: PretendSlack, **variables: str) -> str:
    """What a start says that ends by itself."""
    address = {"SLACK_API_BASE_URL": slack.base_url}
    return last_words(await asyncio.to_thread(relais, "run", **address | variables))


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        (
            HTTP | {"SLACK_BOT_TOKEN": "xapp-1-A1"},
            "SLACK_BOT_TOKEN must begin with xoxb-, and this is an app-level token, which belongs "
            f"in SLACK_APP_TOKEN: {BOT_PAGE}. See .env.example.",
        ),
        (
            HTTP | {"SLACK_BOT_TOKEN": "xoxp-1"},
            f"SLACK_BOT_TOKEN must begin with xoxb-, and this is a user token: {BOT_PAGE}. "
            "See .env.example.",
        ),
        (
            HTTP | {"SLACK_BOT_TOKEN": "xoxe.xoxb-1"},
            "SLACK_BOT_TOKEN must begin with xoxb-, and this is a token of an app with token "
            f"rotation, which Relais does without: {BOT_PAGE}. See .env.example.",
        ),
        (
            SOCKET | {"SLACK_APP_TOKEN": "xoxb-1"},
            "SLACK_APP_TOKEN must begin with xapp-, and this is a bot token, which belongs in "
            "SLACK_BOT_TOKEN: make one under Basic Information, App-Level Tokens. "
            "See .env.example.",
        ),
        (
            HTTP | {"SLACK_SIGNING_SECRET": "xoxb-1"},
            "SLACK_SIGNING_SECRET is a bot token, which belongs in SLACK_BOT_TOKEN: copy the "
            "Signing Secret from Basic Information, App Credentials. See .env.example.",
        ),
        (
            HTTP | {"SLACK_BOT_TOKEN": '"xoxb-1"'},
            "SLACK_BOT_TOKEN has quotes around it: write it without. See .env.example.",
        ),
        (
            HTTP | {"SLACK_BOT_TOKEN": "xoxb-1 2"},
            "SLACK_BOT_TOKEN holds a space or another character that no token has: "
            f"{BOT_PAGE}. See .env.example.",
        ),
    ],
)
def test_a_token_in_the_wrong_place_is_named(
    relais: Relais, variables: dict[str, str], said: str
) -> None:
    assert last_words(relais("run", **variables)) == said


def test_a_token_is_never_shown(relais: Relais) -> None:
    told = relais("run", SLACK_BOT_TOKEN="xoxp-very-secret", SLACK_SIGNING_SECRET="xoxb-hidden")

    assert "very-secret" not in told.stderr
    assert "hidden" not in told.stderr


async def test_a_revoked_bot_token_ends_the_start(here: Relais, slack: PretendSlack) -> None:
    slack.manifest.revoked.add("xoxb-sandbox")

    assert await start(here, slack, **SOCKET) == (
        "Slack refuses SLACK_BOT_TOKEN: account_inactive, the app was removed from the workspace. "
        "Install the app to the workspace again, and copy the Bot User OAuth Token from OAuth & "
        "Permissions."
    )


async def test_a_revoked_app_token_ends_the_start(here: Relais, slack: PretendSlack) -> None:
    slack.faults.next("apps.connections.open", error="token_revoked")

    assert await start(here, slack, **SOCKET) == (
        "Slack refuses SLACK_APP_TOKEN: token_revoked, it was revoked. Make a new one under Basic "
        "Information, App-Level Tokens, with the scope connections:write."
    )


async def test_tokens_of_two_apps_end_the_start(here: Relais, slack: PretendSlack) -> None:
    slack.sockets.app_id = "A0OTHER"

    assert await start(here, slack, **SOCKET) == (
        f"SLACK_APP_TOKEN is of the app A0OTHER and SLACK_BOT_TOKEN of {slack.workspace.app_id}: "
        "copy both from the pages of the same app."
    )


def test_slack_that_cannot_be_reached_ends_the_start(relais: Relais) -> None:
    said = last_words(relais.process("run", **HTTP, **NOWHERE))

    assert said.startswith("Slack can't be reached at http://127.0.0.1:1/api/ (")
    assert said.endswith("its DNS, its firewall, and HTTPS_PROXY where a proxy leads out.")


def test_a_proxy_that_cannot_be_reached_is_named_without_its_password(here: Relais) -> None:
    proxy = "http://clerk:pass-word@127.0.0.1:9"

    told = here("run", **HTTP, **NOWHERE, HTTPS_PROXY=proxy)

    said = last_words(told)
    assert said.startswith("HTTPS_PROXY: Slack can't be reached through the proxy 127.0.0.1:9 (")
    assert said.endswith("Correct it, or unset it where Slack is reached without one.")
    assert "pass-word" not in told.stderr


def test_a_database_that_a_newer_release_has_changed_too_far_ends_the_start(
    here: Relais,
) -> None:
    here("migrate")
    with sqlite3.connect(here.folder / "relais.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999', floor = '9998'")
    database.close()

    said = last_words(here("run", **HTTP, **NOWHERE))

    assert said.startswith(
        "DATABASE_URL: a newer release has changed the database to revision 9999"
    )
    assert "start the newer release, or go back" in said


async def test_a_charter_of_another_workspace_ends_the_start(
    here: Relais, slack: PretendSlack
) -> None:
    said = await start(here, slack, **SOCKET, RELAIS_ADMINS="U0ELSEWHERE, U0OTHER")

    assert said.startswith(
        "RELAIS_CHARTER (or RELAIS_ADMINS): nobody it names is in the workspace "
        f"{slack.workspace.team_id}, such as U0ELSEWHERE, U0OTHER."
    )
    assert "Name people of this workspace" in said


async def test_a_charter_with_one_person_of_the_workspace_does_not(
    here: Relais, slack: PretendSlack
) -> None:
    """HOST, which nobody can listen on, ends it, and is looked at after the charter."""
    both = f"U0ELSEWHERE, {SOFIA}"

    said = await start(here, slack, **SOCKET, RELAIS_ADMINS=both, HOST="203.0.113.1")

    assert said.startswith("HOST and PORT")

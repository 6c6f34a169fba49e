"""Settings: what is missing or wrong is one sentence; what is written down is what is read."""

import dataclasses
import os
import re
from pathlib import Path

import pytest

from bot import config
from bot.config import Settings, SettingsError
from bot.installing import keys
from knowledge.reactions import Deed

EXAMPLE = Path(__file__).parents[2] / ".env.example"
SOCKET = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
HTTP = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s3cret"}
KEY = keys.new()
SEVERAL = {
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "s3cret",
    "SLACK_SIGNING_SECRET": "s3cret",
    "RELAIS_SECRET_KEYS": KEY,
}


def test_an_app_token_means_socket_mode() -> None:
    assert config.read(SOCKET).socket_mode
    assert not config.read(HTTP).socket_mode


def test_everything_that_is_missing_is_named_in_one_sentence() -> None:
    with pytest.raises(SettingsError) as refusal:
        config.read({})

    assert str(refusal.value) == (
        "Please set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET (or SLACK_APP_TOKEN, for Socket Mode) "
        "in .env or the environment. See .env.example."
    )


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_SIGNING_SECRET"),
        ({**HTTP, "SLACK_SIGNING_SECRET": "  "}, "SLACK_SIGNING_SECRET"),
        ({**HTTP, "SLACK_BOT_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN must begin with xoxb-"),
        ({**HTTP, "SLACK_BOT_TOKEN": "xoxp-1"}, "SLACK_BOT_TOKEN must begin with xoxb-"),
        ({**SOCKET, "SLACK_APP_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN must begin with xapp-"),
        ({**HTTP, "PORT": "http"}, "PORT must be a number"),
        ({**HTTP, "PORT": "-1"}, "PORT must be a number"),
        ({**HTTP, "PORT": "65536"}, "PORT must be a number up to 65535"),
        ({**HTTP, "PORT": "²"}, "PORT must be a number"),
        ({**HTTP, "DATABASE_URL": "mysql://host/name"}, "DATABASE_URL must begin with"),
        ({**HTTP, "DATABASE_URL": "relais.db"}, "DATABASE_URL must begin with"),
        ({**HTTP, "RELAIS_EMBEDDINGS": "bert"}, "RELAIS_EMBEDDINGS must be minilm or empty"),
        ({**HTTP, "RELAIS_EMBEDDINGS_URL": "host/v1"}, "RELAIS_EMBEDDINGS_URL must begin with"),
        ({**HTTP, "RELAIS_EMBEDDINGS_URL": "http://host/v1"}, "needs RELAIS_EMBEDDINGS_MODEL"),
        ({**HTTP, "SLACK_CLIENT_ID": "1.2"}, "please remove it, or SLACK_BOT_TOKEN"),
        ({**SEVERAL, **HTTP}, "please remove these, or SLACK_BOT_TOKEN"),
        ({**SEVERAL, "SLACK_CLIENT_SECRET": ""}, "go together: please set both"),
        ({**SEVERAL, "SLACK_CLIENT_ID": ""}, "go together: please set both"),
        ({**SEVERAL, "RELAIS_SECRET_KEYS": ""}, "Please set RELAIS_SECRET_KEYS"),
        ({**SEVERAL, "RELAIS_SECRET_KEYS": f"{KEY},short"}, "number 2 is no key"),
        ({**SEVERAL, "SLACK_SIGNING_SECRET": ""}, "SLACK_SIGNING_SECRET (or SLACK_APP_TOKEN"),
        ({**SEVERAL, "RELAIS_PUBLIC_URL": "relais.example"}, "must begin with https://"),
        ({**SEVERAL, "RELAIS_PUBLIC_URL": "http://relais.example"}, "must begin with https://"),
        (
            {**HTTP, "RELAIS_EMBEDDINGS": "minilm", "RELAIS_EMBEDDINGS_URL": "http://host/v1"},
            "either RELAIS_EMBEDDINGS or RELAIS_EMBEDDINGS_URL",
        ),
    ],
)
def test_what_is_missing_or_wrong_is_named(variables: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(named)):
        config.read(variables)


def test_several_workspaces_need_no_token_of_one() -> None:
    settings = config.read(
        {**SEVERAL, "RELAIS_PUBLIC_URL": "https://r.example/", "RELAIS_WORKSPACES": "T1, T2"}
    )

    assert settings.several
    assert not config.read(HTTP).several
    assert settings.relais_public_url == "https://r.example"
    assert settings.relais_workspaces == {"T1", "T2"}
    assert KEY not in repr(settings)


@pytest.mark.parametrize("wrong", [{"RELAIS_SECRET_KEYS": "very-secret"}, {**HTTP, **SEVERAL}])
def test_a_refusal_never_repeats_a_key(wrong: dict[str, str]) -> None:
    with pytest.raises(SettingsError) as refusal:
        config.read(SEVERAL | wrong)

    assert "very-secret" not in str(refusal.value)
    assert "s3cret" not in str(refusal.value)


def test_a_refusal_never_repeats_a_token() -> None:
    with pytest.raises(SettingsError) as refusal:
        config.read({**HTTP, "SLACK_BOT_TOKEN": "xoxp-very-secret"})

    assert "very-secret" not in str(refusal.value)


def test_the_key_of_the_embeddings_is_never_shown() -> None:
    key = "sk-very-secret"

    assert key not in repr(config.read({**HTTP, "RELAIS_EMBEDDINGS_KEY": key}))


def test_no_emoji_does_two_things() -> None:
    with pytest.raises(SettingsError, match="must differ, and both name 'bulb'"):
        config.read({**HTTP, "RELAIS_SAVE_EMOJI": "bookmark :bulb:"})


@pytest.mark.parametrize(
    "same",
    [
        {"RELAIS_ASK_EMOJI": "thumbsup", "RELAIS_FLAG_EMOJI": "+1"},
        {"RELAIS_MARK_EMOJI": "bookmark"},
        {"RELAIS_MARK_EMOJI": "bookmark star"},
    ],
)
def test_nor_does_one_under_two_names_nor_our_own(same: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=r"must (differ|be one emoji)"):
        config.read({**HTTP, **same})


def test_reactions_may_be_left_out() -> None:
    off = {"RELAIS_SAVE_EMOJI": "none", "RELAIS_SIGNAL_EMOJI": "none", "RELAIS_MARK_EMOJI": "none"}
    settings = config.read({**HTTP, **off})

    assert settings.relais_save_emoji == settings.relais_signal_emoji == {"none"}
    assert settings.mark is None


def test_each_setting_names_the_emoji_of_its_deed() -> None:
    settings = config.read(
        {**HTTP, "RELAIS_ASK_EMOJI": ":raising_hand:", "RELAIS_MARK_EMOJI": ":eyes:"}
    )

    assert settings.emoji[Deed.ASK] == {"raising_hand"}
    assert settings.emoji[Deed.WRONG] == {"triangular_flag_on_post"}
    assert settings.mark == "eyes"


def test_lists_may_be_written_as_people_write_them() -> None:
    settings = config.read(
        {**HTTP, "RELAIS_SAVE_EMOJI": ":bookmark:, star floppy_disk", "RELAIS_ADMINS": "U1,U2"}
    )

    assert settings.relais_save_emoji == {"bookmark", "star", "floppy_disk"}
    assert settings.relais_admins == {"U1", "U2"}


@pytest.mark.parametrize("written", ["http://127.0.0.1:1/api", "http://127.0.0.1:1/api/"])
def test_the_address_of_slack_ends_in_a_slash(written: str) -> None:
    settings = config.read({**HTTP, "SLACK_API_BASE_URL": written})

    assert settings.slack_api_base_url == "http://127.0.0.1:1/api/"


def test_the_environment_wins_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text(
        'SLACK_BOT_TOKEN=xoxb-file\nSLACK_APP_TOKEN="xapp-file"\nHOST=é\n', encoding="utf-8"
    )
    for name in [name for name in os.environ if name.startswith(("SLACK_", "RELAIS_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-environment")

    settings = config.from_environment(tmp_path)

    assert settings.slack_bot_token == "xoxb-environment"
    assert (settings.slack_app_token, settings.host) == ("xapp-file", "é")


def test_the_example_names_every_setting_and_no_other() -> None:
    written = re.findall(r"^#?\s?([A-Z_]+)=", EXAMPLE.read_text("utf-8"), re.MULTILINE)

    assert sorted(written) == sorted(f.name.upper() for f in dataclasses.fields(Settings))


def test_the_example_shows_the_defaults() -> None:
    written = dict(re.findall(r"^([A-Z_]+)=(.+)$", EXAMPLE.read_text("utf-8"), re.MULTILINE))
    filled = config.read(written | HTTP)

    assert filled == config.read(HTTP)


def test_the_example_says_something_about_each() -> None:
    lines = EXAMPLE.read_text("utf-8").splitlines()
    settings = [number for number, line in enumerate(lines) if re.match(r"[A-Z_]+=", line)]

    for number in settings:
        above = lines[number - 1]
        assert above.startswith("#") or re.match(r"[A-Z_]+=", above), lines[number]


def test_what_would_turn_oauth_on_behind_our_back_is_taken_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "s")

    config.disarm()

    assert not {"SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"} & set(os.environ)

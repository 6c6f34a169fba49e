"""Settings: read once, from the environment and `.env`; the only place that does."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from dotenv import dotenv_values
from sqlalchemy.engine import make_url

from bot import faults, reactions
from bot.installing import keys
from bot.installing import settings as several
from handlers.paces import PER_MINUTE
from knowledge import retention
from knowledge.reactions import MARK, USUAL, Deed
from knowledge.reactions import NO_EMOJI as OFF
from knowledge.retention import USUAL as USUAL_PERIODS
from knowledge.retention import Periods

SLACK = "https://slack.com/api/"

SECRET = ("token", "secret", "key", "keys", "password")
"""How the names of the settings end that nobody may read."""


class SettingsError(Exception):
    """What is missing or wrong, in one sentence that names it and says how to mend it."""


@dataclass(frozen=True)
class Settings:
    """Everything an operator sets; each field is the variable of the same name in capitals."""

    slack_bot_token: str = ""
    slack_signing_secret: str = ""
    slack_app_token: str = ""
    slack_client_id: str = ""
    slack_client_secret: str = field(default="", repr=False)
    relais_secret_keys: tuple[str, ...] = field(default=(), repr=False)
    relais_public_url: str = ""
    relais_workspaces: frozenset[str] = frozenset()
    slack_api_base_url: str = SLACK
    database_url: str = "sqlite:///relais.db"
    host: str = "127.0.0.1"
    port: int = 3000
    relais_memory_mb: int = 512
    relais_charter: str = ""
    relais_save_emoji: frozenset[str] = USUAL[Deed.KEEP]
    relais_ask_emoji: frozenset[str] = USUAL[Deed.ASK]
    relais_flag_emoji: frozenset[str] = USUAL[Deed.WRONG]
    relais_signal_emoji: frozenset[str] = USUAL[Deed.SIGNAL]
    relais_mark_emoji: str = MARK
    relais_admins: frozenset[str] = frozenset()
    relais_keep: Periods = field(default_factory=lambda: USUAL_PERIODS)
    relais_log: str = "text"
    relais_log_level: str = "info"
    relais_metrics_token: str = field(default="", repr=False)
    relais_per_minute: int = PER_MINUTE
    relais_embeddings: str = ""
    relais_embeddings_url: str = ""
    relais_embeddings_model: str = ""
    relais_embeddings_key: str = field(default="", repr=False)

    @property
    def socket_mode(self) -> bool:
        """Whether Slack reaches us over a websocket; else over HTTP."""
        return bool(self.slack_app_token)

    @property
    def several(self) -> bool:
        """Whether workspaces install Relais by themselves; else it serves the token's."""
        return bool(self.slack_client_id)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be told."""
        named = [f.name for f in fields(self) if f.name.rpartition("_")[2] in SECRET]
        password = make_url(self.database_url).password
        return tuple(filter(None, [*(getattr(self, name) for name in named), password]))

    @property
    def emoji(self) -> Mapping[Deed, frozenset[str]]:
        """The emoji that ask for something, where the charter names none."""
        return {
            Deed.KEEP: self.relais_save_emoji,
            Deed.ASK: self.relais_ask_emoji,
            Deed.WRONG: self.relais_flag_emoji,
            Deed.SIGNAL: self.relais_signal_emoji,
        }

    @property
    def mark(self) -> str | None:
        """Our own reaction on what is kept, if there is to be one."""
        return None if self.relais_mark_emoji == OFF else self.relais_mark_emoji


def read(variables: Mapping[str, str]) -> Settings:
    """The settings in these variables.

    Raises:
        SettingsError: names everything that is missing or wrong, at once.
    """
    given = {name: value.strip() for name, value in variables.items() if value.strip()}
    _refuse(faults.of(given))
    return Settings(
        slack_bot_token=given.get("SLACK_BOT_TOKEN", ""),
        slack_signing_secret=given.get("SLACK_SIGNING_SECRET", ""),
        slack_app_token=given.get("SLACK_APP_TOKEN", ""),
        slack_client_id=given.get("SLACK_CLIENT_ID", ""),
        slack_client_secret=given.get("SLACK_CLIENT_SECRET", ""),
        relais_secret_keys=keys.listed(given.get("RELAIS_SECRET_KEYS", "")),
        relais_public_url=given.get("RELAIS_PUBLIC_URL", "").rstrip("/"),
        relais_workspaces=reactions.listed(given.get("RELAIS_WORKSPACES", "")),
        slack_api_base_url=given.get("SLACK_API_BASE_URL", SLACK).rstrip("/") + "/",
        database_url=given.get("DATABASE_URL", Settings.database_url),
        host=given.get("HOST", Settings.host),
        port=int(given.get("PORT", Settings.port)),
        relais_memory_mb=int(given.get("RELAIS_MEMORY_MB", Settings.relais_memory_mb)),
        relais_charter=given.get("RELAIS_CHARTER", ""),
        **{name.lower(): reactions.emoji(given, name) for name in reactions.DEEDS},
        relais_mark_emoji=reactions.mark(given),
        relais_admins=reactions.listed(given.get("RELAIS_ADMINS", "")),
        relais_keep=retention.read(given.get("RELAIS_KEEP", "")),
        relais_log=given.get("RELAIS_LOG", Settings.relais_log).lower(),
        relais_log_level=given.get("RELAIS_LOG_LEVEL", Settings.relais_log_level).lower(),
        relais_metrics_token=given.get("RELAIS_METRICS_TOKEN", ""),
        relais_per_minute=int(given.get("RELAIS_PER_MINUTE", PER_MINUTE)),
        relais_embeddings=given.get("RELAIS_EMBEDDINGS", ""),
        relais_embeddings_url=given.get("RELAIS_EMBEDDINGS_URL", ""),
        relais_embeddings_model=given.get("RELAIS_EMBEDDINGS_MODEL", ""),
        relais_embeddings_key=given.get("RELAIS_EMBEDDINGS_KEY", ""),
    )


def from_environment(folder: Path | None = None) -> Settings:
    """The settings of this process: the environment wins over `.env`."""
    return read(environment(folder))


def environment(folder: Path | None = None) -> dict[str, str]:
    """Every variable that is set, `.env` included."""
    written = dotenv_values((folder or Path.cwd()) / ".env", encoding="utf-8")
    return {**{name: value or "" for name, value in written.items()}, **os.environ}


def database_url() -> str:
    """Where the database is, for commands that need nothing else.

    Raises:
        SettingsError: it is no address of a database.
    """
    given = environment()
    _refuse(faults.of_database(given))
    return given.get("DATABASE_URL") or Settings.database_url


def periods() -> Periods:
    """How long each kind of data is kept, for commands that need nothing else.

    Raises:
        SettingsError: a period is none.
    """
    given = environment()
    _refuse(faults.of_periods(given))
    return retention.read(given.get("RELAIS_KEEP", ""))


def proxy() -> tuple[str, str] | None:
    """The variable that sends our calls through a proxy, and where that is, without a password.

    The order is that of slack_sdk, which looks at no `NO_PROXY`.
    """
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"):
        if value := os.environ.get(name, "").strip():
            return name, value.rpartition("@")[2]
    return None


def disarm() -> None:
    """Take the variables away that the libraries beneath would read behind our back, once we have.

    Bolt turns an OAuth of its own on, with tokens in files, where it finds the first two, and warns
    at each start of a token that it does not use.
    """
    for name in (*several.OAUTH, "SLACK_BOT_TOKEN"):
        os.environ.pop(name, None)


def stay_offline() -> None:
    """Keep the libraries beneath a local model from asking the network for a newer one."""
    os.environ["HF_HUB_OFFLINE"] = "1"


def _refuse(found: Iterable[str]) -> None:
    """Say all of them at once, if there are any.

    Raises:
        SettingsError: there are.
    """
    if said := "; ".join(found):
        raise SettingsError(f"{said}. See .env.example.")

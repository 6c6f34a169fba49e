"""Ground: what the checks look at, as far as the settings let them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot import config, slack
from bot.arrival import AWAY, unreachable
from bot.config import Settings, SettingsError
from bot.schema import Standing, State
from bot.tokens import REFUSED, refusal
from handlers.reasons import slack_code
from handlers.unanswered import Unanswered
from knowledge.charter import Charter
from knowledge.database import Database, open_database

LOOKED_AT = (
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_API_BASE_URL",
    "DATABASE_URL",
    "RELAIS_CHARTER",
    "RELAIS_ADMINS",
)
"""The settings that the checks need."""

STAND_INS = {"SLACK_BOT_TOKEN": "xoxb-", "SLACK_SIGNING_SECRET": "-"}
"""What stands where one is missing or wrong, so that the others can be looked at."""


@dataclass(frozen=True)
class Rules:
    """A charter: what to call it, how it is written, and what it says."""

    name: str
    text: str
    charter: Charter


@dataclass
class Ground:
    """`sound`: the settings that are there and may be right. `answer`: what Slack said to
    `auth.test`; `standing`: how the database's shape stands; `charter`: its rules, once they are
    known."""

    settings: Settings
    sound: frozenset[str]
    client: AsyncWebClient
    database: Database
    now: Callable[[], datetime]
    tell: str | None = None
    answer: AsyncSlackResponse | None = None
    standing: Standing | None = None
    charter: Rules | None = None

    @property
    def workspace(self) -> str:
        """The workspace of the bot token, once Slack has answered."""
        assert self.answer
        return str(self.answer["team_id"])

    @property
    def is_readable(self) -> bool:
        """Whether the database has every table that this release reads."""
        found = self.standing
        return found is not None and found.state in (State.CURRENT, State.NEWER)


def of_environment(now: Callable[[], datetime], tell: str | None) -> Ground:
    """What can be looked at with the settings of this process."""
    given = config.environment()
    sound = {name: given[name] for name in LOOKED_AT if _is_sound(given, name)}
    settings = config.read(STAND_INS | sound)
    return Ground(
        settings,
        frozenset(sound),
        slack.client(settings),
        open_database(settings.database_url),
        now,
        tell,
    )


def why_not(error: BaseException, setting: str = "SLACK_BOT_TOKEN") -> str:
    """Why a call to Slack has failed, and how to mend it."""
    if isinstance(error, Unanswered) and error.__cause__:
        return unreachable(error.__cause__)
    if not isinstance(error, SlackApiError):
        return unreachable(error)
    code = slack_code(error)
    if code in REFUSED:
        return refusal(setting, code)
    return f"Slack answers {code}: try again, and see https://status.slack.com."


TROUBLE = (SlackApiError, *AWAY)
"""What a call to Slack may raise."""


def _is_sound(given: Mapping[str, str], name: str) -> bool:
    """Whether this setting is there and nothing is wrong with it, whatever the others are."""
    value = given.get(name, "").strip()
    try:
        config.read(STAND_INS | {name: value})
    except SettingsError:
        return False
    return bool(value)

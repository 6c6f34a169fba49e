"""Checks of the charter: whether its people are here, and the bot is in the channels it names."""

from collections.abc import Collection
from pathlib import Path

from slack_sdk.errors import SlackApiError

from bot import introduction, membership, standing
from bot.checks.finding import Finding, failed, ok, unseen, warning
from bot.checks.ground import TROUBLE, Ground, Rules, why_not
from bot.checks.slack import NO_ANSWER
from bot.standing import Standing
from handlers.reasons import slack_code
from knowledge import charters
from knowledge.charter import CharterFaults, parse
from knowledge.charter.membership import named

ADMINS = "RELAIS_ADMINS"

WRITE_ONE = (
    "write one after examples/charter.yaml, and put it into force with `relais charter apply`."
)

NO_CHARTER = "there is no charter without faults"

INVITE = "type `/invite @Relais` in it, or name another one as lead_channel"


async def rules(ground: Ground) -> list[Finding]:
    """Whether there is a charter, in force or in a file, and one without faults."""
    try:
        name, text = await _in_force(ground) or _to_begin_with(ground)
    except (OSError, UnicodeDecodeError) as error:
        return failed(f"RELAIS_CHARTER: {error}. Name a file that this user can read.")
    if not text:
        return warning(f"there is none: {WRITE_ONE}")
    try:
        ground.charter = Rules(name, text, parse(text, name=name))
    except CharterFaults as found:
        return failed(f"{name} has faults ({len(found.faults)}): `relais charter check` tells all.")
    if name == ADMINS:
        return warning(f"none yet, those of {ADMINS} lead and are asked: {WRITE_ONE}")
    return ok(f"{name}.")


async def people(ground: Ground) -> list[Finding]:
    """Whether everybody whom the charter names is a member, and still there."""
    if not ground.answer:
        return unseen(NO_ANSWER)
    if not ground.charter:
        return unseen(NO_CHARTER)
    persons = named(ground.charter.text)
    how = await _standing(ground, persons)
    report = [*_unknown(how), *_gone(how), *_untold(how)]
    return report or ok(f"all {len(persons)} of the charter are members.")


async def channels(ground: Ground) -> list[Finding]:
    """Whether the lead channel is there, open, and the bot in it."""
    if not ground.answer:
        return unseen(NO_ANSWER)
    if not ground.charter:
        return unseen(NO_CHARTER)
    channel = ground.charter.charter.lead_channel
    return await _channel(ground, channel) if channel else ok("the charter names none.")


async def _in_force(ground: Ground) -> tuple[str, str] | None:
    """The name and text of the charter in force, where the database can be read."""
    if not ground.answer or not ground.is_readable:
        return None
    async with ground.database.sessions.begin() as session:
        version = await charters.latest(session, ground.workspace)
    return (f"version {version.number} is in force", version.text) if version else None


def _to_begin_with(ground: Ground) -> tuple[str, str]:
    """Those of the first start; raises OSError where the file can't be read."""
    if path := ground.settings.relais_charter:
        return path, Path(path).read_text("utf-8")
    return ADMINS, introduction.leads(ground.settings.relais_admins)


async def _channel(ground: Ground, channel: str) -> list[Finding]:
    lead = f"the lead channel {channel}"
    try:
        about = (await ground.client.conversations_info(channel=channel))["channel"]
    except TROUBLE as error:
        if isinstance(error, SlackApiError) and slack_code(error) == "channel_not_found":
            return failed(f"{lead} is not there, or private and without the bot: {INVITE}.")
        return failed(why_not(error))
    if about.get("is_archived"):
        return failed(f"{lead} is archived: name another one as lead_channel.")
    if not about.get("is_member"):
        return failed(f"the bot is not in {lead}: {INVITE}.")
    return ok(f"the bot is in {lead}.")


async def _standing(ground: Ground, persons: Collection[str]) -> dict[str, Standing]:
    """How each stands: as the database knows, else as Slack says."""
    if ground.is_readable:
        async with ground.database.sessions.begin() as session:
            return await membership.of_people(session, ground.workspace, persons)
    return {person: await standing.told(ground.client, person) for person in sorted(persons)}


def _unknown(how: dict[str, Standing]) -> list[Finding]:
    who = _those(how, Standing.UNKNOWN)
    mend = "copy each ID from a Slack profile (⋮, then “Copy member ID”)"
    return failed(f"the charter names {who}, unknown to this workspace: {mend}.") if who else []


def _gone(how: dict[str, Standing]) -> list[Finding]:
    who = _those(how, Standing.DEACTIVATED)
    mend = "`relais leaver` shows what depends on somebody, and who could do it"
    return warning(f"the charter names {who}, who left: {mend}.") if who else []


def _untold(how: dict[str, Standing]) -> list[Finding]:
    who = _those(how, Standing.UNTOLD)
    return warning(f"Slack did not tell whether these are members: {who}.") if who else []


def _those(how: dict[str, Standing], standing: Standing) -> str:
    return ", ".join(person for person, stands in how.items() if stands is standing)

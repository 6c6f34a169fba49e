"""The test message: whether the bot can write to somebody."""

from slack_sdk.errors import SlackApiError

from bot.arrival import unreachable
from bot.checks.finding import Finding, failed, ok, unseen
from bot.checks.ground import TROUBLE, Ground
from bot.checks.slack import NO_ANSWER
from handlers.locale import words
from handlers.people import profile
from handlers.reasons import slack_code
from handlers.ui import trial


async def letter(ground: Ground) -> list[Finding]:
    """Write to the person of --tell; a bot token does not say who installed the app."""
    if not ground.tell:
        return []
    if not ground.answer:
        return unseen(NO_ANSWER)
    try:
        await _write(ground, ground.tell)
    except SlackApiError as error:
        code = slack_code(error)
        return failed(
            f"{ground.tell} can't be written to ({code}): give --tell the member ID of somebody of "
            "this workspace (in a Slack profile: ⋮, then “Copy member ID”)."
        )
    except TROUBLE as error:
        return failed(unreachable(error))
    return ok(f"sent to {ground.tell}: look for it in Slack.")


async def _write(ground: Ground, person: str) -> None:
    answer = await ground.client.users_info(user=person, include_locale=True)
    language = profile(answer["user"], ground.workspace).language
    opened = await ground.client.conversations_open(users=person)
    text = trial.letter(words(language))
    await ground.client.chat_postMessage(channel=opened["channel"]["id"], **text.payload())

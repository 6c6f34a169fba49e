"""A process that only works: what is due is decided and sent, by the real clock."""

import argparse
import asyncio

from slack_sdk.web.async_client import AsyncWebClient

from bot import slack
from bot.app import build_app
from bot.config import Settings
from bot.running import now
from bot.slack import Identity
from bot.worker import Worker
from handlers.visit import Services
from knowledge import inbox, leases
from knowledge.database import open_database
from knowledge.library import Library

READY = "at work"


async def work(database_url: str, slack_url: str, workers: int) -> None:
    """Start so many workers side by side, say so, and go on until killed."""
    settings = Settings(
        slack_bot_token="xoxb-sandbox", slack_api_base_url=slack_url, database_url=database_url
    )
    database = open_database(database_url)
    if database.is_ours_alone:  # as `relais run` begins
        async with database.sessions.begin() as session:
            await leases.release(session)
            await inbox.release(session, now=now())
    poster = slack.client(settings, posts=True)

    async def client_of(_: str) -> AsyncWebClient:
        return poster

    services = Services(database.sessions, Library(), now, client_of)
    identity = Identity(slack.client(settings))
    app = build_app(services, slack.anonymous(settings), identity.authorize(), waits=True)
    crew = [Worker(services, app) for _ in range(workers)]
    for worker in crew:
        database.on_commit(worker.wake)
        worker.start()
    print(READY, flush=True)
    await asyncio.Event().wait()


def main() -> None:
    """Read the command line, and work."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", required=True)
    parser.add_argument("--slack", required=True)
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args()
    asyncio.run(work(given.database, given.slack, given.workers))


if __name__ == "__main__":
    main()

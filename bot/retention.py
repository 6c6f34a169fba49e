"""Retention: what the worker lets go of in passing, and what `relais retention` shows."""

import asyncio

import click
import structlog

from bot import config, running, workplace
from bot.workplace import do
from handlers.visit import Services
from knowledge import retention
from knowledge.retention import Kept, written

log = structlog.get_logger()


async def sweep(services: Services) -> None:
    """Let go of what is past its time; what goes wrong is tried again an hour later."""
    try:
        went = await retention.sweep(services.sessions, services.periods, now=services.clock())
    except asyncio.CancelledError:
        raise
    except Exception as error:
        log.warning("did not let go of what is past its time", exc_info=error)
        return
    if went:
        log.info("let go of what is past its time", **{kept.value: n for kept, n in went.items()})


@click.command("retention")
@click.option("--now", "at_once", is_flag=True, help="Let go of it now; the bot may go on.")
def command(*, at_once: bool) -> None:
    """Show how long each kind of data is kept, and how many rows are past their time.

    The bot lets go of them once an hour. RELAIS_KEEP says how long: see .env.example.
    """
    do(_command(at_once=at_once))


async def _command(*, at_once: bool) -> None:
    periods, now = config.periods(), running.now()
    async with workplace.database() as database:
        async with database.sessions() as session:
            past = await retention.past(session, periods, now=now)
        for kept in Kept:
            click.echo(f"{kept}\t{written(periods[kept])}\t{past[kept]:,} past their time")
        while at_once and (went := await retention.sweep(database.sessions, periods, now=now)):
            click.echo(f"{went.total():,} rows are gone.")

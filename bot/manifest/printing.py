"""Printing: what `relais manifest` does."""

import json

import click

from bot.manifest import build, scopes


@click.command()
@click.option("--socket", is_flag=True, help="Slack reaches us over Socket Mode (the default).")
@click.option("--url", help="Slack reaches us over HTTP, at this address (https://…).")
@click.option("--oauth", is_flag=True, help="With --url: several workspaces install the app.")
@click.option("--scopes", "why", is_flag=True, help="A table of the scopes and why, instead.")
def manifest(socket: bool, url: str | None, oauth: bool, why: bool) -> None:
    """Write the Slack app's manifest: what the code listens to and calls, and no more.

    Paste it on https://api.slack.com/apps, when the app is created or under App Manifest.
    """
    if socket and url:
        raise click.UsageError("Choose --socket or --url, not both.")
    if url is not None and not url.startswith("https://"):
        raise click.BadParameter("Slack wants an address with https://.", param_hint="--url")
    if oauth and not url:
        raise click.UsageError("--oauth needs --url: whoever installs the app comes back there.")
    click.echo(scopes.table() if why else _text(url or "", oauth=oauth))


def _text(url: str, *, oauth: bool) -> str:
    return json.dumps(build(url, oauth=oauth), indent=2, ensure_ascii=False)

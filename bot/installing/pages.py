"""Pages: what somebody sees in the browser who installs Relais in their workspace."""

from enum import StrEnum
from html import escape


class Fault(StrEnum):
    """Why Relais was not installed; the first three are Slack's and Bolt's words for it."""

    DECLINED = "access_denied"
    OTHER_BROWSER = "invalid_browser"
    TOO_LATE = "invalid_state"
    CODE = "invalid_code"
    NOT_INVITED = "not_invited"
    ORGANISATION = "organisation"
    ROTATION = "rotation"
    UNKNOWN = "unknown"


SAID = {
    Fault.DECLINED: "You have not let Relais in. Nothing has changed.",
    Fault.OTHER_BROWSER: (
        "Please begin and end in the same browser, with cookies allowed and an address that "
        "begins with https://."
    ),
    Fault.TOO_LATE: "That took more than ten minutes, or this page was loaded twice.",
    Fault.CODE: "Slack did not take the code that it had given. It is good for ten minutes, once.",
    Fault.NOT_INVITED: (
        "This workspace is not among those that may install this Relais. Whoever runs it can add "
        "its id to RELAIS_WORKSPACES."
    ),
    Fault.ORGANISATION: (
        "Relais is installed in single workspaces, not in a whole organisation. Please choose one "
        "workspace where Slack asks."
    ),
    Fault.ROTATION: (
        "The app's tokens expire. Whoever runs it has switched token rotation on, which Relais "
        "does not use: please make another app without it."
    ),
    Fault.UNKNOWN: "Something went wrong. Please try again.",
}

STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1rem;"
    "color:#1d1c1d}a.button{display:inline-block;padding:.6rem 1.2rem;border-radius:4px;"
    "background:#4a154b;color:#fff;text-decoration:none}"
)


def invitation(url: str) -> str:
    """The way to Slack, which asks whether Relais may."""
    return _page(
        "Relais for your workspace",
        "<p>Relais answers what your team knows, and finds who answers the rest. Slack will show "
        "you what it may see and do, and you decide.</p>"
        f'<p><a class="button" href="{escape(url)}">Add to Slack</a></p>',
    )


def installed(name: str, workspace: str, app: str) -> str:
    """What comes next, and the way back into Slack."""
    home = f"https://slack.com/app_redirect?app={escape(app)}&amp;team={escape(workspace)}"
    return _page(
        f"Relais is in {escape(name or workspace)}",
        "<p>Type <code>/kb</code> and a question anywhere. Until the workspace has a charter, you "
        "are asked what nobody knows: <code>/kb charter</code> begins one.</p>"
        f'<p><a class="button" href="{home}">Open Slack</a></p>',
    )


def failed(fault: Fault) -> str:
    """Why not, and the way to try again."""
    return _page(
        "Relais was not installed",
        f'<p>{escape(SAID[fault])}</p><p><a class="button" href="install">Try again</a></p>',
    )


def _page(title: str, body: str) -> str:
    """A whole page; `title` and `body` are HTML."""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width">'
        f"<style>{STYLE}</style></head><body><h1>{title}</h1>{body}</body></html>"
    )

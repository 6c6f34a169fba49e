"""The sandbox page: a small Slack in the browser, to be each person of the workspace in turn."""

from bot.sandbox.page.clocks import Clock
from bot.sandbox.page.routes import page

__all__ = ["Clock", "page"]

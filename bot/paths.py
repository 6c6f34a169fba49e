"""Paths: how what Slack brings gets to the listeners: at once, or kept, and by the worker."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Self

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import build_app
from bot.reception import Reception
from bot.watching.metrics import Metrics
from bot.worker import Worker
from handlers.visit import Services
from knowledge.intake import Intake


@dataclass(frozen=True)
class Paths:
    """All begin at the reception; `app` has the listeners that answer at once."""

    app: AsyncApp
    reception: Reception
    worker: Worker

    @classmethod
    def laid(
        cls,
        services: Services,
        client: AsyncWebClient,
        authorize: Callable[..., Awaitable[AuthorizeResult | None]],
        metrics: Metrics,
    ) -> Self:
        """Each with a Bolt app of its own: the worker's waits for its listeners."""
        intake = Intake(services.sessions)
        kept = build_app(services, client, authorize, waits=True)
        worker = Worker(services, kept, is_pressed=lambda: intake.is_crowded)
        app = build_app(services, client, authorize)
        reception = Reception(
            app, intake, clock=services.clock, called=worker.called, metrics=metrics
        )
        return cls(app, reception, worker)

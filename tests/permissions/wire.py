"""The wire: the pretend Slack's methods, called without a network; what is shown is written down.

What the bot reads of Slack (people, channels, messages) the pretend Slack answers. What it shows is
not drawn on anybody's screen: it is kept as it was sent, to be judged.
"""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook import WebhookResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.sandbox.slack import PretendSlack
from bot.sandbox.slack.arguments import Arguments
from bot.sandbox.slack.methods import METHODS
from bot.sandbox.slack.refusals import ApiError

READS = ("users.", "conversations.", "emoji.", "dnd.", "team.", "auth.", "chat.getPermalink")


@dataclass
class Wire:
    """What was shown since it was cleared: views and messages, as they were sent."""

    slack: PretendSlack
    views: list[dict[str, Any]] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)

    def clear(self) -> None:
        """Nothing was shown yet."""
        self.views.clear()
        self.messages.clear()

    def connect(self, patch: pytest.MonkeyPatch) -> None:
        """Let every client of Slack's speak with us."""

        async def api_call(client: AsyncWebClient, method: str, **how: Any) -> AsyncSlackResponse:
            given = {**(how.get("params") or {}), **(how.get("json") or {})}
            return await self._answer(client, method, {k: v for k, v in given.items() if v})

        async def send_dict(_: AsyncWebhookClient, body: dict[str, Any], **__: Any) -> Any:
            self.messages.append(body)
            return WebhookResponse(url="", status_code=200, body="ok", headers={})

        patch.setattr(AsyncWebClient, "api_call", api_call)
        patch.setattr(AsyncWebhookClient, "send_dict", send_dict)

    async def _answer(
        self, client: AsyncWebClient, method: str, given: dict[str, Any]
    ) -> AsyncSlackResponse:
        try:
            answer = await self._said(method, given)
        except ApiError as refusal:
            answer = {"ok": False, "error": refusal.code}
        response = AsyncSlackResponse(
            client=client, http_verb="POST", api_url=method, req_args={}, data=answer, headers={},
            status_code=200,
        )  # fmt: skip
        checked: AsyncSlackResponse = response.validate()  # type: ignore[no-untyped-call]
        return checked

    async def _said(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        if method.startswith(READS):
            return {"ok": True} | await METHODS[method].run(self.slack, Arguments(given))
        if method.startswith("views."):
            view = given["view"]
            self.views.append(json.loads(view) if isinstance(view, str) else view)
            return {"ok": True, "view": {**self.views[-1], "id": "V0NEW"}}
        self.messages.append(given)
        return {"ok": True, "ts": "1.000001", "channel": given.get("channel")}

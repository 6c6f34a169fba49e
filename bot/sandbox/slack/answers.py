"""Answers: what a bot says back to an interaction, with its acknowledgement or its response_url."""

from __future__ import annotations

from typing import Any

from . import block_checks, inputs
from .messages import Messages
from .refusals import ApiError
from .tickets import ResponseUrl
from .workspace import Json, Message, Workspace

LONGEST = 40_000


class Answers:
    """Turns an answer into a message that one person, or the channel, sees."""

    def __init__(self, workspace: Workspace, messages: Messages) -> None:
        self.workspace = workspace
        self.messages = messages

    def give(self, ticket: ResponseUrl, answer: Any) -> None:
        """Post, replace or delete; raises ApiError for what Slack would not show."""
        if not isinstance(answer, dict):
            raise ApiError("invalid_payload")
        if answer.get("delete_original"):
            self._delete(ticket)
            return
        content = self._content(answer)
        if answer.get("replace_original") and ticket.original is not None:
            self._replace(ticket.original, content)
        else:
            posted = self._post(ticket, answer, content)
            ticket.original = ticket.original or posted

    def _content(self, answer: Json) -> Json:
        blocks, text = answer.get("blocks") or [], str(answer.get("text") or "")[:LONGEST]
        if found := block_checks.faults(blocks, "message"):
            raise ApiError("invalid_blocks", response_metadata={"messages": found})
        if not (blocks or text or answer.get("attachments")):
            raise ApiError("no_text")
        attachments = answer.get("attachments") or []
        return {"text": text, "blocks": inputs.named(blocks), "attachments": attachments}

    def _post(self, ticket: ResponseUrl, answer: Json, content: Json) -> Message:
        place = self.workspace.channels.get(ticket.channel)
        if place is None:
            raise ApiError("channel_not_found")
        public = answer.get("response_type") == "in_channel"
        return self.messages.post(
            place,
            self.workspace.bot_user_id,
            content["text"],
            blocks=content["blocks"],
            attachments=content["attachments"],
            thread_ts=answer.get("thread_ts"),
            bot_id=self.workspace.bot_id,
            ephemeral_to=None if public else ticket.user,
        )

    def _replace(self, original: Message, content: Json) -> None:
        if original.deleted or original.bot_id != self.workspace.bot_id:
            raise ApiError("message_not_found")
        attachments = content["attachments"]
        self.messages.edit(
            original, content["text"], blocks=content["blocks"], attachments=attachments
        )

    def _delete(self, ticket: ResponseUrl) -> None:
        original = ticket.original
        if original is None or original.deleted or original.bot_id != self.workspace.bot_id:
            raise ApiError("message_not_found")
        self.messages.delete(original)

"""Blocks: Block Kit to HTML, for messages, modals and App Home.

The markup is in `templates/blocks.html`, one macro per block and element; here is what those
macros ask for. Everything is escaped by the templates; what is `Markup` was escaped when made.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from bot.sandbox.page import emoji, fields, markdown, mrkdwn, pieces, rich_text
from bot.sandbox.page.viewer import Viewer
from bot.sandbox.page.words import words

Json = dict[str, Any]
_NEAR = {"127.0.0.1", "localhost", "::1"}

environment = Environment(
    loader=PackageLoader("bot.sandbox.page"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)


@dataclass(frozen=True)
class Form:
    """Where blocks stand: a name unique on the page, and what its controls hold so far."""

    id: str
    state: fields.State = field(default_factory=dict)

    def held(self, block_id: str, element: Json) -> Json | None:
        return self.state.get(block_id, {}).get(element.get("action_id", ""))


class Blocks:
    """Block Kit for one viewer: `Blocks(viewer).html(message.blocks, Form("m-1"))`."""

    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._macros: Any = environment.get_template("blocks.html").make_module(
            {
                "viewer": viewer,
                "words": words(viewer.language),
                "kinds": fields.INPUT_KINDS,
                "name": fields.name,
                "control_id": _control_id,
                "groups": self._groups,
                "values": self._values,
                "chosen_options": _chosen,
            }
        )

    def html(self, blocks: Sequence[Mapping[str, Any]], form: Form) -> Markup:
        """The blocks as this person sees them; the controls hold what `form` says."""
        return Markup(self._macros.blocks(blocks, form))

    def _groups(self, element: Json) -> list[Json]:
        return groups(element, self._viewer)

    def _values(self, element: Json, block_id: str, form: Form) -> list[str]:
        return fields.shown(element, form.held(block_id, element), self._viewer.tzinfo)


def _control_id(form: Form, block_id: str, element: Json) -> str:
    return f"{form.id}-{block_id}-{element.get('action_id', '')}"


def _chosen(element: Json, block_id: str, form: Form) -> list[Any]:
    return fields.chosen(element, form.held(block_id, element))


def groups(element: Json, viewer: Viewer) -> list[Json]:
    """The choices of a select, as groups with or without a label; people and channels included."""
    kind = element["type"].removeprefix("multi_")
    if kind == "users_select":
        return [{"options": _named(viewer.people, "")}]
    if kind in ("channels_select", "conversations_select"):
        return [{"options": _named(viewer.channels, "#")}]
    return element.get("option_groups") or [{"options": element.get("options", [])}]


def _named(names: Mapping[str, str], sign: str) -> list[Json]:
    return [
        {"value": named, "text": {"type": "plain_text", "text": f"{sign}{name}"}}
        for named, name in names.items()
    ]


def _chosen_first(options: Sequence[Json], chosen: Sequence[str]) -> list[Json]:
    """Slack keeps the order in which people were chosen; a browser sends what it shows."""
    order = {value: place for place, value in enumerate(chosen)}
    return sorted(options, key=lambda option: order.get(option["value"], len(order)))


def _is_near(url: object) -> bool:
    """Whether a picture may be shown: the page asks no other machine for anything."""
    if not isinstance(url, str):
        return False
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and parts.hostname in _NEAR


def _address(url: str) -> str:
    return url if pieces.is_safe(url) else ""


@pass_context
def _mrkdwn(context: Context, text: str) -> Markup:
    return mrkdwn.html(text, context["viewer"])


@pass_context
def _rich_text(context: Context, block: Json) -> Markup:
    return rich_text.html(block, context["viewer"])


@pass_context
def _anchor(context: Context, url: str, label: str) -> Markup:
    return pieces.link(url, label, context["viewer"])


environment.tests["near"] = _is_near
environment.filters |= {
    "plain": mrkdwn.plain,
    "emoji": emoji.spelled,
    "address": _address,
    "chosen_first": _chosen_first,
    "mrkdwn": _mrkdwn,
    "rich_text": _rich_text,
    "markdown": markdown.html,
    "anchor": _anchor,
}

"""Articles: what every system's export comes down to."""

import json
import re
from collections.abc import Iterable
from typing import Any

from knowledge.exchange.decoding import decode
from knowledge.exchange.faults import Place, Skipped, Unreadable
from knowledge.exchange.html.escaping import address
from knowledge.exchange.rows import Raw

_LINK = re.compile(
    r"(!?)\[((?:[^\[\]\\\n]|\\.)*)\]\(\s*<?([^()<>\n]*(?:\([^()\n]*\)[^()<>\n]*)*)>?\s*\)"
)
_FENCE = re.compile(r"^(```.*?^```[^\n]*$)", re.MULTILINE | re.DOTALL)


def article(
    place: Place,
    *,
    key: str,
    title: str,
    body: str,
    lost: Iterable[str] = (),
    status: str | None = None,
    is_restricted: bool = False,
    **beside: Any,
) -> Raw | Skipped:
    """An article as an entry's fields; what is None or empty is not said. It is published there,
    unless its status says otherwise.

    `lost` are files that only the export holds; `is_restricted` says that not everybody may see it.
    """
    if not title.strip():
        return Skipped(place, "it has no title", key)
    if not body.strip():
        return Skipped(place, f"“{title.strip()}” has no text", key)
    said = {name: value for name, value in beside.items() if value not in (None, "", [])}
    fields = {"id": key, "title": title, "body": body, "status": status or "published", **said}
    return Raw(place, fields, lost=tuple(lost), is_restricted=is_restricted)


def language(locale: object) -> str | None:
    """The language of a locale such as `fr-ca`, `en_US`."""
    found = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", locale) if isinstance(locale, str) else None
    return found[0].lower() if found else None


def checked(markdown: str) -> tuple[str, tuple[str, ...]]:
    """Markdown whose links lead to addresses of the web, and the files that they led to else."""
    lost: list[str] = []

    def check(link: re.Match[str]) -> str:
        is_picture, label, target = link.groups()
        where = address(target.partition(' "')[0], None)
        if where:
            return f"[{label or 'image'}]({where})"
        if is_picture:
            lost.append(label or target)
        return label

    parts = _FENCE.split(markdown)
    parts[::2] = [_LINK.sub(check, part) for part in parts[::2]]
    return "".join(parts), tuple(lost)


def json_of(data: bytes) -> Any:
    """What a JSON file holds.

    Raises:
        Unreadable: it is broken, or was cut off.
    """
    try:
        return json.loads(decode(data).removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        reason = f"broken JSON, or not all of it: {error.msg}; export it again"
        raise Unreadable(reason, error.lineno) from error
    except RecursionError as error:
        raise Unreadable("broken JSON: lists within lists without end") from error
    except ValueError as error:
        raise Unreadable("broken JSON: a number of too many digits") from error


def texts(value: object) -> list[str]:
    """The texts of a list, and of the names of what is in it; what else there is is left out."""
    if isinstance(value, str):
        return [part.strip() for part in re.split(r"[,;|\n]", value) if part.strip()]
    if not isinstance(value, list):
        return []
    named = (one if isinstance(one, str) else text(one, "title", "value", "name") for one in value)
    return [one.strip() for one in named if one.strip()]


def text(fields: object, *names: str) -> str:
    """The first of these fields that is text, or a number."""
    if not isinstance(fields, dict):
        return ""
    for name in names:
        value = fields.get(name)
        if isinstance(value, str) and value.strip():
            return value
        if type(value) is int:
            return str(value)
    return ""

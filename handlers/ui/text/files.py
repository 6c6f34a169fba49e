"""Files: what hangs on a message, as links with their names; the text of a short one as well."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from handlers.ui.text.document import Document
from handlers.ui.text.layout import linked
from handlers.ui.text.measure import ELLIPSIS
from handlers.ui.text.slack import from_slack

Json = Mapping[str, Any]
CLIP = "📎 "
ADDRESSES = ("permalink", "url_private", "permalink_public")


def files(message: Json, names: Mapping[str, str]) -> Iterator[str]:
    """Each file of a message. Of one that was deleted Slack tells nothing, and neither do we."""
    for file in _files(message):
        comment = (file.get("initial_comment") or {}).get("comment")
        if comment and not message.get("blocks"):
            yield from_slack(str(comment), names=names)
        if file.get("mode") == "snippet" and file.get("preview"):
            yield _preview(file)
        yield linked(_name(file), _address(file), before=CLIP) if _name(file) else ""


def _files(message: Json) -> Sequence[Json]:
    single = message.get("file")
    return message.get("files") or ([single] if single else [])


def _name(file: Json) -> str:
    """Its name; where Slack holds it back, as between organisations, its id."""
    hidden = file.get("id") if file.get("file_access") == "check_file_info" else None
    return str(file.get("title") or file.get("name") or hidden or _address(file) or "")


def _address(file: Json) -> str | None:
    return next((str(file[key]) for key in ADDRESSES if file.get(key)), None)


def _preview(file: Json) -> str:
    """The beginning of a snippet, which Slack shows in the message."""
    document, text = Document(), str(file["preview"])
    document.code(f"{text}\n{ELLIPSIS}" if file.get("preview_is_truncated") else text)
    return document.markdown

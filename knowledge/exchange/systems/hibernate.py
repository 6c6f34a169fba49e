"""Hibernate: the XML that Confluence keeps its objects in, read without building a tree of it.

No DTD is read, no entity declared, nothing outside the file opened: a document that tries is
refused at that line.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from knowledge.exchange.faults import Unreadable


@dataclass
class Thing:
    """An object: its properties that are text, and those that lead to another object's number."""

    kind: str = ""
    id: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)


def things(data: bytes, kinds: Collection[str]) -> Iterator[Thing]:
    """The objects of these classes.

    Raises:
        Unreadable: it is no such XML, breaks off, or declares entities.
    """
    reader = _Reader(kinds)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = reader.refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        reason = f"broken XML, or not all of it: {expat.ErrorString(error.code)}; export it again"
        raise Unreadable(reason, error.lineno) from error
    except Unreadable as unreadable:
        raise Unreadable(unreadable.reason, parser.CurrentLineNumber) from None
    except (ValueError, LookupError) as error:  # an encoding that nobody knows
        raise Unreadable("XML in an encoding that is not read: save it as UTF-8") from error
    yield from reader.found


class _Reader:
    """Where we are: in which object, in which property of it."""

    def __init__(self, kinds: Collection[str]) -> None:
        self.kinds = kinds
        self.found: list[Thing] = []
        self.thing: Thing | None = None
        self.path: list[tuple[str, str]] = []
        self.parts: list[str] = []

    def refuse(self, *_: object) -> None:
        raise Unreadable("it declares a document type: such XML can be a bomb, and is not read")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "object":
            kind = attributes.get("class", "")
            self.thing = Thing(kind) if kind in self.kinds else None
            self.path = []
        self.path.append((tag, attributes.get("name", "")))
        self.parts = []

    def text(self, text: str) -> None:
        if self.thing is not None:
            self.parts.append(text)

    def end(self, tag: str) -> None:
        if self.thing is not None:
            self._keep(self.thing, tag, "".join(self.parts).strip())
        if self.path:
            self.path.pop()
        self.parts = []

    def _keep(self, thing: Thing, tag: str, text: str) -> None:
        names = [name for _, name in self.path]
        if tag == "object":
            self.found.append(thing)
            self.thing = None
        elif tag == "id" and len(self.path) == 2:
            thing.id = text
        elif tag == "id" and len(self.path) == 3:
            thing.links[names[1]] = text
        elif tag == "property" and len(self.path) == 2 and text:
            thing.texts[names[1]] = text.replace("]] >", "]]>")

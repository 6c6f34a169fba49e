"""Patching: the text of a charter made to say something else, all the rest left to the letter.

Comments and layout are people's work, so nothing is written anew that still says the same. What is
given back is a proposal: whoever asks for it reads it, and sees whether it says what was meant.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from knowledge.charter import writing
from knowledge.charter.source import compose
from knowledge.charter.writing import Tree

Pair = tuple[Node, Node]


@dataclass(frozen=True)
class Edit:
    """Other characters in the place of those from `start` to `end`."""

    start: int
    end: int
    text: str


def patch(text: str, before: Tree, after: Tree) -> str:
    """Give the text of the charter `before`, changed where `after` differs.

    Both are charters as `writing.plain` gives them.
    """
    text = text.removeprefix("\ufeff")
    root = compose(text)
    edits = list(_Patch(text).value(root, before, after)) if root else []
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


class _Patch:
    """The edits that turn what stands at a node into something else."""

    def __init__(self, text: str) -> None:
        self.text = text

    def value(self, node: Node, before: Any, after: Any) -> Iterator[Edit]:
        match node, before, after:
            case _ if before == after:
                return
            case MappingNode(), dict(), dict() if before.keys() & after.keys():
                yield from self._mapping(node, before, after)
            case SequenceNode(), list(), list() if _has_parts(before, after):
                yield from self._sequence(node, before, after)
            case SequenceNode(flow_style=False), list(), list() if stay := _staying(before, after):
                yield from self._shorter(node, before, after, stay)
            case _:
                yield Edit(node.start_mark.index, self._end(node), _again(node, after))

    def _mapping(self, node: MappingNode, before: Tree, after: Tree) -> Iterator[Edit]:
        known = {key.value: (key, value) for key, value in node.value}
        last: Pair | None = None
        for key, value in after.items():
            if key not in known:
                yield self._added(node, last, key, value)
            elif before.get(key) != value:
                yield from self._changed(known[key], before.get(key), value)
            last = known.get(key, last)
        for key in before.keys() - after.keys():
            yield self._dropped(node, known[key])

    def _changed(self, pair: Pair, before: Any, after: Any) -> Iterator[Edit]:
        key, node = pair
        if self._is_empty(node):
            yield Edit(self._colon(key), self._colon(key), f" {writing.inline(after)}")
        else:
            yield from self.value(node, before, after)

    def _sequence(self, node: SequenceNode, before: list[Any], after: list[Any]) -> Iterator[Edit]:
        for item, was, now in zip(node.value, before, after, strict=False):
            yield from self.value(item, was, now)
        added = after[len(before) :]
        if not added:
            return
        if node.flow_style:
            yield self._within(node, ", ".join(map(writing.inline, added)))
            return
        indent = node.start_mark.column
        lines = [line for one in added for line in writing.item(one, indent)]
        yield self._below(self._end(node), lines)

    def _shorter(
        self, node: SequenceNode, before: list[Any], after: list[Any], stay: list[int]
    ) -> Iterator[Edit]:
        """Items that have gone go with the comment above them; the others may change."""
        for at, now in zip(stay, after, strict=True):
            yield from self.value(node.value[at], before[at], now)
        for at, item in enumerate(node.value):
            if at not in stay:
                start = self._commented_from(item.start_mark.index)
                yield Edit(start, min(self._line_end(self._end(item)) + 1, len(self.text)), "")

    def _commented_from(self, at: int) -> int:
        """Where the comment above a line begins; the line itself where it has none."""
        start = self.text.rfind("\n", 0, at) + 1
        while start and self._line_above(start).lstrip().startswith("#"):
            start = self.text.rfind("\n", 0, start - 1) + 1
        return start

    def _line_above(self, start: int) -> str:
        return self.text[self.text.rfind("\n", 0, start - 1) + 1 : start - 1]

    def _added(self, node: MappingNode, last: Pair | None, key: str, value: Any) -> Edit:
        """A new key, below or behind the one it follows."""
        last = last or (node.value[-1] if node.value else None)
        if node.flow_style or last is None:
            said = f"{writing.inline(key)}: {writing.inline(value)}"
            return self._within(node, said, last)
        lines = list(writing.pair(key, value, node.start_mark.column))
        return self._below(self._end_of(last), lines)

    def _dropped(self, node: MappingNode, pair: Pair) -> Edit:
        pairs: list[Pair] = node.value
        at = pairs.index(pair)
        start, end = pair[0].start_mark.index, self._end_of(pair)
        line = self.text.rfind("\n", 0, start) + 1
        if not node.flow_style and not self.text[line:start].strip():
            return Edit(line, min(self._line_end(end) + 1, len(self.text)), "")
        if at + 1 < len(pairs):
            return Edit(start, pairs[at + 1][0].start_mark.index, "")
        return Edit(self._end_of(pairs[at - 1]) if at else start, end, "")

    def _within(self, node: CollectionNode, said: str, last: Pair | None = None) -> Edit:
        """Something more in a mapping or list on one line, behind `last` or at its end."""
        if not node.value:
            return Edit(node.start_mark.index + 1, node.start_mark.index + 1, said)
        at = self._end_of(last) if last else self._end(node.value[-1])
        return Edit(at, at, f", {said}")

    def _below(self, at: int, lines: list[str]) -> Edit:
        """New lines below the one where something ends."""
        at = self._line_end(at)
        return Edit(at, at, "".join(f"\n{line}" for line in lines))

    def _line_end(self, at: int) -> int:
        end = self.text.find("\n", at)
        return end if end >= 0 else len(self.text)

    def _colon(self, key: Node) -> int:
        """Where the value of a key may begin; a key may be without colon and value."""
        end: int = key.end_mark.index
        return self.text.find(":", end) + 1 or end

    def _end_of(self, pair: Pair) -> int:
        key, value = pair
        return self._colon(key) if self._is_empty(value) else self._end(value)

    def _end(self, node: Node) -> int:
        """Where a node really ends: YAML counts what is blank or a comment below it as its own."""
        if isinstance(node, CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self._end_of(last) if isinstance(last, tuple) else self._end(last)
        start: int = node.start_mark.index
        return start + len(self.text[start : node.end_mark.index].rstrip())

    @staticmethod
    def _is_empty(node: Node) -> bool:
        return isinstance(node, ScalarNode) and node.start_mark.index == node.end_mark.index


def _has_parts(before: list[Any], after: list[Any]) -> bool:
    """Whether items can be followed one by one: mappings, none of which has gone."""
    return len(after) >= len(before) and all(isinstance(one, dict) for one in before + after)


def _staying(before: list[Any], after: list[Any]) -> list[int]:
    """Which items are still there, in their order; none where more than that has changed."""
    if not after or not all(isinstance(one, dict) for one in before + after):
        return []
    stay: list[int] = []
    for at, item in enumerate(before):
        if len(stay) < len(after) and _is_same(item, after[len(stay)]):
            stay.append(at)
    return stay if len(stay) == len(after) else []


def _is_same(before: Tree, after: Tree) -> bool:
    """Whether both are about the same topic, person or process, or say the same."""
    named = ("id", "slack")
    return before == after or any(key in before and before[key] == after.get(key) for key in named)


def _again(node: Node, value: Any) -> str:
    """A value in the place of a node: on lines if that was, else within the line."""
    if not isinstance(node, CollectionNode) or node.flow_style:
        return writing.inline(value)
    return "\n".join(writing.lines(value, node.start_mark.column)).lstrip()

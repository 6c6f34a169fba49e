"""Reading: every entry of several paths, or everything wrong in them.

Files of our own formats are taken as a whole or not at all. Of another system's export the
articles that cannot be taken are left out, each with its reason; a broken file stops all of it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.exchange.choices import Choices
from knowledge.exchange.faults import BadRows, Fault, Place, Skipped, Unreadable
from knowledge.exchange.formats import BY_NAME, KNOWN, Format, Found, recognised
from knowledge.exchange.rows import Raw, Row, as_row, fitting
from knowledge.exchange.trees import Tree, open_tree

RESTRICTED = "not everybody may see it there; --audience CHANNEL brings it for one private channel"
PRIVATE = "it is kept for a private channel; --private brings it, for that channel"


@dataclass
class Reading:
    """What was found: rows, what is left out, files that only the export holds, unknown owners."""

    rows: list[Row] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)
    lost: list[tuple[Place, str]] = field(default_factory=list)
    owners: set[str] = field(default_factory=set)


def read(paths: Sequence[Path], choices: Choices | None = None) -> Reading:
    """Read every entry of every path, in order.

    Raises:
        BadRows: some cannot be taken; it names them all.
    """
    taking = _Taking(choices or Choices())
    for form, trees in _by_format(paths, taking):
        taking.take(form, trees)
    reading = taking.reading
    if paths and not (taking.faults or reading.rows or reading.skipped):
        taking.faults.append(Fault(Place(str(paths[0]), 0), "there is no entry in it"))
    if taking.faults:
        raise BadRows(taking.faults)
    return reading


def _by_format(paths: Iterable[Path], taking: "_Taking") -> Iterator[tuple[Format, list[Tree]]]:
    """What the paths lead to, by format: the parts of one export may be named one by one."""
    found: dict[str, list[Tree]] = {}
    for path in paths:
        try:
            tree = open_tree(path)
        except Unreadable as unreadable:
            taking.faults.append(Fault(Place(str(path), 0), unreadable.reason))
            continue
        taking.reading.skipped.extend(tree.skipped)
        form = BY_NAME[taking.choices.form] if taking.choices.form else recognised(tree)
        if form:
            found.setdefault(form.name, []).append(tree)
        else:
            unknown = f"its format is not recognised. What can be read: {KNOWN}"
            reason = unknown if tree.openers else "there is nothing in it"
            taking.faults.append(Fault(Place(str(path), 0), reason))
    yield from ((BY_NAME[name], trees) for name, trees in found.items())


class _Taking:
    """Rows one after the other, and what is wrong with them."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        self.reading = Reading()
        self.faults: list[Fault] = []
        self.heard: dict[str, tuple[Place, Row]] = {}

    def take(self, form: Format, trees: Sequence[Tree]) -> None:
        source = self.choices.source or form.source
        self.reading.formats.append(form.name)
        if source:
            self.reading.sources.add(source)
        try:
            for found in form.read(trees):
                self._take(found, source, is_strict=form.source is None)
        except Unreadable as unreadable:  # an article that no parser should be given
            self.faults.append(Fault(Place(trees[0].name, unreadable.line), unreadable.reason))

    def _take(self, found: Found, source: str | None, *, is_strict: bool) -> None:
        match found:
            case Fault():
                self.faults.append(found)
            case Skipped(place, reason, key):
                self._skip(place, reason, _key(source, key))
            case Raw():
                raw = self._chosen(found, source, is_strict=is_strict)
                self._keep(raw, as_row(raw), is_strict=is_strict)

    def _chosen(self, raw: Raw, source: str | None, *, is_strict: bool) -> Raw:
        """The same, with what the person chose for it."""
        fields = self.choices.sorted(raw.fields)
        if source and isinstance(fields.get("id"), str):
            fields["id"] = _key(source, fields["id"])
        if raw.is_restricted and self.choices.audience:
            fields["audience"] = self.choices.audience
        if not is_strict and (said := fields.pop("owner", None)):
            if owner := self.choices.owner(said):
                fields["owner"] = owner
            else:
                self.reading.owners.add(str(said))
        return Raw(raw.place, fields, raw.path, raw.lost, raw.is_restricted)

    def _keep(self, raw: Raw, row: Row | list[Fault], *, is_strict: bool) -> None:
        if isinstance(row, list):
            if is_strict:
                self.faults.extend(row)
            else:
                self._skip(raw.place, "; ".join(one.reason for one in row), raw.fields.get("id"))
        elif reason := self._unwished(raw, row):
            self._skip(raw.place, reason, row.id)
        elif row.id in self.heard:
            self._again(raw, row, is_strict=is_strict)
        else:
            self.heard[str(row.id)] = (raw.place, row)
            self.reading.rows.append(row)
            self.reading.lost += [(raw.place, name) for name in raw.lost]

    def _unwished(self, raw: Raw, row: Row) -> str | None:
        if raw.is_restricted:
            return None if row.audience else RESTRICTED
        return PRIVATE if row.audience and not self.choices.private else None

    def _again(self, raw: Raw, row: Row, *, is_strict: bool) -> None:
        """Another row of this run has its id; the pages of an API overlap, though."""
        first, known = self.heard[str(row.id)]
        told = f'the id "{row.id}" is taken by {first}'
        if is_strict and "id" not in raw.fields:
            told = f"the same question stands in {first}: give each an id"
        if is_strict:
            self.faults.append(Fault(raw.place, told))
        elif row != known:
            self._skip(raw.place, told, row.id)

    def _skip(self, place: Place, reason: str, key: str | None) -> None:
        self.reading.skipped.append(Skipped(place, reason, key))


def _key(source: str | None, key: str | None) -> str | None:
    return fitting(f"{source}:{key}") if source and key else key

"""Report: what an import does, or would do, in lines for the person who runs it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from knowledge.exchange.loaded import Loaded, Touched
from knowledge.exchange.reading import Reading

SHOWN = 20
"""Of each list; how many more there are is said. The whole of it is shown with `whole`."""


def lines(
    reading: Reading,
    loaded: Loaded,
    twins: Sequence[tuple[str, str]] = (),
    unknown_topics: Iterable[str] = (),
    *,
    is_dry: bool = False,
    whole: bool = False,
) -> list[str]:
    """One sentence for what comes of the rows, then a list for each thing to look at."""
    told = [_summary(reading, loaded, is_dry=is_dry)]
    for heading, items in _lists(reading, loaded, twins, unknown_topics, is_dry=is_dry).items():
        shown = [*items]
        if shown:
            kept = shown if whole else shown[:SHOWN]
            more = [f"  … and {len(shown) - len(kept):,} more"] if len(shown) > len(kept) else []
            told += [f"{heading} ({len(shown):,}):", *(f"  {item}" for item in kept), *more]
    return told


def _summary(reading: Reading, loaded: Loaded, *, is_dry: bool) -> str:
    counts = f"{loaded.added:,} new, {loaded.changed:,} changed, {loaded.unchanged:,} unchanged"
    if loaded.archived:
        counts += f", {loaded.archived:,} archived"
    if reading.skipped:
        counts += f", {len(reading.skipped):,} left out"
    told = f"{len(reading.rows):,} entries read: {counts}."
    return f"{told} Nothing is written: this is a dry run." if is_dry else told


def _lists(
    reading: Reading,
    loaded: Loaded,
    twins: Sequence[tuple[str, str]],
    unknown_topics: Iterable[str],
    *,
    is_dry: bool,
) -> Mapping[str, Iterable[str]]:
    what = "would be archived" if is_dry else "archived"
    gone = what if loaded.archived else "left as they are; --archive-missing archives them"
    return {
        "Changed": map(_touched, loaded.changes) if is_dry else (),
        "Changed here and in the source: what people wrote here stays; --overwrite takes the "
        "source's": map(_touched, loaded.conflicts),
        f"Gone from the source, {gone}": map(_touched, loaded.gone),
        "Left out": map(str, reading.skipped),
        "They may ask the same": (f"“{one}” and “{other}”" for one, other in twins),
        "Pictures and files that only the export holds, named in the text without a link": _lost(
            reading
        ),
        "Owners that are no members here; map them under `owners:` in --topics FILE": sorted(
            reading.owners
        ),
        "Topics that the charter does not have": sorted(unknown_topics),
    }


def _touched(one: Touched) -> str:
    fields = f": {', '.join(name.removeprefix('extra:') for name in one.fields)}"
    return f"entry {one.number}, “{one.title}”{fields if one.fields else ''}"


def _lost(reading: Reading) -> Iterator[str]:
    count = Counter(place for place, _ in reading.lost)
    first = dict(reversed(reading.lost))
    for place, number in count.items():
        more = f" and {number - 1:,} more" if number > 1 else ""
        yield f"{place}: {first[place]}{more}"

"""The outlook: what `relais charter check` says of a charter, without faults or with them."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from bot import running
from knowledge import outlook
from knowledge.charter import parse


def checked(text: str, name: str) -> Iterator[str]:
    """A line for each concern, the way faults are told, and one that counts them.

    Raises:
        CharterFaults: the charter has faults, each with its line in `name`.
    """
    with uncollected():
        charter = parse(text, name=name)
        concerns = outlook.look(text, charter, now=running.now())
    for one in concerns:
        yield f"{name}:{one.line}: concern: {one.message}"
    counted = f" {len(concerns)} concern{'s' if len(concerns) > 1 else ''}," if concerns else ""
    yield f"{name}: no faults,{counted} {len(charter.topics)} topics."


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for no garbage meanwhile: of a large charter, all that is made is kept.

    The looking would be a sixth of the time. Only for a process that ends soon.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()

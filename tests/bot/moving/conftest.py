"""What the tests of moving ask for: databases to move between, of either kind."""

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

Places = Callable[..., str]


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Places]:
    """Makes databases: `place("sqlite")` has every table, `empty=True` none."""
    made: list[str] = []
    numbers = count()

    def make(backend: str, *, empty: bool = False) -> str:
        if backend == "sqlite":
            file = tmp_path / f"{next(numbers)}.db"
            if not empty:
                shutil.copy(request.getfixturevalue("migrated_sqlite"), file)
            return f"sqlite:///{file}"
        server = request.getfixturevalue("postgresql")
        template = "template0" if empty else request.getfixturevalue("migrated_postgresql")
        made.append(server.create(template=template))
        return str(server.url(made[-1]))

    yield make
    for name in made:
        request.getfixturevalue("postgresql").drop(name)

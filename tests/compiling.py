"""Compiling: a statement is compiled once for all databases of a kind, not anew for each test's.

An engine remembers what it has compiled for itself. A process that runs for months has one engine;
ours has hundreds, all made alike.
"""

from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import create_async_engine

from knowledge import database


class Compiled(dict[Any, Any]):
    """What has been compiled, by the kind of database in place of the very engine's dialect."""

    def get(self, key: Any, default: Any = None) -> Any:
        """What this statement was compiled to."""
        return super().get(_kind(key), default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__(_kind(key), compiled)


def share() -> None:
    """Let all engines that are opened from now on have one memory."""
    one = {"compiled_cache": Compiled()}
    vars(database)["create_async_engine"] = partial(create_async_engine, execution_options=one)


def _kind(key: Any) -> Any:
    dialect, *statement = key
    return (dialect.name, *statement)

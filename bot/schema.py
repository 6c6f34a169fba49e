"""Schema: how the shape of a database stands to the one this release expects."""

from dataclasses import dataclass
from enum import StrEnum

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, column, inspect, select, table

VERSIONS = "alembic_version"
"""The table in which Alembic writes the revision, and our migrations the floor beside it."""


class State(StrEnum):
    """What can be done with it."""

    EMPTY = "empty"  # nobody has made a table yet
    BEHIND = "behind"  # some of our revisions are missing
    CURRENT = "current"
    NEWER = "newer"  # a newer release has added to it, and we work with it all the same
    TOO_NEW = "too new"  # a newer release has taken away what we need


@dataclass(frozen=True)
class Standing:
    """The revision a database has, the newest this release knows, and what follows."""

    state: State
    applied: str
    ours: str


def standing(connection: Connection, scripts: ScriptDirectory) -> Standing:
    """How this database stands to the revisions of this release."""
    known = {script.revision for script in scripts.walk_revisions()}
    applied = set(MigrationContext.configure(connection).get_current_heads())
    state = _state(connection, applied, known, set(scripts.get_heads()))
    return Standing(state, ", ".join(sorted(applied)), ", ".join(scripts.get_heads()))


def too_new(found: Standing) -> str:
    """What to say of a database that this release cannot work with."""
    return (
        f"DATABASE_URL: a newer release has changed the database to revision {found.applied}, and "
        f"this one, of revision {found.ours}, can't work with it: start the newer release, or go "
        f"back with its command `relais downgrade {found.ours}`."
    )


def _state(connection: Connection, applied: set[str], known: set[str], heads: set[str]) -> State:
    if not applied:
        return State.EMPTY
    if applied == heads:
        return State.CURRENT
    if applied <= known:
        return State.BEHIND
    return State.NEWER if _floor(connection) in {None, *known} else State.TOO_NEW


def _floor(connection: Connection) -> str | None:
    """The newest revision of the oldest release that can work with it, where that is written."""
    if "floor" not in {one["name"] for one in inspect(connection).get_columns(VERSIONS)}:
        return None
    return connection.scalar(select(column("floor")).select_from(table(VERSIONS)))

"""What Alembic runs for every command: compare with, or move, the connection it was handed.

There is no alembic.ini. `bot.migrate` opens the connection and its transaction, holds the lock
and hands over the connection, and the tables when it wants them compared; see there.
SQLite can change little in place: batch mode copies the table.
"""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Enum
from sqlalchemy.dialects.postgresql import JSONB

from knowledge.columns import Moment, Text


def plain(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Our column types as a migration spells them: it must not change when our code does."""
    if kind != "type":
        return False
    match item:
        case Moment():
            return "sa.DateTime(timezone=True)"
        case Text():
            return "sa.String()"
        case Enum():
            return f"sa.String(length={item.length})"
        case JSONB():
            autogen.imports.add("from sqlalchemy.dialects.postgresql import JSONB")
            return 'JSONB().with_variant(sa.JSON(), "sqlite")'
    return False


given = context.config.attributes
context.configure(
    connection=given["connection"],
    target_metadata=given.get("tables"),
    render_as_batch=True,
    render_item=plain,
    user_module_prefix=None,
)
context.run_migrations()

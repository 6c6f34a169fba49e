"""Imported: what a file said of an entry when it was last imported, field by field, as digests."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base
from knowledge.entries import IMPORTED
from knowledge.exchange.rows import Row

DEED = IMPORTED
"""What the audit log calls every change by an import."""

BESIDE = "extra:"
"""Comes before the name of a field that is no field of ours."""


class ImportedRow(Base):
    """The row an entry was last imported from."""

    __tablename__ = "imported_rows"

    entry_id: Mapped[int] = mapped_column(
        ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    digests: Mapped[dict[str, Any]]


def digests(row: Row) -> dict[str, str]:
    """A short fingerprint of each field that a row names."""
    beside = {f"{BESIDE}{name}": value for name, value in row.extra.items()}
    return {name: digest(value) for name, value in (row.said | beside).items()}


async def last_rows(session: AsyncSession, numbers: Sequence[int]) -> dict[int, ImportedRow]:
    """The rows that these entries were last imported from."""
    query = select(ImportedRow).where(ImportedRow.entry_id.in_(numbers))
    return {row.entry_id: row for row in await session.scalars(query)}


def digest(value: object) -> str:
    """A short fingerprint of what a field says."""
    written = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:16]

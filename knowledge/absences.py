"""Absences: who is away, and until when."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession


async def current(
    session: AsyncSession, workspace: str, *, now: datetime
) -> Mapping[str, tuple[tuple[datetime, datetime], ...]]:
    """Every absence that ends after now, by person."""
    return {}

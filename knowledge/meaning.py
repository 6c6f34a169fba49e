"""Meanings: the vectors of wordings, kept so that none is computed again at every start."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

import numpy as np
from sqlalchemy import LargeBinary, String, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.columns import storable
from knowledge.database import Base
from knowledge.search.semantic import Vector, units

HALF = np.dtype("<f2")
"""Half precision: the tenth part of a percent is more than a cosine is good for."""

MANY = 500
"""Rows of one statement: SQLite takes few more parameters."""


class Meaning(Base):
    """The vector that a model made of a text. The text itself is not here, only its fingerprint."""

    __tablename__ = "meanings"

    workspace: Mapped[str] = mapped_column(String(32), primary_key=True)
    model: Mapped[str] = mapped_column(String(128), primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    vector: Mapped[bytes]


async def known(
    session: AsyncSession, workspace: str, model: str, texts: Sequence[str], breadth: int
) -> dict[str, Vector]:
    """The vectors of those texts that have one of so many numbers."""
    by_digest = {digest(text): text for text in texts}
    query = select(Meaning.digest, Meaning.vector).where(
        Meaning.workspace == workspace, Meaning.model == model, Meaning.digest.in_(by_digest)
    )
    found = {by_digest[key]: vector for key, vector in await session.execute(query)}
    return {
        text: units(np.frombuffer(vector, HALF)[None], 1)[0]
        for text, vector in found.items()
        if len(vector) == breadth * HALF.itemsize
    }


async def keep(
    session: AsyncSession, workspace: str, model: str, vectors: Mapping[str, Vector]
) -> None:
    """Keep these, in place of what was kept of the same texts."""
    by_digest = {digest(text): vector.astype(HALF).tobytes() for text, vector in vectors.items()}
    await _forget(session, workspace, model, [*by_digest])
    of_model = {"workspace": workspace, "model": model}
    rows = [of_model | {"digest": key, "vector": kept} for key, kept in by_digest.items()]
    await session.execute(insert(Meaning), rows)


async def keep_only(
    session: AsyncSession, workspace: str, model: str, texts: Iterable[str]
) -> None:
    """Forget what is of other texts or of another model."""
    of_workspace = delete(Meaning).where(Meaning.workspace == workspace)
    await session.execute(of_workspace.where(Meaning.model != model))
    query = select(Meaning.digest).where(Meaning.workspace == workspace)
    gone = [*{*await session.scalars(query)} - {digest(text) for text in texts}]
    for start in range(0, len(gone), MANY):
        await _forget(session, workspace, model, gone[start : start + MANY])


async def _forget(
    session: AsyncSession, workspace: str, model: str, digests: Sequence[bytes]
) -> None:
    ours = (Meaning.workspace == workspace, Meaning.model == model)
    await session.execute(delete(Meaning).where(*ours, Meaning.digest.in_(digests)))


def digest(text: str) -> bytes:
    """A text's fingerprint."""
    return sha256(storable(text).encode()).digest()

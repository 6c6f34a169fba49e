"""History of the charter: what each version changed from the one before."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.charter.comparing import differences
from knowledge.charter.difference import Difference
from knowledge.charter_versions import CharterVersion, as_read, versions


@dataclass(frozen=True)
class Change:
    """One version; `again` is the last one before it with the same text."""

    version: CharterVersion
    differences: tuple[Difference, ...]
    again: int | None

    @property
    def is_first(self) -> bool:
        """Whether there was no charter before."""
        return self.version.number == 1


async def history(session: AsyncSession, workspace: str) -> list[Change]:
    """Every version that was applied, newest first."""
    applied = await versions(session, workspace)
    return [_change(version, applied[at + 1 :]) for at, version in enumerate(applied)]


def _change(version: CharterVersion, older: Sequence[CharterVersion]) -> Change:
    same = (one.number for one in older if one.text == version.text)
    changed = differences(as_read(older[0]), as_read(version)) if older else ()
    return Change(version, changed, next(same, None))

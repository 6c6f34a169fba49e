"""Synonyms: the list of a team's jargon, which search goes by."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import audit
from knowledge.database import alone, of_number
from knowledge.errors import ChangedGroup, ManyGroups, NotFound
from knowledge.synonym import Group, check, check_free, key, tidy, touched

GROUPS = 2_000
"""How many groups a workspace may have."""


def check_room(count: int) -> None:
    """Refuse more groups than we take.

    Raises:
        ManyGroups: so many are too many.
    """
    if count > GROUPS:
        raise ManyGroups(limit=GROUPS)


async def newest(session: AsyncSession, workspace: str) -> int:
    """The number of the list's last change; 0 before the first."""
    query = select(func.max(Group.number)).where(Group.workspace == workspace)
    return await session.scalar(query) or 0


async def listed(session: AsyncSession, workspace: str) -> list[Group]:
    """The groups in force, in the alphabet's order of their first terms."""
    query = select(Group).where(Group.workspace == workspace, Group.is_removed.is_(False))
    fresh = query.execution_options(populate_existing=True)
    return sorted(await session.scalars(fresh), key=lambda group: (key(group.terms[0]), group.id))


async def removed(session: AsyncSession, workspace: str) -> Sequence[Group]:
    """What is no group any more, or never was."""
    query = select(Group).where(Group.workspace == workspace, Group.is_removed)
    return (await session.scalars(query)).all()


async def get(session: AsyncSession, workspace: str, number: int) -> Group:
    """The group in force of that number.

    Raises:
        NotFound: there is none, or it was removed.
    """
    group = await of_number(session, Group, workspace, number)
    if group.is_removed:
        raise NotFound
    return group


async def alone_with(session: AsyncSession, workspace: str) -> list[Group]:
    """The groups, and nobody else who changes any of them: a term must not get into two."""
    await alone(session, workspace, "synonyms")
    return await listed(session, workspace)


async def add(
    session: AsyncSession,
    terms: Iterable[str],
    *,
    workspace: str,
    by: str,
    now: datetime,
    replacing: Collection[int] = (),
) -> Group:
    """Let terms mean the same. What means the same already changes nothing.

    `replacing` are groups that this one takes the place of, by the numbers of their last changes:
    one that has changed since is left as it is.

    Raises:
        TakenTerm: a term is in another group.
        ManyGroups: there are as many as we take.
        WordlessTerm, LongTerm, FewTerms, ManyTerms: it is no group.
    """
    said = tidy(terms)
    check(said)
    groups = await alone_with(session, workspace)
    keys = frozenset(map(key, said))
    if not replacing and (same := next((group for group in groups if keys <= group.keys), None)):
        return same
    check_free(said, [group for group in groups if group.number not in replacing])
    replaced = [group for group in groups if group.number in replacing]
    check_room(len(groups) - len(replaced) + 1)
    await _replace(session, replaced, by=by, now=now)
    group = Group(workspace=workspace, terms=list(said))
    return await _keep(session, group, "synonyms.added", by=by, now=now)


async def change(
    session: AsyncSession,
    number: int,
    terms: Iterable[str],
    *,
    workspace: str,
    by: str,
    now: datetime,
    seen: int,
    replacing: Collection[int] = (),
) -> Group:
    """Give a group other terms; `seen` is the number of the change the editor had before them.

    Raises:
        NotFound: there is no such group any more.
        ChangedGroup: somebody else has changed it since; nothing is overwritten.
        TakenTerm, WordlessTerm, LongTerm, FewTerms, ManyTerms: see `add`.
    """
    said = tidy(terms)
    check(said)
    groups = await alone_with(session, workspace)
    group = next((one for one in groups if one.id == number), None)
    if group is None:
        raise NotFound
    if list(said) == group.terms:
        return group
    if seen != group.number:
        raise ChangedGroup
    others = [one for one in groups if one is not group]
    check_free(said, [one for one in others if one.number not in replacing])
    await _replace(session, [one for one in others if one.number in replacing], by=by, now=now)
    group.terms = list(said)
    return await _keep(session, group, "synonyms.changed", by=by, now=now)


async def join(
    session: AsyncSession, terms: Iterable[str], *, workspace: str, by: str, now: datetime
) -> Group:
    """Let terms mean the same, and all that they mean already.

    Raises:
        ManyTerms: that would be too much for one group; nothing is changed.
        ManyGroups, WordlessTerm, LongTerm, FewTerms: see `add`.
    """
    said = tidy(terms)
    check(said)
    met = touched(said, await alone_with(session, workspace))
    how: dict[str, Any] = {"workspace": workspace, "by": by, "now": now}
    if not met:
        return await add(session, said, **how)
    whole = [*(term for group in met for term in group.terms), *said]
    numbers = [group.number for group in met]
    first, seen = met[0].id, numbers[0]
    return await change(session, first, whole, seen=seen, replacing=numbers, **how)


async def remove(
    session: AsyncSession, number: int, *, workspace: str, by: str, now: datetime
) -> Group:
    """Let the terms of a group mean different things again. Twice changes nothing.

    Raises:
        NotFound: there never was such a group.
    """
    await alone(session, workspace, "synonyms")
    group = await of_number(session, Group, workspace, number, lock=True)
    if not group.is_removed:
        group.is_removed = True
        await _keep(session, group, "synonyms.removed", by=by, now=now)
    return group


async def dismiss(
    session: AsyncSession, terms: Iterable[str], *, workspace: str, by: str, now: datetime
) -> None:
    """Say no to a suggestion: it is not made again. Twice changes nothing.

    Raises:
        KnowledgeError: it is no group; see `check`.
    """
    said = tidy(terms)
    check(said)
    await alone(session, workspace, "synonyms")
    keys = frozenset(map(key, said))
    if not any(keys <= group.keys for group in await removed(session, workspace)):
        group = Group(workspace=workspace, terms=list(said), is_removed=True)
        await _keep(session, group, "synonyms.dismissed", by=by, now=now)


async def _replace(
    session: AsyncSession, replaced: Iterable[Group], *, by: str, now: datetime
) -> None:
    for group in replaced:
        group.is_removed = True
        await _keep(session, group, "synonyms.merged", by=by, now=now)


async def _keep(session: AsyncSession, group: Group, deed: str, *, by: str, now: datetime) -> Group:
    """Give it the next number, which tells every replica that the list has changed."""
    group.number = await newest(session, group.workspace) + 1
    group.changed_at, group.changed_by = now, by
    session.add(group)
    await session.flush()
    audit.record(session, deed, group, by=by, now=now, terms=len(group.terms))
    return group

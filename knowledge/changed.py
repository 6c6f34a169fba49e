"""Changed: in which workspaces a commit has changed what search goes by."""

from collections.abc import Callable, Iterable

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from knowledge.charter_versions import CharterVersion
from knowledge.database import Database
from knowledge.entry import Change
from knowledge.synonym import Group

FOUND_BY = (Change, CharterVersion, Group)
"""A new row of one of these changes what a workspace's search finds."""

CHANGED = "changed"
"""Where a session notes in which workspaces its transaction has written one."""


def on_change(database: Database, call: Callable[[str], None]) -> None:
    """Call this, with its workspace, after each commit of ours that changes what search goes by."""

    def flushed(session: Session, _: object) -> None:
        rows = [row for row in (*session.new, *session.dirty) if isinstance(row, FOUND_BY)]
        _note(session, [row.workspace for row in rows])

    def executed(state: ORMExecuteState) -> None:
        if state.is_insert and state.bind_mapper and state.bind_mapper.class_ in FOUND_BY:
            rows = state.parameters if isinstance(state.parameters, list) else []
            _note(state.session, [row["workspace"] for row in rows])

    def committed(session: Session) -> None:
        for workspace in session.info.pop(CHANGED, ()):
            call(workspace)

    def undone(session: Session) -> None:
        session.info.pop(CHANGED, None)

    ours = database.sessions.kw["sync_session_class"]
    event.listen(ours, "after_flush", flushed)
    event.listen(ours, "do_orm_execute", executed)
    event.listen(ours, "after_commit", committed)
    event.listen(ours, "after_rollback", undone)


def _note(session: Session, workspaces: Iterable[str]) -> None:
    session.info.setdefault(CHANGED, set()).update(workspaces)

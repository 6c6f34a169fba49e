"""The audit log cannot be changed: triggers, and the door they leave for erasure.

A later migration must not recreate `audit_log` on SQLite (batch mode): its triggers would be gone.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0016"
branch_labels = None
depends_on = None

LASTING = ("id", "workspace", "at", "deed", "subject", "subject_id")
"""What stays as it is even when a person is erased."""

NEVER = "a line of the audit log is never changed"

SQLITE = (
    f"""
    CREATE TRIGGER audit_log_update BEFORE UPDATE ON audit_log
    WHEN {" OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in LASTING)}
    OR NOT EXISTS (
        SELECT 1 FROM audit_doors WHERE workspace = OLD.workspace AND purpose = 'erasure'
    )
    BEGIN SELECT RAISE(ABORT, '{NEVER}'); END
    """,
    f"""
    CREATE TRIGGER audit_log_delete BEFORE DELETE ON audit_log
    WHEN NOT EXISTS (
        SELECT 1 FROM audit_doors WHERE workspace = OLD.workspace AND purpose = 'removal'
    )
    BEGIN SELECT RAISE(ABORT, '{NEVER}'); END
    """,
    # INSERT OR REPLACE deletes the line that has this number without asking the trigger above.
    f"""
    CREATE TRIGGER audit_log_replace BEFORE INSERT ON audit_log
    WHEN EXISTS (SELECT 1 FROM audit_log WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, '{NEVER}'); END
    """,
)

POSTGRESQL = (
    f"""
    CREATE OR REPLACE FUNCTION relais_keep_audit_log() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE'
            AND ({", ".join(f"NEW.{name}" for name in LASTING)})
                IS NOT DISTINCT FROM ({", ".join(f"OLD.{name}" for name in LASTING)})
            AND EXISTS (
                SELECT 1 FROM audit_doors WHERE workspace = OLD.workspace AND purpose = 'erasure'
            )
        THEN
            RETURN NEW;
        END IF;
        IF TG_OP = 'DELETE' AND EXISTS (
            SELECT 1 FROM audit_doors WHERE workspace = OLD.workspace AND purpose = 'removal'
        ) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION '{NEVER}';
    END
    $$
    """,
    """
    CREATE TRIGGER audit_log_keep BEFORE UPDATE OR DELETE ON audit_log
    FOR EACH ROW EXECUTE FUNCTION relais_keep_audit_log()
    """,
    """
    CREATE TRIGGER audit_log_keep_all BEFORE TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION relais_keep_audit_log()
    """,
)

NO_MORE = {
    "sqlite": tuple(f"DROP TRIGGER audit_log_{what}" for what in ("update", "delete", "replace")),
    "postgresql": (
        "DROP TRIGGER audit_log_keep ON audit_log",
        "DROP TRIGGER audit_log_keep_all ON audit_log",
        "DROP FUNCTION relais_keep_audit_log()",
    ),
}


def upgrade() -> None:
    op.create_table(
        "audit_doors",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "purpose", name=op.f("pk_audit_doors")),
    )
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    for statement in NO_MORE[op.get_bind().dialect.name]:
        op.execute(statement)
    op.drop_table("audit_doors")

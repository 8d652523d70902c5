"""On PostgreSQL: what destroys entries of the audit that are over their time, for a role that cannot delete them."""

from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

MAKE = """
CREATE FUNCTION destroy_audit_under(seal uuid, moment timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    over timestamptz := now() - interval '2 years';
    gone bigint;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM audit_seal WHERE id = seal AND destroyed_at IS NULL AND sealed_at < over)
       OR EXISTS (SELECT 1 FROM audit_entry WHERE seal_id = seal AND at >= over) THEN
        RAISE EXCEPTION 'seal % is not over its time', seal;
    END IF;
    UPDATE audit_seal SET marks = '{}', destroyed_at = moment,
        first_at = (SELECT min(at) FROM audit_entry WHERE seal_id = seal),
        last_at = (SELECT max(at) FROM audit_entry WHERE seal_id = seal)
    WHERE id = seal;
    DELETE FROM audit_entry WHERE seal_id = seal;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.get_bind().exec_driver_sql(MAKE.replace("%", "%%"))


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION destroy_audit_under(uuid, timestamptz)")

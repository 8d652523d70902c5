"""PostgreSQL: what a role may do that runs the portal and does not own its tables: not change or delete the audit."""

from collections.abc import Iterator

from sqlalchemy import Connection, text
from sqlalchemy.sql.expression import TextClause

MAY_DELETE = text("SELECT has_table_privilege('audit_entry', 'DELETE') OR has_table_privilege('audit_seal', 'DELETE')")
_GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {role}",
    "REVOKE UPDATE, DELETE ON audit_entry, audit_seal FROM {role}",
    "GRANT UPDATE (seal_id) ON audit_entry TO {role}",
    "REVOKE ALL ON FUNCTION destroy_audit_under(uuid, timestamptz) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION destroy_audit_under(uuid, timestamptz) TO {role}",
)


def grants_for(role: str, connection: Connection) -> Iterator[TextClause]:
    """What the owner of the tables grants `role`; given again after each migration, it reaches new tables."""
    name = connection.dialect.identifier_preparer.quote_identifier(role)
    return (text(grant.format(role=name)) for grant in _GRANTS)


def guards_audit(connection: Connection) -> bool:
    """Whether whoever is connected can neither change nor delete the audit; SQLite knows no roles."""
    return connection.dialect.name == "postgresql" and not connection.execute(MAY_DELETE).scalar_one()

"""Certificates keep whom they name."""

import sqlalchemy as sa
from alembic import op

revision = "0114"
down_revision = "0113"
branch_labels = None
depends_on = None

TABLE = "training_enrolment"
NAMES = """
    UPDATE training_enrolment SET issued_to = COALESCE(
        (SELECT worker.name FROM worker WHERE worker.id = training_enrolment.worker_id),
        (SELECT "user".name FROM "user" WHERE "user".id = training_enrolment.user_id), '')
    WHERE certificate_number IS NOT NULL"""
HOMES = """
    UPDATE training_enrolment SET issued_home = COALESCE(
        (SELECT organisation.name FROM organisation JOIN worker ON worker.organisation_id = organisation.id
         WHERE worker.id = training_enrolment.worker_id),
        (SELECT organisation.name FROM organisation WHERE organisation.is_lead ORDER BY organisation.name LIMIT 1), '')
    WHERE certificate_number IS NOT NULL"""


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("issued_to", sa.String(50), nullable=False, server_default=""))
        batch.add_column(sa.Column("issued_home", sa.String(100), nullable=False, server_default=""))
    op.execute(NAMES)
    op.execute(HOMES)
    with op.batch_alter_table(TABLE) as batch:
        batch.alter_column("issued_to", server_default=None)
        batch.alter_column("issued_home", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_column("issued_home")
        batch.drop_column("issued_to")

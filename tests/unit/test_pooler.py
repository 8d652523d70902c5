"""Behind a pooler that hands each transaction another connection, nothing may be left prepared on one."""

import pytest
from sqlalchemy import create_engine, text

from portal.db.engine import engine_options
from tests.databases import fresh_database_url

OFTEN = 8
"""psycopg prepares a statement on the server once it was sent five times."""


@pytest.mark.parametrize(("prepares", "kept"), [(True, 1), (False, 0)])
def test_statements_are_prepared_only_where_they_may_be(prepares: bool, kept: int) -> None:
    with fresh_database_url("postgresql") as url:
        engine = create_engine(**engine_options(url, 1, prepares=prepares))
        with engine.connect() as connection:
            for _ in range(OFTEN):
                connection.scalar(text("SELECT 42"))
            found = connection.scalars(text("SELECT statement FROM pg_prepared_statements")).all()
        engine.dispose()
    assert found.count("SELECT 42") == kept

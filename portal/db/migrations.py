"""Which migrations the code brings, and whether the database has them.

Alembic is imported when one of these is called: a server that only serves pages does without it.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).resolve().parent.parent.parent / "migrations"


def pending_migration(engine: Engine) -> str | None:
    """The revision that the database still lacks, or None when it is current."""
    head = newest_migration()
    return None if present_migration(engine) == head else head


def newest_migration() -> str | None:
    """The last revision that the code brings."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    return ScriptDirectory(str(FOLDER)).get_current_head()


def knows_migration(revision: str) -> bool:
    """Whether the code brings `revision`."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    return any(script.revision == revision for script in ScriptDirectory(str(FOLDER)).walk_revisions())


def present_migration(engine: Engine) -> str | None:
    """The revision that the database is at; None before the first."""
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415

    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(url: str, revision: str = "head") -> None:
    from alembic import command  # noqa: PLC0415

    command.upgrade(_configuration(url), revision)


def downgrade(url: str, revision: str) -> None:
    from alembic import command  # noqa: PLC0415

    command.downgrade(_configuration(url), revision)


def make_revision(url: str, slug: str, number: str) -> None:
    """Write `migrations/versions/<number>_<slug>.py` from the difference between the models and the database."""
    from alembic import command  # noqa: PLC0415

    command.revision(_configuration(url), message=slug, autogenerate=True, rev_id=number)


def _configuration(url: str) -> "Config":
    """Alembic's configuration for the database at `url`."""
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["url"] = url
    return config

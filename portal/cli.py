"""Commands of the portal: `flask --app portal …`."""

import json

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from portal.audit.guarding import grants_for
from portal.checking import check as check_portal
from portal.core.permissions import roles_with
from portal.db import migrations
from portal.extensions import current_settings, db
from portal.jobs import job_command, worker_command
from portal.web.access import access_of

database = AppGroup("db", help="Migrations of the database.")


@database.command("upgrade")
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the database to REVISION."""
    migrations.upgrade(current_settings().resolved_database_url, revision)


@database.command("downgrade")
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the database back to REVISION."""
    migrations.downgrade(current_settings().resolved_database_url, revision)


@database.command("revision")
@click.argument("number")
@click.argument("slug")
def revision(number: str, slug: str) -> None:
    """Write migrations/versions/NUMBER_SLUG.py from what the models changed."""
    migrations.make_revision(current_settings().resolved_database_url, slug, number)


@database.command("grant")
@click.argument("role")
def grant(role: str) -> None:
    """Let ROLE run the portal on the tables of whoever calls this, but not change or delete the audit."""
    with db.engine.begin() as connection:
        if connection.dialect.name != "postgresql":
            raise click.ClickException("only PostgreSQL knows roles")
        for statement in grants_for(role, connection):
            connection.execute(statement)
    click.echo(f"{role} may run the portal")


@database.command("check")
def check() -> None:
    """Tell whether the database has all migrations."""
    pending = migrations.pending_migration(db.engine)
    if pending:
        raise click.ClickException(f"the database lacks migration {pending}")
    click.echo("current")


@click.command("policy")
@click.option("--json", "as_json", is_flag=True, help="For tests and inspectors.")
@with_appcontext
def policy(as_json: bool) -> None:
    """Print who may open which route."""
    rows = route_policy()
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(f"{row['route']:60} {row['access']:40} {', '.join(row['roles'])}")


def route_policy() -> list[dict[str, str | list[str]]]:
    """Each route with its methods, what it requires, and the roles that carry it."""
    rows: list[dict[str, str | list[str]]] = []
    for rule in sorted(current_app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
        access = access_of(current_app.view_functions[rule.endpoint])
        permission = access.permission if access else None
        rows.append(
            {
                "route": rule.rule,
                "endpoint": rule.endpoint,
                "methods": sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}),
                "access": permission.value if permission else "public",
                "reason": access.reason if access else "",
                "roles": sorted(roles_with(permission)) if permission else ["everybody"],
            }
        )
    return rows


COMMANDS: tuple[click.Command, ...] = (check_portal, database, policy, worker_command, job_command)

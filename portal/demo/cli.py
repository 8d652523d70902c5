"""Commands of the demonstration: `flask --app portal seed` and `demo-accounts`."""

from collections.abc import Callable
from typing import Any

import click
from flask.cli import with_appcontext
from werkzeug.utils import import_string

from portal.core import clock
from portal.extensions import current_settings

SEEDING = "portal.demo.seeding"
ACCOUNTS = "portal.demo.accounts"


def later(name: str) -> Callable[..., Any]:
    """What only these commands need, loaded when one is called: no web process carries it."""
    return import_string(name)  # type: ignore[no-any-return]


def refuse_outside_demonstration() -> None:
    if not current_settings().is_demonstration:
        raise click.ClickException("only with PORTAL_MODE=demonstration: made-up people have no place among real ones")


@click.command("seed")
@click.option("--if-empty", is_flag=True, help="Leave a database alone in which somebody has begun to work.")
@with_appcontext
def seed(*, if_empty: bool) -> None:
    """Fill an empty database with the made-up people of the demonstration and three months of their days."""
    refuse_outside_demonstration()
    if not later(f"{SEEDING}:is_empty")():
        if not if_empty:
            raise click.ClickException("the database is not empty; the demonstration needs an empty one")
        click.echo("the database is not empty: left alone")
        return
    now = clock.now()
    hindrance = later(f"{SEEDING}:hindrance")(now)
    if hindrance:
        raise click.ClickException(hindrance)
    later(f"{SEEDING}:seed_demonstration")(now=now, say=click.echo)


@click.command("demo-accounts")
@with_appcontext
def demo_accounts() -> None:
    """Print who can sign in to the demonstration, how, and what to look at first."""
    refuse_outside_demonstration()
    for line in later(f"{ACCOUNTS}:account_lines")():
        click.echo(line)

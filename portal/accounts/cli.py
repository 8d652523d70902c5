"""The command that opens the first account of a new portal."""

import click
from flask.cli import with_appcontext

from portal.accounts.actions import invite_first_office
from portal.core import clock
from portal.core.errors import DomainError
from portal.db.engine import writing
from portal.extensions import db


@click.command("create-office-account")
@click.argument("email")
@click.argument("name")
@with_appcontext
def create_office_account(email: str, name: str) -> None:
    """Print a link, once, by which NAME with EMAIL opens the first account of the office."""
    with writing():
        try:
            link = invite_first_office(email, name, now=clock.now())
        except DomainError as refusal:
            raise click.ClickException(refusal.message % refusal.params) from None
        db.session.commit()
    click.echo(link)

"""The commands that open the first account of a new portal, and let in the last of the office."""

from getpass import getuser

import click
from flask.cli import with_appcontext

from portal.accounts.actions import invite_first_office, let_in
from portal.core import clock
from portal.core.errors import DomainError
from portal.core.messages import N_
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


@click.command("let-in")
@click.argument("email")
@click.option("--reason", required=True, help="Why, for the audit and for whoever is told.")
@click.option("--tell", multiple=True, help="The e-mail address of one more person who is told.")
@with_appcontext
def let_in_from_machine(email: str, reason: str, tell: tuple[str, ...]) -> None:
    """Take the factors off the last of the office and print, once, a link to a new password for EMAIL."""
    with writing():
        try:
            link, told = let_in(email, reason=reason, machine_user=getuser(), also=tell, now=clock.now())
        except DomainError as refusal:
            raise click.ClickException(refusal.message % refusal.params) from None
        db.session.commit()
    click.echo(link)
    click.echo(N_("알린 분: %(told)s") % {"told": ", ".join(told)})

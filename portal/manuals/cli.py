"""Commands of the manuals: `flask --app portal manuals …`."""

import click
from flask.cli import AppGroup
from sqlalchemy import select

from portal.accounts.models import User
from portal.core import clock
from portal.core.actors import Actor
from portal.core.errors import DomainError
from portal.db.engine import writing
from portal.extensions import db
from portal.manuals.actions import load_manuals

manuals = AppGroup("manuals", help="Standard manuals.")


def actor_of(email: str) -> Actor:
    """The member of staff who signs in with `email`."""
    user = db.session.scalar(select(User).where(User.email == email))
    if user is None:
        raise click.BadParameter(f"nobody signs in with {email}")
    return user.actor


@manuals.command("load")
@click.option("--author", required=True, help="E-mail of the member of staff who wrote them.")
@click.option("--reviewer", required=True, help="E-mail of another one who reviewed them.")
@click.option("--approver", required=True, help="E-mail of the one of the office who approves them.")
def load(author: str, reviewer: str, approver: str) -> None:
    """Publish the shipped first edition of each manual that is not there yet."""
    with writing():
        try:
            added = load_manuals(
                author=actor_of(author), reviewer=actor_of(reviewer), approver=actor_of(approver), now=clock.now()
            )
        except DomainError as error:
            raise click.ClickException(error.message) from error
        db.session.commit()
    click.echo(f"{len(added)} manuals added")

"""Commands of monitoring: `flask --app portal monitoring …`."""

import click
from flask.cli import AppGroup

from portal.core import clock
from portal.core.actors import SYSTEM
from portal.db.engine import writing
from portal.extensions import db
from portal.monitoring.duties.actions import load_policies

monitoring = AppGroup("monitoring", help="Policies of monitoring.")


@monitoring.command("load")
def load() -> None:
    """Add the shipped policies that are missing; what is there already stays as it is."""
    with writing():
        found = load_policies(actor=SYSTEM, now=clock.now())
        db.session.commit()
    click.echo(f"{len(found)} policies")

"""Commands of the catalogue: `flask --app portal catalogue …`."""

import click
from flask.cli import AppGroup

from portal.consortium.catalogue.actions import load_services, load_transport
from portal.core import clock
from portal.core.actors import SYSTEM
from portal.db.engine import writing
from portal.extensions import db

catalogue = AppGroup("catalogue", help="Services of the consortium.")


@catalogue.command("load")
@click.option("--transport", is_flag=True, help="Transport by car, too, which neither the seven nor Care SOS name.")
def load(transport: bool) -> None:
    """Add the shipped services and prices that are missing; what is there already stays as it is."""
    with writing():
        services = load_services(actor=SYSTEM, now=clock.now())
        if transport:
            services += load_transport(actor=SYSTEM, now=clock.now())
        db.session.commit()
    click.echo(f"{len(services)} services")

"""Commands of the programmes: `flask --app portal programmes …`."""

import click
from flask.cli import AppGroup

from portal.benefits.programmes.actions import load_presets
from portal.core import clock
from portal.core.actors import SYSTEM
from portal.db.engine import writing
from portal.extensions import db

programmes = AppGroup("programmes", help="Programmes and their tables.")


@programmes.command("load")
def load() -> None:
    """Add the shipped services, programmes and tables that are missing; what is there already stays as it is."""
    with writing():
        found = load_presets(actor=SYSTEM, now=clock.now())
        db.session.commit()
    click.echo(f"{len(found)} programmes")

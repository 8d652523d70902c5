"""Commands of capacity: `flask --app portal capacity …`."""

import click
from flask.cli import AppGroup

from portal.consortium.capacity.actions import extend_capacity
from portal.core import clock
from portal.db.engine import writing
from portal.extensions import current_settings, db

capacity = AppGroup("capacity", help="Places of the members.")


@capacity.command("extend")
def extend() -> None:
    """Publish every weekly pattern up to the horizon."""
    with writing():
        made = extend_capacity(clock.now(), horizon_days=current_settings().capacity_horizon_days)
        db.session.commit()
    click.echo(f"{made} slots made")

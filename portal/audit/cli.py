"""The commands of the audit: `flask --app portal audit …`."""

import click
from flask.cli import AppGroup

from portal.audit.sealing import faults, last_seal, seal_entries
from portal.core import clock
from portal.db.engine import writing
from portal.extensions import db

audit = AppGroup("audit", help="The audit and its seals.")


@audit.command("seal")
def seal() -> None:
    """Seal what is not sealed yet; the worker does it every hour."""
    with writing():
        sealed = seal_entries(clock.now())
        db.session.commit()
    click.echo(f"{sealed} entries sealed")


@audit.command("verify")
@click.option("--digest", default="", help="The digest of a seal that was noted down before.")
def verify(digest: str) -> None:
    """Name each entry that was changed, removed or added after it was sealed; print the newest digest to note down."""
    found = list(faults(digest))
    for fault in found:
        click.echo(fault)
    if found:
        raise click.ClickException(f"{len(found)} faults")
    newest = last_seal()
    click.echo(f"intact, newest digest {newest.digest}" if newest else "nothing sealed yet")

"""The commands of the audit: `flask --app portal audit …`."""

import click
from flask.cli import AppGroup

from portal.audit.heads import all_faults, seal_and_keep_head
from portal.audit.sealing import last_seal
from portal.core import clock
from portal.db.engine import writing
from portal.db.transaction import collecting, run_queued
from portal.extensions import current_settings, db

audit = AppGroup("audit", help="The audit and its seals.")


@audit.command("seal")
def seal() -> None:
    """Seal what is not sealed yet; the worker does it every hour."""
    with writing(), collecting() as queue:
        sealed = seal_and_keep_head(clock.now())
        db.session.commit()
        run_queued(queue)
    click.echo(f"{sealed} entries sealed")


@audit.command("verify")
@click.option("--digest", "digests", multiple=True, help="The digest of a seal that was noted down before.")
def verify(digests: tuple[str, ...]) -> None:
    """Name each entry that was changed, removed or added after it was sealed; print the newest digest to note down.

    The digests that the worker kept outside of the database must all be there, too.
    """
    found = list(all_faults(current_settings(), *digests))
    for fault in found:
        click.echo(fault)
    if found:
        raise click.ClickException(f"{len(found)} faults")
    newest = last_seal()
    click.echo(f"intact, newest digest {newest.digest}" if newest else "nothing sealed yet")

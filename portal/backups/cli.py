"""The commands that back up, restore and verify: `flask --app portal backup` and its like."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import with_appcontext

from portal.backups.archive import look_through
from portal.backups.drills import drill
from portal.backups.keys import identity_of, new_key
from portal.backups.making import make_backup, remove_old
from portal.backups.models import Backup
from portal.backups.restoring import restore
from portal.backups.verifying import faults
from portal.core import clock
from portal.core.errors import DomainError
from portal.db.transaction import own_transaction
from portal.extensions import current_settings

NOT_WHOLE = 2
"""The exit code of `restore` where all was restored, but not all is as it should be."""


@contextmanager
def _refusals() -> Iterator[None]:
    """One sentence and the exit code 1."""
    try:
        yield
    except DomainError as refusal:
        raise click.ClickException(refusal.message % refusal.params) from None
    except OSError as failure:
        raise click.ClickException(f"{failure.strerror or failure}: {failure.filename or ''}".rstrip(": ")) from None


@click.command("backup-key")
def backup_key_command() -> None:
    """Print a new PORTAL_BACKUP_KEY; keep it in another place than the back-ups."""
    click.echo(new_key())


@click.command("backup")
@with_appcontext
def backup_command() -> None:
    """Make a back-up of database and files in PORTAL_BACKUP_DIR while the portal runs, and remove old ones."""
    settings, now, begun = current_settings(), clock.now(), time.monotonic()
    with _refusals():
        made = make_backup(settings, now=now)
    size, files = made.path.stat().st_size, len(made.manifest.files)
    with own_transaction() as session:
        session.add(
            Backup(
                made_at=now,
                seconds=round(time.monotonic() - begun),
                file_name=made.path.name,
                size=size,
                files=files,
                audit_digest=made.manifest.audit_digest,
            )
        )
    click.echo(f"{made.path} ({files} files, {size:,} bytes)")
    click.echo(f"audit {made.manifest.audit_digest or '-'}")
    for name in remove_old(settings, now=now):
        click.echo(f"removed {name}")
    for path in made.missing:
        click.echo(f"missing {path}")


@click.command("restore")
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--other-keys", is_flag=True, help="Restore though the portal's own keys are others than then.")
@with_appcontext
def restore_command(source: Path, other_keys: bool) -> None:
    """Restore the back-up SOURCE into the empty PORTAL_VAR_DIR and the empty database; then verify."""
    settings = current_settings()
    with _refusals():
        manifest = restore(source, settings, now=clock.now(), other_keys=other_keys)
    click.echo(f"{manifest.made_at:%Y-%m-%dT%H:%M:%SZ} {len(manifest.files)} files")
    _tell_faults(list(faults(settings, *([manifest.audit_digest] if manifest.audit_digest else []))), NOT_WHOLE)


@click.command("verify")
@click.argument("source", required=False, type=click.Path(path_type=Path))
@click.option("--digest", "digests", multiple=True, help="The digest of a seal that was noted down before.")
@with_appcontext
def verify_command(source: Path | None, digests: tuple[str, ...]) -> None:
    """Verify the back-up SOURCE, reading it to its end; without one, this portal: files, audit, money."""
    settings = current_settings()
    if source is None:
        _tell_faults(list(faults(settings, *digests)), 1)
        return
    with _refusals():
        manifest = look_through(source, identity_of(settings))
    click.echo(f"whole: {manifest.made_at:%Y-%m-%dT%H:%M:%SZ} {len(manifest.files)} files")
    click.echo(f"audit {manifest.audit_digest or '-'}")


@click.command("drill")
@with_appcontext
def drill_command() -> None:
    """Restore the newest back-up into a place of its own, verify it and keep how it went; the worker does so weekly."""
    found = drill(current_settings(), now=clock.now())
    problems = list(found.problems)
    with own_transaction() as session:
        session.add(found)
    _tell_faults(problems, 1)


def _tell_faults(found: list[str], code: int) -> None:
    for fault in found:
        click.echo(fault)
    click.echo("whole" if not found else f"{len(found)} faults")
    if found:
        sys.exit(code)

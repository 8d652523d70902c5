"""Commands about the files that the portal keeps."""

import click
from flask.cli import AppGroup

from portal.core.errors import NotFound
from portal.core.messages import N_
from portal.db.keyring import NotOpened
from portal.documents.settling import files_by_key, named_files, settle, unseal
from portal.extensions import current_settings

LEFT = N_("%(count)d개 파일은 그대로 두었습니다. `flask --app portal verify`가 무엇이 잘못되었는지 말해 줍니다.")

files = AppGroup("files", help="The files that the portal keeps.")


@files.command("show")
def show() -> None:
    """Tell how many files each key sealed, and how many lie in the clear or are missing; ends with 1 if any does."""
    found = files_by_key(current_settings())
    for key, count in sorted(found.items(), key=lambda each: str(each[0])):
        click.echo(f"{key}: {count}")
    if any(isinstance(key, str) for key in found):
        raise click.exceptions.Exit(1)


@files.command("settle")
def settle_files() -> None:
    """Seal what lies in the clear or by another key, and bring all where PORTAL_FILE_PLACE says; while people work."""
    done = left = 0
    for store, name, named in named_files(current_settings()):
        try:
            done += settle(store, name, named)
        except (NotFound, NotOpened):
            left += 1
    _tell(done, left)


@files.command("unseal")
def unseal_files() -> None:
    """Leave all in the clear in PORTAL_VAR_DIR, for a version of the portal that does not seal; while it stands."""
    done = left = 0
    for store, name, named in named_files(current_settings()):
        try:
            done += unseal(store, name, named)
        except (NotFound, NotOpened):
            left += 1
    _tell(done, left)


def _tell(done: int, left: int) -> None:
    click.echo(done)
    if left:
        raise click.ClickException(LEFT % {"count": left})

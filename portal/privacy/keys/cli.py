"""Commands about the keys of sealed columns."""

import click
from flask.cli import AppGroup

from portal.core import clock
from portal.db.keyring import keyring
from portal.privacy.keys import actions

keys = AppGroup("keys", help="The keys of what lies encrypted.")


@keys.command("show")
def show() -> None:
    """Tell how many values and files each key sealed; a key that sealed none may go."""
    for number, values in sorted(actions.values_by_key().items()):
        if number or values:
            click.echo(f"{number or 'unknown'}: {values}")


@keys.command("rotate")
def rotate() -> None:
    """Seal all anew with the first key, while the portal runs; stopped, it goes on where it was."""
    done = actions.rotate(lambda progress: click.echo(f"{progress.place}: {progress.done}"))
    actions.note_rotation(done, now=clock.now())
    click.echo(f"key {keyring().sealing}: {done}")

"""`flask --app portal evidence`: the inspector's pack from the machine."""

import getpass
from datetime import datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from portal.audit.actions import record
from portal.core import clock
from portal.core.actors import SYSTEM
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.db.engine import writing
from portal.extensions import db
from portal.privacy.evidence.actions import refuse_impossible
from portal.privacy.evidence.items import Period
from portal.privacy.evidence.packing import make_pack

DAY = click.DateTime(["%Y-%m-%d"])
NOT_EMPTY = N_("%(folder)s: 비어 있지 않습니다. 다른 폴더를 정해 주십시오.")


def make_empty(folder: Path) -> None:
    """Raises `DomainError` where something lies in it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise DomainError(NOT_EMPTY, folder=folder)


@click.command("evidence")
@click.option("--from", "first", type=DAY, required=True, help="The first day.")
@click.option("--to", "last", type=DAY, required=True, help="The last day, included.")
@click.option("--into", type=click.Path(path_type=Path), help="An empty or new folder; else evidence-FROM-TO.")
@with_appcontext
def evidence(first: datetime, last: datetime, into: Path | None) -> None:
    """Make the pack of twenty items for an inspector: PDF, CSV and JSON, with a manifest."""
    now, period = clock.now(), Period(first.date(), last.date())
    folder = into or Path(f"evidence-{period.first}-{period.last}")
    try:
        refuse_impossible(period, now)
        make_empty(folder)
    except DomainError as refusal:
        raise click.ClickException(refusal.message % refusal.params) from None
    pack = make_pack(period, folder, by=getpass.getuser(), now=now)
    with writing():
        record("evidence.request", actor=SYSTEM, now=now, by=getpass.getuser(), **period.told)
        db.session.commit()
    for file in pack.files:
        click.echo(f"{file.sha256}  {file.name}")
    click.echo(f"{folder}: {len(pack.files)} files")

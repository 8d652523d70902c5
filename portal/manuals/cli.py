"""Commands of the manuals: `flask --app portal manuals …`."""

import hashlib
from collections.abc import Iterator

import click
from flask.cli import AppGroup
from sqlalchemy import select

from portal.accounts.models import User
from portal.core import clock
from portal.core.actors import Actor
from portal.core.errors import DomainError
from portal.db.engine import writing
from portal.extensions import db
from portal.manuals.actions import load_manuals
from portal.manuals.actions.documents import kept_edition_pdf, set_edition
from portal.manuals.content import digest_of_edition
from portal.manuals.models import ManualEdition
from portal.manuals.queries import all_issued, get_edition

manuals = AppGroup("manuals", help="Standard manuals.")


def actor_of(email: str) -> Actor:
    """The member of staff who signs in with `email`."""
    user = db.session.scalar(select(User).where(User.email == email))
    if user is None:
        raise click.BadParameter(f"nobody signs in with {email}")
    return user.actor


@manuals.command("load")
@click.option("--author", required=True, help="E-mail of the member of staff who wrote them.")
@click.option("--reviewer", required=True, help="E-mail of another one who reviewed them.")
@click.option("--approver", required=True, help="E-mail of the one of the office who approves them.")
def load(author: str, reviewer: str, approver: str) -> None:
    """Publish the shipped first edition of each manual that is not there yet."""
    with writing():
        try:
            added = load_manuals(
                author=actor_of(author), reviewer=actor_of(reviewer), approver=actor_of(approver), now=clock.now()
            )
        except DomainError as error:
            raise click.ClickException(error.message) from error
        db.session.commit()
    click.echo(f"{len(added)} manuals added")


@manuals.command("verify")
@click.option("--papers", is_flag=True, help="Set each document again and compare it with the one that is kept.")
def verify(papers: bool) -> None:
    """Compare what is kept of each issued edition with the digest that it was issued with."""
    ids = all_issued()
    wrong = [words for edition_id in ids for words in _wrong_with(get_edition(edition_id), papers=papers)]
    for words in wrong:
        click.echo(words)
    click.echo(f"{len(ids)} editions, {len(wrong)} findings")
    if wrong:
        raise SystemExit(1)


def _wrong_with(edition: ManualEdition, *, papers: bool) -> Iterator[str]:
    name = f"{edition.manual.code} {edition.number}"
    if digest_of_edition(edition) != edition.digest:
        yield f"{name}: the text is not what was issued"
    kept = kept_edition_pdf(edition) if papers else None
    if kept is not None and hashlib.sha256(set_edition(edition)).hexdigest() != kept.sha256:
        yield f"{name}: the document is set otherwise than the one that is kept"

"""Commands of the settlement: `flask --app portal benefits …`."""

import sys
from datetime import date

import click
from flask.cli import AppGroup

from portal.benefits.settlement.findings import Finding
from portal.benefits.settlement.queries import months_with_charges
from portal.benefits.settlement.reconciliation import reconcile, unbalanced_accounts
from portal.benefits.settlement.rules import parse_month
from portal.core import clock
from portal.core.errors import DomainError

benefits = AppGroup("benefits", help="The money: ledger and statements.")


@benefits.command("verify")
@click.option("--month", default="", help="One month, such as 2026-10; otherwise all.")
def verify(month: str) -> None:
    """Tell whether visits, ledger and statements tie to the won; list what does not and end with 1."""
    errors = unbalanced_accounts()
    for each in _months(month):
        found = reconcile(each)
        errors += found.errors
        waiting = ", ".join(f"{kind} {part.amount:,}" for kind, part in found.waiting.items() if part.count)
        click.echo(
            f"{each:%Y-%m} visits {found.visits:,} ledger {found.ledger.amount:,} statements {found.stated.amount:,}"
            + (f" waiting: {waiting}" if waiting else "")
        )
    for error in errors:
        click.echo(_told(error))
    click.echo("everything ties" if not errors else f"{len(errors)} do not tie")
    sys.exit(1 if errors else 0)


def _months(month: str) -> list[date]:
    if not month:
        return sorted(months_with_charges(clock.day_of(clock.now()), limit=None))
    try:
        return [parse_month(month)]
    except DomainError:
        raise click.BadParameter("write a month as 2026-10") from None


def _told(error: Finding) -> str:
    where = error.visit_id or error.statement_id or ""
    return f"  {error.kind}: {error.organisation} {error.day or ''} {error.detail} {where}".rstrip()

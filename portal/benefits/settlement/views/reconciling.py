"""The page that says whether visits, ledger and statements tie."""

from flask import request
from flask.typing import ResponseReturnValue

from portal.benefits.settlement.queries import months_with_charges
from portal.benefits.settlement.reconciliation import reconcile, unbalanced_accounts
from portal.benefits.settlement.rules import first_of_month
from portal.benefits.settlement.views.blueprint import bp, month_at
from portal.core import clock
from portal.core.permissions import Permission
from portal.web.access import requires
from portal.web.pages import page

SHOWN = 100
"""Rows of each list: the command line tells all."""


@bp.get("/reconciliation")
@requires(Permission.STATEMENT_MANAGE)
def reconciliation() -> ResponseReturnValue:
    today = clock.day_of(clock.now())
    months = months_with_charges(today)
    asked = request.args.get("month")
    month = month_at(asked) if asked else next(iter(months[1:2] or months), first_of_month(today))
    found = reconcile(month)
    return page(
        "settlement/reconciliation.html",
        month=month,
        months=months,
        found=found,
        errors=[*unbalanced_accounts(), *found.errors],
        shown=SHOWN,
    )

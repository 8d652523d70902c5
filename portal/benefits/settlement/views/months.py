"""Pages of the months: what is settled, how far drawing up is, what is paid."""

from datetime import timedelta

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from portal.benefits.settlement import actions, queries
from portal.benefits.settlement.forms import PaidForm
from portal.benefits.settlement.overviews import facts_of, overviews_of
from portal.benefits.settlement.rules import first_of_month
from portal.benefits.settlement.states import RunState, StatementState
from portal.benefits.settlement.views.blueprint import bp, month_at, month_url
from portal.core import clock
from portal.core.permissions import Permission
from portal.web.access import current_actor, requires
from portal.web.pages import page
from portal.web.words import gettext as _

UNDER_WAY = frozenset({RunState.WAITING, RunState.RUNNING})


@bp.get("")
@requires(Permission.STATEMENT_ALL)
def months() -> ResponseReturnValue:
    """The months, each with how far its statements are; the one that is due to be drawn up first."""
    today = clock.day_of(clock.now())
    return page(
        "settlement/months.html",
        months=overviews_of(queries.months_with_charges(today)),
        due=first_of_month(first_of_month(today) - timedelta(days=1)),
        disputes=queries.open_disputes(viewer=current_actor()),
        proposed=queries.proposed_accounts(),
    )


@bp.get("/months/<month>")
@requires(Permission.STATEMENT_ALL)
def month(month: str) -> ResponseReturnValue:
    first = month_at(month)
    statements = queries.statements_of(first, viewer=current_actor())
    run = queries.run_of(first)
    return page(
        "settlement/month.html",
        month=first,
        statements=statements,
        run=run,
        under_way=run is not None and run.state in UNDER_WAY,
        accounts=queries.current_accounts(each.organisation_id for each in statements),
        facts=facts_of(statements),
        to_pay=[each for each in statements if each.state is StatementState.APPROVED],
        now=clock.now(),
    )


@bp.post("/months/<month>/draw")
@requires(Permission.STATEMENT_MANAGE)
def draw(month: str) -> ResponseReturnValue:
    first = month_at(month)
    actions.request_run(first, actor=current_actor(), now=clock.now())
    flash(_("명세서를 만들기 시작했습니다. 이 화면에서 어디까지 되었는지 볼 수 있습니다."))
    return redirect(month_url(first))


@bp.route("/months/<month>/pay", methods=["GET", "POST"])
@requires(Permission.STATEMENT_MANAGE)
def pay(month: str) -> ResponseReturnValue:
    """Notes that everything approved was paid; the money itself goes through the bank."""
    first = month_at(month)
    form = PaidForm()
    if not form.is_submitted():
        form.show(clock.day_of(clock.now()))
    if form.validate_on_submit():
        with form.refusals():
            paid_on = form.paid_on.data or clock.day_of(clock.now())
            count = actions.pay_month(first, paid_on=paid_on, actor=current_actor(), now=clock.now())
            flash(_("명세서 %(count)d건을 지급한 것으로 적었습니다.", count=count))
            return redirect(month_url(first))
    waiting = queries.approved_of(first)
    accounts = queries.current_accounts(each.organisation_id for each in waiting)
    return page("settlement/pay.html", form=form, month=first, statements=waiting, accounts=accounts)

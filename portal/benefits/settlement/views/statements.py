"""Pages of one statement: its lines, and what its co-operative and the office do with it."""

from uuid import UUID

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from portal.audit.steps import history
from portal.benefits.settlement import actions, queries
from portal.benefits.settlement.forms import ReturnForm
from portal.benefits.settlement.overviews import facts_of
from portal.benefits.settlement.rules import may_dispute
from portal.benefits.settlement.states import STATEMENT_STATES
from portal.benefits.settlement.views.blueprint import bp, statement_at, statement_url
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.money import won_in_words
from portal.core.permissions import Permission
from portal.web.access import current_actor, requires
from portal.web.forms import ActionForm
from portal.web.pages import page, page_number
from portal.web.words import gettext as _


@bp.get("/mine")
@requires(Permission.STATEMENT_OWN)
def mine() -> ResponseReturnValue:
    """A co-operative's own statements, and where it is paid."""
    actor = current_actor()
    if actor.organisation_id is None:
        raise NotFound
    return page(
        "settlement/mine.html",
        statements=queries.own_statements(viewer=actor),
        account=queries.current_account(actor.organisation_id),
        disputes=queries.open_disputes(viewer=actor),
    )


@bp.get("/statements/<uuid:statement_id>")
@requires(Permission.STATEMENT_READ)
def statement(statement_id: UUID) -> ResponseReturnValue:
    found = statement_at(statement_id)
    return page(
        "settlement/statement.html",
        statement=found,
        lines=queries.page_of_lines(found, page_number()),
        subtotals=queries.sums_by_service(found),
        held=queries.held_sums(found),
        disputes=queries.disputes_of(found),
        steps=history(STATEMENT_STATES, found.id),
        facts=facts_of([found])[found.id],
        account=found.bank_account or queries.current_account(found.organisation_id),
        open_for_disputes=may_dispute(found.state, by_office=current_actor().can(Permission.STATEMENT_MANAGE)),
        words=won_in_words(found.support),
    )


@bp.post("/statements/<uuid:statement_id>/check")
@requires(Permission.STATEMENT_OWN)
def check(statement_id: UUID) -> ResponseReturnValue:
    found = statement_at(statement_id)
    actions.check_statement(found, actor=current_actor(), now=clock.now())
    flash(_("확인했습니다. 이제 사무국에 제출해 주십시오."))
    return redirect(statement_url(found))


@bp.post("/statements/<uuid:statement_id>/uncheck")
@requires(Permission.STATEMENT_OWN)
def uncheck(statement_id: UUID) -> ResponseReturnValue:
    found = statement_at(statement_id)
    actions.uncheck_statement(found, actor=current_actor(), now=clock.now())
    flash(_("확인을 거두었습니다."))
    return redirect(statement_url(found))


@bp.post("/statements/<uuid:statement_id>/submit")
@requires(Permission.STATEMENT_OWN)
def submit(statement_id: UUID) -> ResponseReturnValue:
    found = statement_at(statement_id)
    actions.submit_statement(found, actor=current_actor(), now=clock.now())
    flash(_("사무국에 제출했습니다."))
    return redirect(statement_url(found))


@bp.route("/statements/<uuid:statement_id>/approve", methods=["GET", "POST"])
@requires(Permission.STATEMENT_MANAGE)
def approve(statement_id: UUID) -> ResponseReturnValue:
    """Shows what will be frozen; the second click approves."""
    found = statement_at(statement_id)
    form = ActionForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.approve_statement(found, actor=current_actor(), now=clock.now())
            flash(_("승인했습니다. 이 달은 더 바뀌지 않습니다."))
            return redirect(statement_url(found))
    return page(
        "settlement/approve.html",
        form=form,
        statement=found,
        held=queries.held_sums(found),
        facts=facts_of([found])[found.id],
        words=won_in_words(found.support),
    )


@bp.route("/statements/<uuid:statement_id>/return", methods=["GET", "POST"])
@requires(Permission.STATEMENT_MANAGE)
def give_back(statement_id: UUID) -> ResponseReturnValue:
    found = statement_at(statement_id)
    form = ReturnForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.return_statement(found, reason=form.reason.data, actor=current_actor(), now=clock.now())
            flash(_("돌려보냈습니다. 달 화면에서 다시 만들 수 있습니다."))
            return redirect(statement_url(found))
    return page("settlement/return.html", form=form, statement=found)

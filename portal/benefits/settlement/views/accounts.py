"""Pages of the co-operatives' bank accounts: written down by one, confirmed by another."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.audit.steps import histories
from portal.benefits.settlement import actions, queries
from portal.benefits.settlement.actions import masked_number
from portal.benefits.settlement.forms import AccountForm, ConfirmAccountForm, RefuseAccountForm
from portal.benefits.settlement.states import ACCOUNT_STATES
from portal.benefits.settlement.views.blueprint import bp
from portal.consortium.members.queries import get_organisation, organisations
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.web.access import current_actor, needs_proof, requires
from portal.web.pages import page
from portal.web.words import gettext as _


@bp.get("/accounts")
@requires(Permission.STATEMENT_MANAGE)
def accounts() -> ResponseReturnValue:
    """Where each co-operative is paid, and what waits for the second person."""
    members = organisations(day=clock.day_of(clock.now()))
    return page(
        "settlement/accounts.html",
        members=members,
        current=queries.current_accounts(each.id for each in members),
        proposed={each.organisation_id: each for each in queries.proposed_accounts()},
        masked=masked_number,
        viewer_id=current_actor().user_id,
    )


@bp.route("/accounts/of/<uuid:organisation_id>", methods=["GET", "POST"])
@requires(Permission.STATEMENT_ACT)
@needs_proof
def account(organisation_id: UUID) -> ResponseReturnValue:
    """A co-operative's accounts, with a form for another one."""
    actor = current_actor()
    known = queries.accounts_of(organisation_id, viewer=actor)
    organisation = get_organisation(organisation_id)
    form = AccountForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.propose_account(
                organisation_id,
                bank=form.bank.data,
                holder=form.holder.data,
                number=form.number.data,
                reason=form.reason.data,
                actor=actor,
                now=clock.now(),
            )
            flash(_("계좌를 적었습니다. 사무국의 다른 직원이 확인한 뒤부터 쓰입니다."))
            return redirect(url_for("settlement.account", organisation_id=organisation_id))
    taken = [step for steps in histories(ACCOUNT_STATES, [each.id for each in known]).values() for step in steps]
    return page(
        "settlement/account.html",
        form=form,
        organisation=organisation,
        accounts=known,
        masked=masked_number,
        steps=sorted(taken, key=lambda step: (step.at, step.id)),
    )


@bp.get("/mine/account")
@requires(Permission.STATEMENT_OWN)
def my_account() -> ResponseReturnValue:
    organisation_id = current_actor().organisation_id
    if organisation_id is None:
        raise NotFound
    return redirect(url_for("settlement.account", organisation_id=organisation_id))


@bp.route("/accounts/<uuid:account_id>/confirm", methods=["GET", "POST"])
@requires(Permission.STATEMENT_MANAGE)
@needs_proof
def confirm_account(account_id: UUID) -> ResponseReturnValue:
    found = queries.get_account(account_id, viewer=current_actor())
    form = ConfirmAccountForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.confirm_account(
                found, number=form.number.data, note=form.note.data, actor=current_actor(), now=clock.now()
            )
            flash(_("계좌를 확인했습니다. 이제 이 계좌로 지급합니다."))
            return redirect(url_for("settlement.accounts"))
    return page("settlement/confirm_account.html", form=form, account=found)


@bp.route("/accounts/<uuid:account_id>/refuse", methods=["GET", "POST"])
@requires(Permission.STATEMENT_MANAGE)
def refuse_account(account_id: UUID) -> ResponseReturnValue:
    found = queries.get_account(account_id, viewer=current_actor())
    form = RefuseAccountForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.refuse_account(found, note=form.note.data, actor=current_actor(), now=clock.now())
            flash(_("계좌를 돌려보냈습니다. 전에 쓰던 계좌는 그대로입니다."))
            return redirect(url_for("settlement.accounts"))
    return page("settlement/refuse_account.html", form=form, account=found)

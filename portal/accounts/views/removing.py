"""Two of the office take a lost factor off somebody's account."""

from collections.abc import Iterator
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import actions
from portal.accounts.forms import RemovalForm
from portal.accounts.models import FactorRemoval
from portal.accounts.queries import get_staff, has_factor, open_removal, open_removals, users_who_may
from portal.accounts.rules import is_second_person, may_be_let_in
from portal.accounts.views.blueprint import bp
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.web.access import current_actor, requires
from portal.web.agenda import Deed, Desk, Item
from portal.web.forms import ActionForm
from portal.web.pages import page
from portal.web.waiting import Waiting
from portal.web.words import gettext as _


@bp.route("/staff/<uuid:user_id>/factors", methods=["GET", "POST"])
@requires(Permission.STAFF_MANAGE)
def factors(user_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    user = get_staff(user_id, viewer=actor)
    form = RemovalForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.ask_removal(user, form.reason.data, actor=actor, now=now)
            flash(_("부탁했습니다. 사무국의 다른 직원이 확인하면 풀립니다."))
            return redirect(url_for(".factors", user_id=user_id))
    others = [each for each in users_who_may(Permission.STAFF_MANAGE) if each.id != user_id]
    return page(
        "accounts/factors.html",
        form=form,
        user=user,
        removal=open_removal(user_id, now=now),
        has_factor=has_factor(user),
        is_own=user_id == actor.user_id,
        viewer_id=actor.user_id,
        needs_machine=may_be_let_in(others=len(others)),
        act=ActionForm(),
    )


@bp.post("/staff/<uuid:user_id>/factors/confirm")
@requires(Permission.STAFF_MANAGE)
def confirm_removal(user_id: UUID) -> ResponseReturnValue:
    actions.confirm_removal(_asked(user_id), actor=current_actor(), now=clock.now())
    flash(_("인증 수단을 모두 풀고 로그아웃했습니다. 다음에 로그인할 때 새로 등록합니다."))
    return redirect(url_for(".staff_member", user_id=user_id))


@bp.post("/staff/<uuid:user_id>/factors/withdraw")
@requires(Permission.STAFF_MANAGE)
def withdraw_removal(user_id: UUID) -> ResponseReturnValue:
    actions.withdraw_removal(_asked(user_id), actor=current_actor(), now=clock.now())
    flash(_("부탁을 거두었습니다. 인증 수단은 그대로입니다."))
    return redirect(url_for(".factors", user_id=user_id))


def _asked(user_id: UUID) -> FactorRemoval:
    get_staff(user_id, viewer=current_actor())
    removal = open_removal(user_id, now=clock.now())
    if removal is None:
        raise NotFound
    return removal


def _removals(desk: Desk) -> Iterator[Item]:
    """What another one of the office asked for."""
    for removal in open_removals(now=desk.now):
        if is_second_person(desk.viewer.user_id, asked_by=removal.asked_by_id, concerned=removal.user_id):
            yield Item(
                key=f"removal-{removal.id}",
                what=_("인증 앱 풀기 확인: %(name)s", name=removal.user.name),
                since=removal.asked_at,
                deeds=(Deed(_("살펴보기"), url_for("accounts.factors", user_id=removal.user_id)),),
            )


REMOVALS = Waiting(N_("인증 앱 풀기"), Permission.STAFF_MANAGE, _removals)

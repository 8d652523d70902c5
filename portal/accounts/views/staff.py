"""The office's list of staff: invite, give and take back roles, close and open accounts."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import actions, queries
from portal.accounts.forms import InvitationForm, RoleForm
from portal.accounts.organisations import organisations
from portal.accounts.queries import get_staff, residents_by_contact
from portal.accounts.rules import Contact
from portal.accounts.views.blueprint import bp
from portal.core import clock
from portal.core.permissions import STAFF_ROLES, Permission
from portal.web.access import current_actor, requires
from portal.web.forms import ActionForm
from portal.web.links import Link
from portal.web.pages import page
from portal.web.words import gettext as _


def link_to_user(user_id: UUID) -> Link | None:
    """A member of staff, for those who manage them."""
    viewer = current_actor()
    user = queries.find_user(user_id) if viewer.can(Permission.STAFF_MANAGE) else None
    if user is None or not any(grant.role in STAFF_ROLES for grant in user.grants):
        return None
    return Link(user.name, url_for("accounts.staff_member", user_id=user_id))


@bp.get("/staff")
@requires(Permission.STAFF_MANAGE)
def staff() -> ResponseReturnValue:
    viewer = current_actor()
    return page(
        "accounts/staff.html",
        people=queries.staff(viewer=viewer),
        invitations=queries.open_invitations(viewer=viewer),
        names={organisation.id: organisation.name for organisation in organisations()},
        now=clock.now(),
        act=ActionForm(),
    )


@bp.route("/staff/invite", methods=["GET", "POST"])
@requires(Permission.STAFF_MANAGE)
def invite() -> ResponseReturnValue:
    form = InvitationForm()
    if form.validate_on_submit():
        role, organisation = form.chosen_role, form.chosen_organisation
        with form.refusals():
            actions.invite_staff(
                form.email.data, form.name.data, role, organisation, actor=current_actor(), now=clock.now()
            )
            flash(_("%(email)s로 초대 메일을 보냅니다.", email=form.email.data))
            if residents_by_contact(Contact(email=form.email.data)):
                flash(_("같은 이메일로 돌봄을 받는 분의 계정도 있습니다. 잘못 적으셨으면 초대를 거두어 주십시오."))
            return redirect(url_for(".staff"))
    return page("accounts/invite.html", form=form)


@bp.post("/staff/invitations/<uuid:invitation_id>/resend")
@requires(Permission.STAFF_MANAGE)
def resend_invitation(invitation_id: UUID) -> ResponseReturnValue:
    invitation = queries.get_invitation(invitation_id, viewer=current_actor())
    actions.resend_invitation(invitation, actor=current_actor(), now=clock.now())
    flash(_("초대 메일을 다시 보냅니다. 앞의 주소는 이제 열리지 않습니다."))
    return redirect(url_for(".staff"))


@bp.post("/staff/invitations/<uuid:invitation_id>/withdraw")
@requires(Permission.STAFF_MANAGE)
def withdraw_invitation(invitation_id: UUID) -> ResponseReturnValue:
    invitation = queries.get_invitation(invitation_id, viewer=current_actor())
    actions.withdraw_invitation(invitation, actor=current_actor(), now=clock.now())
    flash(_("초대를 거두었습니다."))
    return redirect(url_for(".staff"))


@bp.route("/staff/<uuid:user_id>", methods=["GET", "POST"])
@requires(Permission.STAFF_MANAGE)
def staff_member(user_id: UUID) -> ResponseReturnValue:
    user = get_staff(user_id, viewer=current_actor())
    form = RoleForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.grant_role(user, form.chosen_role, form.chosen_organisation, actor=current_actor(), now=clock.now())
            flash(_("역할을 더했습니다."))
            return redirect(url_for(".staff_member", user_id=user_id))
    names = {organisation.id: organisation.name for organisation in organisations()}
    return page(
        "accounts/staff_member.html",
        form=form,
        user=user,
        own=user.id == current_actor().user_id,
        names=names,
        act=ActionForm(),
    )


@bp.post("/staff/<uuid:user_id>/roles/<uuid:grant_id>/revoke")
@requires(Permission.STAFF_MANAGE)
def revoke_role(user_id: UUID, grant_id: UUID) -> ResponseReturnValue:
    grant = queries.get_grant(get_staff(user_id, viewer=current_actor()), grant_id)
    actions.revoke_role(grant, actor=current_actor(), now=clock.now())
    flash(_("역할을 거두었습니다."))
    return redirect(url_for(".staff_member", user_id=user_id))


@bp.post("/staff/<uuid:user_id>/disable")
@requires(Permission.STAFF_MANAGE)
def disable(user_id: UUID) -> ResponseReturnValue:
    user = get_staff(user_id, viewer=current_actor())
    actions.disable_user(user, actor=current_actor(), now=clock.now())
    flash(_("계정을 닫고 모든 기기에서 로그아웃했습니다."))
    return redirect(url_for(".staff_member", user_id=user_id))


@bp.post("/staff/<uuid:user_id>/enable")
@requires(Permission.STAFF_MANAGE)
def enable(user_id: UUID) -> ResponseReturnValue:
    user = get_staff(user_id, viewer=current_actor())
    actions.enable_user(user, actor=current_actor(), now=clock.now())
    flash(_("계정을 다시 열었습니다."))
    return redirect(url_for(".staff_member", user_id=user_id))

"""Pages of the members of the consortium."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.organisations import OrganisationName
from portal.audit.steps import locked
from portal.consortium.members import actions, queries, rules
from portal.consortium.members.forms import AgreementForm, MemberForm
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.web import links
from portal.web.access import current_actor, requires
from portal.web.agenda import Deed, Desk, Item
from portal.web.pages import page
from portal.web.waiting import Waiting
from portal.web.words import gettext as _

bp = Blueprint("members", __name__, url_prefix="/members")


def today_rules() -> dict[str, Any]:
    """What a page needs to say whether a member may make offers today."""
    return {"today": clock.day_of(clock.now()), "rules": rules}


@bp.get("")
@requires(Permission.MEMBER_READ)
def members() -> ResponseReturnValue:
    unentered = queries.members_nobody_enters(clock.now()) if current_actor().can(Permission.MEMBER_MANAGE) else []
    return page("members/members.html", organisations=queries.organisations(), unentered=unentered, **today_rules())


@bp.get("/<uuid:organisation_id>")
@requires(Permission.MEMBER_READ)
def member(organisation_id: UUID) -> ResponseReturnValue:
    return page("members/member.html", organisation=queries.get_organisation(organisation_id), **today_rules())


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.MEMBER_MANAGE)
def new_member() -> ResponseReturnValue:
    form = MemberForm()
    if form.validate_on_submit():
        with form.refusals():
            organisation = actions.add_member(form.details, actor=current_actor(), now=clock.now())
            flash(_("회원 기관을 등록하였습니다. 이어서 협약을 등록해 주십시오."))
            return redirect(url_for(".member", organisation_id=organisation.id))
    return page("members/edit.html", form=form, organisation=None)


@bp.route("/<uuid:organisation_id>/edit", methods=["GET", "POST"])
@requires(Permission.MEMBER_MANAGE)
def edit_member(organisation_id: UUID) -> ResponseReturnValue:
    organisation = locked(queries.get_organisation(organisation_id))
    form = MemberForm(organisation)
    if form.validate_on_submit():
        with form.refusals():
            actions.edit_member(organisation, form.details, actor=current_actor(), now=clock.now())
            form.flash_saved(_("고쳤습니다."))
            return redirect(url_for(".member", organisation_id=organisation_id))
    return page("members/edit.html", form=form, organisation=queries.get_organisation(organisation_id))


@bp.route("/<uuid:organisation_id>/agreements/new", methods=["GET", "POST"])
@requires(Permission.MEMBER_MANAGE)
def new_agreement(organisation_id: UUID) -> ResponseReturnValue:
    organisation = queries.get_organisation(organisation_id)
    form = AgreementForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.add_agreement(organisation, form.details, actor=current_actor(), now=clock.now())
            flash(_("협약을 등록하였습니다."))
            return redirect(url_for(".member", organisation_id=organisation_id))
    return page("members/agreement.html", form=form, organisation=organisation, agreement=None)


@bp.route("/<uuid:organisation_id>/agreements/<uuid:agreement_id>/edit", methods=["GET", "POST"])
@requires(Permission.MEMBER_MANAGE)
def edit_agreement(organisation_id: UUID, agreement_id: UUID) -> ResponseReturnValue:
    agreement = locked(queries.get_agreement(agreement_id))
    if agreement.organisation_id != organisation_id:
        raise NotFound
    form = AgreementForm(agreement)
    if form.validate_on_submit():
        with form.refusals():
            actions.edit_agreement(agreement, form.details, actor=current_actor(), now=clock.now())
            form.flash_saved(_("고쳤습니다."))
            return redirect(url_for(".member", organisation_id=organisation_id))
    organisation = queries.get_organisation(organisation_id)
    return page("members/agreement.html", form=form, organisation=organisation, agreement=agreement)


def link_to_member(organisation_id: UUID) -> links.Link | None:
    if not current_actor().can(Permission.MEMBER_READ):
        return None
    try:
        organisation = queries.get_organisation(organisation_id)
    except NotFound:
        return None
    return links.Link(organisation.name, url_for("members.member", organisation_id=organisation_id))


def member_names() -> list[str]:
    return [each.name for each in queries.organisations(day=clock.day_of(clock.now()))]


def organisation_names() -> list[OrganisationName]:
    """The members of today, whose staff may be invited."""
    today = clock.day_of(clock.now())
    return [OrganisationName(each.id, each.name) for each in queries.organisations(day=today)]


def _unentered(desk: Desk) -> Iterator[Item]:
    """Members that nobody can act for, for those who invite."""
    unentered = queries.members_nobody_enters(desk.now)
    since = queries.unentered_since(unentered) if unentered else {}
    for each in unentered:
        yield Item(
            key=f"unentered-{each.id}",
            what=_("아무도 로그인할 수 없는 조합: %(name)s", name=each.name),
            since=since[each.id],
            deeds=(Deed(_("기관 보기"), url_for("members.member", organisation_id=each.id)),),
        )


UNENTERED = Waiting(N_("로그인할 사람이 없는 조합"), Permission.MEMBER_MANAGE, _unentered)

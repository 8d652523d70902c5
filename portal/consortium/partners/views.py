"""Pages of the partners: who they were on a day, counted by kind, and each of them."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.audit.steps import locked
from portal.consortium.partners import actions, queries
from portal.consortium.partners.forms import PartnerForm, PartnersFilter
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.web import links
from portal.web.access import current_actor, requires
from portal.web.pages import page
from portal.web.words import gettext as _

bp = Blueprint("partners", __name__, url_prefix="/partners")


@bp.get("")
@requires(Permission.MEMBER_READ)
def partners() -> ResponseReturnValue:
    form = PartnersFilter()
    day, kind = form.sought(clock.day_of(clock.now()))
    everybody = queries.partners_on(day)
    return page(
        "partners/partners.html",
        filter=form,
        day=day,
        counted=queries.counted(everybody),
        total=len(everybody),
        shown=[each for each in everybody if kind in (None, each.kind)],
    )


@bp.get("/<uuid:partner_id>")
@requires(Permission.MEMBER_READ)
def partner(partner_id: UUID) -> ResponseReturnValue:
    return page("partners/partner.html", found=queries.get_partner(partner_id))


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.MEMBER_MANAGE)
def new_partner() -> ResponseReturnValue:
    form = PartnerForm()
    if form.validate_on_submit():
        with form.refusals():
            made = actions.add_partner(form.details, actor=current_actor(), now=clock.now())
            flash(_("협력 기관을 등록하였습니다."))
            return redirect(url_for(".partner", partner_id=made.id))
    return page("partners/edit.html", form=form, found=None)


@bp.route("/<uuid:partner_id>/edit", methods=["GET", "POST"])
@requires(Permission.MEMBER_MANAGE)
def edit_partner(partner_id: UUID) -> ResponseReturnValue:
    found = locked(queries.get_partner(partner_id))
    form = PartnerForm(found)
    if form.validate_on_submit():
        with form.refusals():
            actions.edit_partner(found, form.details, actor=current_actor(), now=clock.now())
            form.flash_saved(_("고쳤습니다."))
            return redirect(url_for(".partner", partner_id=partner_id))
    return page("partners/edit.html", form=form, found=found)


def link_to_partner(partner_id: UUID) -> links.Link | None:
    if not current_actor().can(Permission.MEMBER_READ):
        return None
    try:
        found = queries.get_partner(partner_id)
    except NotFound:
        return None
    return links.Link(found.name, url_for("partners.partner", partner_id=partner_id))

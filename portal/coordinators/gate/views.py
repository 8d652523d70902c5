"""The list of bookings that no longer pass, and keeping one of them with a reason."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from portal.coordinators.gate import actions
from portal.coordinators.gate.broken import broken_count, broken_for, broken_referral
from portal.coordinators.gate.forms import KeepForm
from portal.coordinators.referrals.queries import get_referral
from portal.coordinators.referrals.replacing import refer_to_next_slot
from portal.core import clock
from portal.core.actors import Actor
from portal.core.dates import format_moment
from portal.core.permissions import Permission
from portal.notifications.telling import flash_with_messages
from portal.web.access import current_actor, requires
from portal.web.navigation import PRESENT
from portal.web.pages import page
from portal.web.returning import back_or
from portal.web.words import gettext as _

bp = Blueprint("gate", __name__, url_prefix="/bookings")


@bp.get("")
@requires(Permission.REFERRAL_READ)
def broken() -> ResponseReturnValue:
    """예약이 어긋났습니다: what to do about each, at once."""
    viewer = current_actor()
    return page("gate/broken.html", bookings=broken_for(viewer, now=clock.now()), viewer=viewer)


@bp.route("/<uuid:referral_id>/keep", methods=["GET", "POST"])
@requires(Permission.REFERRAL_MANAGE)
def keep(referral_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    found = get_referral(referral_id, viewer=actor)
    form = KeepForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.keep_booking(found, form.reason.data, actor=actor, now=now)
            flash(_("예약을 그대로 두었습니다. 다른 것이 어긋나면 다시 보입니다."))
            return redirect(back_or(url_for(".broken")))
    return page("gate/keep.html", form=form, referral=found, broken=broken_referral(found, now=now))


@bp.post("/<uuid:referral_id>/next")
@requires(Permission.REFERRAL_MANAGE)
def refer_to_next(referral_id: UUID) -> ResponseReturnValue:
    """Gives the place back and asks for the soonest other time that passes, with nothing to be chosen or typed."""
    actor, now = current_actor(), clock.now()
    again = refer_to_next_slot(get_referral(referral_id, viewer=actor), actor=actor, now=now)
    when, who = format_moment(again.slot.starts_at), again.organisation.name
    told = _("%(who)s에 %(when)s 시간으로 다시 요청했습니다. 이용자께도 여쭈어 주십시오.", who=who, when=when)
    flash_with_messages(told)
    return redirect(back_or(url_for(".broken")))


def on_desk() -> str:
    """On the home of a co-operative: which of its bookings no longer pass."""
    viewer = current_actor()
    found = broken_for(viewer, now=clock.now())
    return render_template("gate/_on_desk.html", bookings=found) if found else ""


def badge(viewer: Actor) -> Select[int]:
    return broken_count(viewer, now=PRESENT)

"""Logging a contact in three clicks."""

from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.audit.actions import record_read
from portal.coordinators.caseload.queries import case_of_household
from portal.coordinators.contacts import actions
from portal.coordinators.contacts.forms import ContactForm, NoteForm
from portal.coordinators.contacts.queries import last_contact_made
from portal.coordinators.contacts.states import ContactMeans
from portal.core import clock
from portal.core.dates import format_day
from portal.core.permissions import Permission
from portal.web.access import current_actor, requires
from portal.web.pages import page
from portal.web.returning import back_or
from portal.web.words import gettext as _

bp = Blueprint("contacts", __name__)


@bp.route("/households/<uuid:household_id>/contacts", methods=["GET", "POST"])
@requires(Permission.CONTACT_WRITE)
def log(household_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    case = case_of_household(household_id, viewer=actor)
    form = ContactForm(means=request.args.get("means", ContactMeans.CALL, type=ContactMeans))
    if form.validate_on_submit():
        with form.refusals():
            actions.log_contact(
                case,
                form.means.data,
                form.outcome.data,
                form.note.data,
                actor=actor,
                now=now,
                begun_by=form.begun_by.data,
                visit_id=request.args.get("visit", type=UUID),
                next_on=form.next_on.data,
            )
            flash(_told(case.next_contact_on))
            return redirect(back_or(url_for("desk.household", household_id=household_id)))
    record_read(actor=actor, now=now, subject=("household", household_id), fields="contacts")
    return page("contacts/log.html", form=form, case=case, last=last_contact_made(case))


@bp.route("/households/<uuid:household_id>/notes", methods=["GET", "POST"])
@requires(Permission.CONTACT_WRITE)
def note(household_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    case, form = case_of_household(household_id, viewer=actor), NoteForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.write_note(case, form.note.data, actor=actor, now=now)
            flash(_("메모를 남겼습니다."))
            return redirect(url_for("desk.household", household_id=household_id))
    record_read(actor=actor, now=now, subject=("household", household_id), fields="contacts")
    return page("contacts/note.html", form=form, case=case)


def _told(next_on: date | None) -> str:
    if next_on is None:
        return _("연락을 기록했습니다. 멈춘 가구라서 다음 연락 기한은 없습니다.")
    return _("연락을 기록했습니다. 다음 연락은 %(day)s까지입니다.", day=format_day(next_on))

"""The pages of a care manager of a dong office: applying for somebody, and what became of it."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.audit.actions import record_read
from portal.core import clock
from portal.core.permissions import Permission
from portal.core.series import Series
from portal.residents.applications import actions
from portal.residents.applications.choosing import askable_services
from portal.residents.applications.forms import DongForm
from portal.residents.applications.queries import get_referred, referred_applications
from portal.residents.applications.states import Intake
from portal.residents.applications.views.blueprint import bp
from portal.residents.applications.views.staff import entered_answers
from portal.residents.consents.queries import consent_texts
from portal.web.access import current_actor, requires
from portal.web.numbered import said
from portal.web.pages import page, page_number
from portal.web.territory import territory_groups
from portal.web.words import gettext as _


@bp.get("/dong/applications")
@requires(Permission.APPLICATION_REFER)
def dong_office() -> ResponseReturnValue:
    return page("residents/dong_office.html", found=referred_applications(current_actor(), page_number()))


@bp.route("/dong/applications/new", methods=["GET", "POST"])
@requires(Permission.APPLICATION_REFER)
def dong_apply() -> ResponseReturnValue:
    now = clock.now()
    form = DongForm()
    form.offer(askable_services(clock.day_of(now)))
    form.ask_themselves()
    if form.validate_on_submit():
        with form.refusals():
            answers, intake = entered_answers(form), Intake.DONG_OFFICE
            application = actions.submit_application(answers, actor=current_actor(), now=now, intake=intake)
            number = said(application.number, Series.APPLICATION)
            flash(_("신청을 접수했습니다. 접수번호는 %(number)s입니다.", number=number))
            return redirect(url_for(".dong_application", dong_application_id=application.id))
    texts = consent_texts(clock.day_of(now))
    return page("residents/dong_apply.html", form=form, texts=texts, dong_groups=territory_groups())


@bp.get("/dong/applications/<uuid:dong_application_id>")
@requires(Permission.APPLICATION_REFER)
def dong_application(dong_application_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    application = get_referred(dong_application_id, viewer=actor)
    record_read(actor=actor, now=now, subject=("household", application.household_id), fields="application")
    return page("residents/dong_application.html", application=application)

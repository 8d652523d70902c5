"""Staff take down an application from the telephone, the counter or paper, and confirm a person's consent."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.audit.actions import record_read
from portal.core import clock
from portal.core.names import address_key, name_key
from portal.core.permissions import Permission
from portal.core.series import Series
from portal.residents.applications import actions
from portal.residents.applications.answers import ApplicationAnswers
from portal.residents.applications.choosing import askable_services
from portal.residents.applications.forms import EnterForm, confirm_form
from portal.residents.applications.models import Application
from portal.residents.applications.queries import applications_of, get_application
from portal.residents.applications.reading import compose
from portal.residents.applications.states import ForWhom, Intake
from portal.residents.applications.views.blueprint import bp
from portal.residents.consents.queries import all_texts, consent_texts, consents_of
from portal.residents.households.models import Person
from portal.residents.households.queries import likely_duplicates
from portal.residents.households.rules import Identity
from portal.residents.households.scope import is_in_scope, require_scope
from portal.web.access import current_actor, requires
from portal.web.numbered import said
from portal.web.pages import page
from portal.web.returning import back_or
from portal.web.territory import territory_groups
from portal.web.validators import Required
from portal.web.words import gettext as _

SOMEBODY_NEW = "new"


@bp.route("/applications/new", methods=["GET", "POST"])
@requires(Permission.APPLICATION_ENTER)
def enter() -> ResponseReturnValue:
    now = clock.now()
    form = EnterForm()
    form.offer(askable_services(clock.day_of(form.received_at.data or now)))
    form.ask_about(ForWhom.OTHER if form.for_whom.data == ForWhom.OTHER else ForWhom.SELF)
    if not form.is_submitted():
        form.received_at.data = now.astimezone(clock.SEOUL)
    alike = people_alike(form)
    ask_whether_known(form, alike)
    if form.validate_on_submit():
        with form.refusals():
            application = actions.submit_application(
                entered_answers(form),
                actor=current_actor(),
                now=now,
                intake=Intake(form.intake.data),
                received_at=form.received_at.data,
            )
            flash(
                _(
                    "신청을 접수했습니다. 접수번호는 %(number)s입니다.",
                    number=said(application.number, Series.APPLICATION),
                )
            )
            return redirect(back_or(address_for_staff(application)))
    for person in alike:
        record_read(actor=current_actor(), now=now, subject=("household", person.household_id), fields="alike")
    return page(
        "residents/enter.html",
        form=form,
        alike=[(person, applications_of(person.id)) for person in alike],
        texts=consent_texts(clock.day_of(now)),
        dong_groups=territory_groups(),
    )


def address_for_staff(application: Application) -> str:
    """The application itself where its staff may open it; a coordinator first has to be paired with it."""
    if is_in_scope(application.household_id, current_actor()):
        return url_for("caseload.application", application_id=application.id)
    return url_for("accounts.home")


def people_alike(form: EnterForm) -> Sequence[Person]:
    """People whom the form may be about, once it says enough."""
    if not form.is_submitted() or not form.name.data or not form.birth_on.data:
        return ()
    lives = address_key(form.address.data or "", form.address_detail.data or "")
    identity = Identity(name_key(form.name.data), form.birth_on.data, form.phone.data, lives)
    return [alike.person for alike in likely_duplicates(identity)]


def ask_whether_known(form: EnterForm, alike: Sequence[Person]) -> None:
    """With someone alike on file, staff say whether it is the same person before anything is saved."""
    if not alike:
        del form.same_person
        return
    known = [(str(person.id), _("이 분입니다: 가구 %(number)s", number=person.household.number)) for person in alike]
    form.same_person.choices = [*known, (SOMEBODY_NEW, _("다른 분입니다. 새로 등록합니다."))]
    form.same_person.validators = [Required(_("비슷한 분이 있습니다. 같은 분인지 골라 주십시오."))]


def entered_answers(form: EnterForm) -> ApplicationAnswers:
    chosen = form.data.get("same_person", SOMEBODY_NEW)
    person_id = None if chosen == SOMEBODY_NEW else UUID(chosen)
    for_whom = ForWhom(form.for_whom.data) if "for_whom" in form else ForWhom.SELF
    answers = compose(for_whom, form, form, form)
    return replace(answers, person=replace(answers.person, email=form.email.data or None), person_id=person_id)


@bp.route("/applications/<uuid:application_id>/consents", methods=["GET", "POST"])
@requires(Permission.APPLICATION_ENTER)
def confirm_consents(application_id: UUID) -> ResponseReturnValue:
    now, actor = clock.now(), current_actor()
    application = get_application(application_id)
    require_scope(application.household_id, actor)
    waiting = {consent.kind: consent for consent in consents_of(application.person_id) if consent.confirmed_at is None}
    texts = [text for text in all_texts(clock.day_of(now)) if text.kind in waiting]
    form = confirm_form({text.kind: text.title for text in texts})
    if form.validate_on_submit():
        with form.refusals():
            answers = form.answers(waiting)
            actions.confirm_person_consent(application, answers, actor=actor, now=now)
            flash(_("본인의 동의를 확인했습니다."))
            return redirect(url_for("residents.household_consents", household_id=application.household_id))
    record_read(actor=actor, now=now, subject=("household", application.household_id), fields="consents")
    return page("residents/confirm_consents.html", form=form, application=application, texts=texts, waiting=waiting)

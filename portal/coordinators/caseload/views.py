"""The inbox, the page of an application with its decision, pairing, holding, and the coordinators' profiles."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from portal.audit.actions import record_read
from portal.audit.steps import history, locked
from portal.coordinators.caseload import actions, holding, queries
from portal.coordinators.caseload.filing import file_application
from portal.coordinators.caseload.forms import (
    ChangedHoldForm,
    HandOverAllForm,
    HandOverForm,
    HoldForm,
    PairForm,
    ProfileForm,
    RefuseForm,
)
from portal.coordinators.caseload.handing_over import hand_over_households
from portal.coordinators.caseload.models import CareCase, CoordinatorProfile
from portal.coordinators.caseload.profiles import save_profile
from portal.coordinators.caseload.rules import Fit, Suggestion
from portal.core import clock
from portal.core.actors import Actor
from portal.core.dates import age_on, format_day
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.core.series import Series
from portal.notifications.telling import flash_with_messages
from portal.residents.applications.models import Application
from portal.residents.applications.queries import WAITING_COUNT
from portal.residents.applications.states import APPLICATION_STATES, ApplicationState, DayTime
from portal.residents.consents.queries import consents_of
from portal.residents.households.states import Language
from portal.web import links
from portal.web.access import current_actor, requires
from portal.web.agenda import Desk
from portal.web.labels import label
from portal.web.numbered import said
from portal.web.pages import page
from portal.web.returning import back_or
from portal.web.waiting import WAITING, all_waiting
from portal.web.words import gettext as _
from portal.web.worklist import worklist

bp = Blueprint("caseload", __name__)


@bp.get("/inbox")
@requires(Permission.APPLICATION_PAIR)
def inbox() -> ResponseReturnValue:
    """What waits for the office, one thing after the other; `focus` names the one to go on with."""
    now, asked = clock.now(), request.args
    shown = worklist(
        all_waiting(Desk(current_actor(), now)),
        dict(WAITING.items()),
        now,
        address=url_for(".inbox"),
        kind=asked.get("kind", ""),
        focus=asked.get("focus", ""),
    )
    return page("caseload/inbox.html", list=shown, now=now)


@bp.get("/applications/<uuid:application_id>")
@requires(Permission.APPLICATION_READ)
def application(application_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.get_application_for(application_id, viewer=actor)
    form = PairForm() if actor.can(Permission.APPLICATION_PAIR) else None
    return _application_page(found, form, clock.now())


def _application_page(found: Application, form: PairForm | None, now: datetime) -> ResponseReturnValue:
    """The details, read on the record, and the decision while there is one to be made; else why it was refused."""
    record_read(actor=current_actor(), now=now, subject=("application", found.id))
    open_now = form is not None and found.state is ApplicationState.RECEIVED
    ranked = queries.ranked_coordinators(found, now=now) if open_now else []
    if form is not None:
        form.offer(ranked)
    return page(
        "caseload/application.html",
        form=form if open_now or (form is not None and form.errors) else None,
        open_now=open_now,
        application=found,
        hints=_hints(ranked),
        suggested=queries.suggested(ranked),
        case_in_care=queries.open_case_of_person(found.person_id),
        likely=queries.likely_in_care(found) if open_now else [],
        consents=consents_of(found.person_id),
        steps=history(APPLICATION_STATES, found.id),
        case=queries.case_of_application(found.id),
        day_times=[label(DayTime(value)) for value in found.day_times],
        age=age_on(found.person.birth_on, clock.day_of(now)),
    )


def _hints(ranked: list[Suggestion]) -> dict[str, str]:
    """Under each coordinator: why they are suggested, or what speaks against them."""
    return {str(suggestion.coordinator.coordinator_id): _why(suggestion) for suggestion in ranked}


def _why(suggestion: Suggestion) -> str:
    if suggestion.hindrances:
        return _("추천하지 않음: %(why)s", why=", ".join(label(hindrance) for hindrance in suggestion.hindrances))
    words = {
        Fit.DONG: _("이 동을 맡음"),
        Fit.LANGUAGE: _("쓰는 말이 같음"),
        Fit.SAME_SEX: _("희망한 성별"),
        Fit.ROOM: _("%(room)d가구 더 맡을 수 있음", room=suggestion.coordinator.room),
    }
    return _("추천: %(why)s", why=", ".join(words[reason] for reason in suggestion.reasons))


@bp.post("/applications/<uuid:application_id>")
@requires(Permission.APPLICATION_PAIR)
def pair(application_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    found = queries.get_application_for(application_id, viewer=actor)
    form = PairForm()
    form.offer(queries.ranked_coordinators(found, now=now))
    if form.validate_on_submit():
        with form.refusals():
            case = actions.pair_household(found, form.coordinator.data, reason=form.reason.data, actor=actor, now=now)
            flash_with_messages(_("%(name)s 님이 담당하게 되었습니다.", name=case.coordinator.name))
            return redirect(back_or(url_for("desk.household", household_id=case.household_id)))
    return _application_page(queries.get_application_for(application_id, viewer=actor), form, now)


@bp.post("/applications/<uuid:application_id>/filing")
@requires(Permission.APPLICATION_PAIR)
def file(application_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.get_application_for(application_id, viewer=actor)
    case = file_application(found, actor=actor, now=clock.now())
    flash_with_messages(_("돌봄에 이어 적었습니다. %(name)s 님이 연락드립니다.", name=case.coordinator.name))
    return redirect(url_for("desk.household", household_id=case.household_id))


@bp.route("/applications/<uuid:application_id>/refusal", methods=["GET", "POST"])
@requires(Permission.APPLICATION_PAIR)
def refuse(application_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    found = queries.get_application_for(application_id, viewer=actor)
    form = RefuseForm()
    if form.validate_on_submit():
        note = _("%(reason)s 다음 안내: %(door)s - %(where)s") % {
            "reason": form.reason.data,
            "door": label(form.next_door.data),
            "where": form.where.data,
        }
        with form.refusals():
            actions.refuse_application(found, note, actor=actor, now=now)
            flash_with_messages(_("신청 %(number)s에 다음 안내할 곳을 적어 마쳤습니다.", number=found.number))
            return redirect(back_or(url_for(".inbox")))
    return page("caseload/refuse.html", form=form, application=found)


@bp.route("/households/<uuid:household_id>/pairing", methods=["GET", "POST"])
@requires(Permission.APPLICATION_PAIR)
def pair_again(household_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    case = queries.case_of_household(household_id, viewer=actor)
    form = HandOverForm()
    ranked = queries.ranked_coordinators(case.application, now=now, without=case.coordinator_id)
    form.offer(ranked)
    if form.validate_on_submit():
        with form.refusals():
            actions.pair_again(
                case,
                form.coordinator.data,
                reason=form.reason.data,
                handover_note=form.handover_note.data,
                actor=actor,
                now=now,
            )
            flash_with_messages(_("담당이 %(name)s 님으로 바뀌었습니다.", name=case.coordinator.name))
            return redirect(url_for("desk.household", household_id=household_id))
    record_read(actor=actor, now=now, subject=("household", household_id), fields="pairings")
    return page(
        "caseload/pair_again.html", form=form, case=case, hints=_hints(ranked), pairings=queries.pairings_of(case)
    )


@bp.route("/households/<uuid:household_id>/hold", methods=["GET", "POST"])
@requires(Permission.PLAN_WRITE)
def hold(household_id: UUID) -> ResponseReturnValue:
    case, form = queries.case_of_household(household_id, viewer=current_actor()), HoldForm()
    if form.validate_on_submit():
        with form.refusals():
            holding.hold_case(case, **form.wanted, actor=current_actor(), now=clock.now())
            flash(_("돌봄을 멈췄습니다. %(day)s에 어떠신지 전화해 주십시오.", day=_call_day(case)))
            return redirect(url_for("desk.household", household_id=household_id))
    return page("caseload/hold.html", form=form, case=case)


@bp.route("/households/<uuid:household_id>/hold/change", methods=["GET", "POST"])
@requires(Permission.PLAN_WRITE)
def change_hold(household_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    case = holding.held(queries.case_of_household(household_id, viewer=current_actor()))
    call_on = case.next_contact_on if case.next_contact_on and case.next_contact_on >= clock.day_of(now) else None
    form = ChangedHoldForm(data={"reason": case.hold_reason, "until_on": case.hold_until_on, "call_on": call_on})
    if form.validate_on_submit():
        with form.refusals():
            holding.change_hold(case, **form.wanted, actor=current_actor(), now=now)
            form.flash_saved(_("멈춤을 바꾸었습니다. %(day)s에 어떠신지 전화해 주십시오.", day=_call_day(case)))
            return redirect(url_for("desk.household", household_id=household_id))
    return page("caseload/hold.html", form=form, case=case)


def _call_day(case: CareCase) -> str:
    return format_day(case.next_contact_on or clock.day_of(clock.now()))


@bp.post("/households/<uuid:household_id>/resume")
@requires(Permission.PLAN_WRITE)
def resume(household_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    case = queries.case_of_household(household_id, viewer=actor)
    holding.resume_case(case, actor=actor, now=clock.now())
    flash(_("돌봄을 다시 시작했습니다. 다음 근무일까지 연락해 주십시오."))
    return redirect(url_for("desk.household", household_id=household_id))


@bp.get("/coordinators")
@requires(Permission.APPLICATION_PAIR)
def coordinators() -> ResponseReturnValue:
    now = clock.now()
    return page(
        "caseload/coordinators.html",
        coordinators=queries.coordinators(now=now),
        unaccompanied=queries.unaccompanied_cases(now=now),
        languages=_languages,
    )


@bp.route("/coordinators/<uuid:user_id>/handover", methods=["GET", "POST"])
@requires(Permission.APPLICATION_PAIR)
def hand_over(user_id: UUID) -> ResponseReturnValue:
    """All households of somebody who leaves, to one other coordinator."""
    actor, now = current_actor(), clock.now()
    cases = queries.cases_accompanied_by(user_id)
    if not cases:
        raise NotFound
    form = HandOverAllForm()
    form.offer(queries.ranked_coordinators(cases[0].application, now=now, without=user_id))
    form.offer_households(cases)
    if form.validate_on_submit():
        with form.refusals():
            handed = hand_over_households(
                user_id,
                form.households.data or (),
                form.coordinator.data,
                reason=form.reason.data,
                handover_note=form.handover_note.data,
                actor=actor,
                now=now,
            )
            flash_with_messages(_("%(count)d가구의 담당을 바꾸었습니다.", count=len(handed)))
            return redirect(url_for(".coordinators"))
    return page("caseload/hand_over.html", form=form, coordinator=cases[0].coordinator)


def _languages(profile: CoordinatorProfile) -> list[str]:
    return [label(Language(value)) for value in profile.languages]


@bp.route("/coordinators/<uuid:user_id>", methods=["GET", "POST"])
@requires(Permission.APPLICATION_PAIR)
def profile(user_id: UUID) -> ResponseReturnValue:
    coordinator = queries.get_coordinator(user_id, now=clock.now())
    kept = queries.profile_of(user_id)
    form = ProfileForm(obj=kept and locked(kept))
    if form.validate_on_submit():
        with form.refusals():
            save_profile(user_id, **form.facts, actor=current_actor(), now=clock.now())
            form.flash_saved(_("%(name)s 님의 담당 조건을 저장했습니다.", name=coordinator.name))
            return redirect(url_for(".coordinators"))
    return page("caseload/profile.html", form=form, coordinator=coordinator)


def link_to_application(application_id: UUID) -> links.Link | None:
    found = links.seen(queries.get_application_for, application_id)
    if found is None:
        return None
    words = said(found.number, Series.APPLICATION)
    return links.Link(words, url_for("caseload.application", application_id=found.id))


def badge(_viewer: Actor) -> Select[int]:
    return WAITING_COUNT

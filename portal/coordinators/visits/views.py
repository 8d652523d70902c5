"""Lists of visits, the page of a visit, its record at the door, booking, moving and cancelling."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.audit.actions import record_read
from portal.audit.steps import locked
from portal.coordinators.gate.broken import broken_referral
from portal.coordinators.referrals import queries as referrals
from portal.coordinators.referrals.rules import day_groups
from portal.coordinators.referrals.scope import sees_disclosed_only
from portal.coordinators.referrals.states import CancelledBy
from portal.coordinators.visits import actions, naming, notices, queries, wishes
from portal.coordinators.visits.forms import (
    PHOTOS_AT_MOST,
    AbsentForm,
    CancelForm,
    NamingForm,
    NobodyHomeForm,
    RecordForm,
)
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.photos import photo_store, sealed_photo
from portal.coordinators.visits.presentation import worker_choices
from portal.coordinators.visits.rules import is_late
from portal.coordinators.visits.sheets import record_form
from portal.coordinators.visits.states import ConfirmedBy, VisitState
from portal.coordinators.visits.written import VisitRecord
from portal.core import clock
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.questions import read_questions
from portal.documents.images import MAX_BYTES, clean_photo
from portal.documents.sealing import SealedFile
from portal.documents.views import stored_file
from portal.extensions import current_settings
from portal.manuals.models import ManualEdition, ManualStep
from portal.manuals.queries import visit_steps
from portal.notifications.telling import flash_with_messages
from portal.web.access import current_actor, requires
from portal.web.early import prepared, prepares
from portal.web.handing import Inside, hands_out
from portal.web.pages import page, page_number
from portal.web.questions import answers_of, fields_of
from portal.web.returning import back_or, carrying
from portal.web.words import gettext as _

bp = Blueprint("visits", __name__, url_prefix="/visits")
TO = {"record": ".record", "move": ".move", "cancel": ".cancel", "worker": ".worker"}
WEEKS_AHEAD, DAYS_BACK = 4, 90


@bp.get("")
@requires(Permission.VISIT_READ)
def visits() -> ResponseReturnValue:
    """What is to be recorded or moved, then the visits of the coming weeks; or those of the past."""
    actor, now = current_actor(), clock.now()
    today = clock.day_of(now)
    past = "past" in request.args
    first, last = (today - timedelta(days=DAYS_BACK), today) if past else (today, today + timedelta(weeks=WEEKS_AHEAD))
    found = queries.visits_for(actor, first, last, page=page_number())
    return page(
        "visits/visits.html",
        page=found,
        days=day_groups(found.items, lambda visit: max(visit.starts_at, clock.day_bounds(first)[0])),
        unrecorded=queries.visits_to_record(actor, now=now),
        wishes=queries.move_requests(actor),
        unchecked=queries.unchecked_visits(actor) if actor.can(Permission.WORKER_READ) else [],
        past=past,
        weeks_ahead=WEEKS_AHEAD,
        today=today,
    )


@bp.get("/of/<uuid:referral_id>")
@requires(Permission.VISIT_READ)
def of_referral(referral_id: UUID) -> ResponseReturnValue:
    """To the visit that a referral led to, or straight to what is to be done with it."""
    found = queries.visit_of_referral(referral_id, viewer=current_actor())
    endpoint = TO.get(request.args.get("to", ""), ".visit")
    return redirect(carrying(url_for(endpoint, visit_id=found.id)))


@bp.get("/<uuid:visit_id>")
@requires(Permission.VISIT_READ)
def visit(visit_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    found = queries.get_visit(visit_id, viewer=actor)
    person = referrals.disclosed_person(found.referral) if sees_disclosed_only(actor) else None
    if person is not None or actor.can(Permission.HOUSEHOLD_READ):
        record_read(actor=actor, now=now, subject=("household", found.household_id), fields="visit")
    return page(
        "visits/visit.html",
        visit=found,
        person=person,
        lacking=referrals.lacking_consent(found.referral) if found.state is VisitState.BOOKED else None,
        broken=broken_referral(found.referral, now=now) if found.state is VisitState.BOOKED else None,
        facts=referrals.facts_for(found.referral, actor),
        sheet=_sheet(found),
        phone=notices.phone_for(found.referral, clock.day_of(clock.now())),
        is_unrecorded=queries.is_unrecorded(found, now),
        has_begun=found.starts_at <= now,
        is_unchecked=actor.can(Permission.WORKER_READ) and queries.came_unchecked(found, actor),
    )


def _sheet(found: Visit) -> list[ManualStep]:
    """The lines of the sheet to come, or of the one that the record was written on."""
    edition = queries.sheet_edition(found) if found.state is VisitState.BOOKED else found.edition
    return visit_steps(edition) if edition else []


@bp.post("/book/<uuid:referral_id>")
@requires(Permission.REFERRAL_MANAGE)
def book(referral_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    referral = referrals.get_referral(referral_id, viewer=actor)
    agreed = request.form.get("agreed") == "yes"
    booked = actions.book_visit(referral, actor=actor, now=clock.now(), resident_agreed=agreed)
    flash_with_messages(_("예약했습니다."))
    return redirect(back_or(url_for(".visit", visit_id=booked.id)))


def _sealed_photos(visit_id: UUID) -> list[SealedFile]:
    """The photographs that were sent for a visit of one's own, and may be kept, without place, time and camera."""
    found = queries.get_visit(visit_id, viewer=current_actor())
    sent = [file for file in request.files.getlist("photos") if file.filename]
    may_be_kept = found.state is VisitState.BOOKED and "photos_allowed" in request.form
    if not may_be_kept or len(sent) > PHOTOS_AT_MOST:
        return []
    photos = [sealed_photo(clean_photo(file.stream.read(MAX_BYTES + 1), field="photos")) for file in sent]
    for file in sent:
        file.stream.seek(0)
    return photos


@bp.route("/<uuid:visit_id>/record", methods=["GET", "POST"])
@requires(Permission.VISIT_RECORD)
@prepares(_sealed_photos)
def record(visit_id: UUID) -> ResponseReturnValue:
    """The visit sheet: what was done, the confirmation, times as booked; nothing need be typed."""
    actor, now = current_actor(), clock.now()
    found = queries.get_visit(visit_id, viewer=actor)
    if found.state is not VisitState.BOOKED:
        return redirect(url_for(".visit", visit_id=visit_id))
    if found.is_stay:
        return redirect(url_for("stays.discharge", visit_id=visit_id))
    edition = queries.sheet_edition(found, request.form.get("edition", type=UUID))
    questions = read_questions(found.referral.service.records)
    form = record_form(found, edition, questions, now)
    if form.validate_on_submit():
        with form.refusals():
            written = _written(form, found, edition, answers_of(form, questions))
            actions.record_visit(found, written, actor=actor, now=now)
            flash(_("방문 기록을 받았습니다. 수고하셨습니다."))
            if found.unchecked_at:
                flash(_("다녀온 분의 확인이 그날 모두 있지는 않았습니다. 사무국에도 보입니다."), "warning")
            return redirect(url_for("referrals.referrals"))
    lines, asked = list(zip(form.sheet, form.steps, strict=False)), fields_of(form, questions)
    return page("visits/record.html", form=form, visit=found, lines=lines, asked=asked)


def _written(form: RecordForm, found: Visit, edition: ManualEdition | None, findings: dict[str, str]) -> VisitRecord:
    arrived_at, left_at = form.times_on(clock.day_of(found.starts_at))
    return VisitRecord(
        arrived_at=arrived_at,
        left_at=left_at,
        steps=form.done_steps,
        confirmed_by=ConfirmedBy(form.confirmed_by.data),
        edition_id=edition.id if edition else None,
        notes=form.notes.data,
        worker_id=form.who_came,
        photos=prepared(),
        quantity=form.told_quantity,
        findings=findings,
    )


@bp.route("/<uuid:visit_id>/nobody-home", methods=["GET", "POST"])
@requires(Permission.VISIT_RECORD)
def nobody_home(visit_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.get_visit(visit_id, viewer=actor)
    form = NobodyHomeForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.record_nobody_home(found, form.tried, note=form.note.data, actor=actor, now=clock.now())
            flash_with_messages(_("아무도 없었다고 적었습니다. 코디네이터의 오늘 연락에 올렸습니다."))
            return redirect(url_for("referrals.referrals"))
    return page(
        "visits/nobody_home.html",
        form=form,
        visit=found,
        phone=notices.phone_for(found.referral, clock.day_of(clock.now())),
    )


@bp.route("/<uuid:visit_id>/provider-absent", methods=["GET", "POST"])
@requires(Permission.VISIT_READ)
def provider_absent(visit_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.get_visit(visit_id, viewer=actor)
    form = AbsentForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.record_provider_absent(found, note=form.note.data, actor=actor, now=clock.now())
            flash_with_messages(_("협동조합이 가지 못했다고 적었습니다."))
            return redirect(back_or(url_for(".visit", visit_id=visit_id)))
    return page("visits/provider_absent.html", form=form, visit=found)


@bp.route("/<uuid:visit_id>/cancel", methods=["GET", "POST"])
@requires(Permission.VISIT_READ)
def cancel(visit_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    found = queries.get_visit(visit_id, viewer=actor)
    form = CancelForm(chosen=None if actor.can(Permission.REFERRAL_MANAGE) else CancelledBy.COOPERATIVE)
    if form.validate_on_submit():
        with form.refusals():
            actions.cancel_visit(found, form.canceller, note=form.note.data, actor=actor, now=now)
            flash_with_messages(_("방문을 취소했습니다."))
            return redirect(back_or(url_for("referrals.referral", referral_id=found.referral_id)))
    return page(
        "visits/cancel.html",
        form=form,
        visit=found,
        late=is_late(found.starts_at, now, current_settings().target.late_cancellation_hours),
    )


@bp.route("/<uuid:visit_id>/move", methods=["GET", "POST"])
@requires(Permission.REFERRAL_MANAGE)
def move(visit_id: UUID) -> ResponseReturnValue:
    """Free times of the same co-operative; the button of a time moves the visit there."""
    actor, now = current_actor(), clock.now()
    found = queries.get_visit(visit_id, viewer=actor)
    if request.method == "POST":
        slot_id = request.form.get("slot", type=UUID)
        if slot_id is None:
            raise DomainError(N_("옮길 시간을 골라 주십시오."))
        moved = actions.move_visit(found, slot_id, actor=actor, now=now)
        flash_with_messages(_("방문 시간을 옮겼습니다."))
        return redirect(back_or(url_for(".visit", visit_id=moved.id)))
    return page("visits/move.html", visit=found, slots=queries.move_choices(found, after=now))


@bp.route("/<uuid:visit_id>/worker", methods=["GET", "POST"])
@requires(Permission.VISIT_READ)
def worker(visit_id: UUID) -> ResponseReturnValue:
    """Who goes there, of those who may."""
    actor = current_actor()
    found = queries.get_visit(visit_id, viewer=actor)
    locked(found, after=found.referral.household)
    form = NamingForm(worker_choices(found), data={"worker": str(found.worker_id or "")})
    if form.validate_on_submit():
        with form.refusals():
            naming.name_worker(found, form.chosen, actor=actor, now=clock.now())
            form.flash_saved(_("다녀갈 사람을 정했습니다."))
            return redirect(back_or(url_for(".visit", visit_id=visit_id)))
    return page("visits/worker.html", form=form, visit=found)


@bp.post("/<uuid:visit_id>/keep")
@requires(Permission.REFERRAL_MANAGE)
def keep(visit_id: UUID) -> ResponseReturnValue:
    found = queries.get_visit(visit_id, viewer=current_actor())
    wishes.keep_time(found, actor=current_actor(), now=clock.now())
    flash_with_messages(_("시간을 그대로 두었습니다."))
    return redirect(url_for(".visit", visit_id=visit_id))


@bp.get("/photos/<uuid:photo_id>")
@requires(Permission.HOUSEHOLD_READ)
@hands_out(Inside.SHOWN, "part of the page of the visit; each is noted as a read")
def photo(photo_id: UUID) -> ResponseReturnValue:
    """A photograph, for those who accompany the household; never kept by browsers."""
    actor = current_actor()
    found = queries.get_photo(photo_id, viewer=actor)
    record_read(actor=actor, now=clock.now(), subject=("household", found.visit.household_id), fields="photo")
    response = stored_file(photo_store(), found.file_name, found.id, "image/jpeg")
    response.headers["Cache-Control"] = "no-store"
    return response

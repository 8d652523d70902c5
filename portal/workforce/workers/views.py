"""The list of workers, the page of each, and what a co-operative writes down about them."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from portal.audit.actions import record_read
from portal.audit.steps import locked
from portal.consortium.catalogue.queries import services, services_offered_by
from portal.core import clock
from portal.core.actors import Actor
from portal.core.errors import DomainError, NotFound
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.documents.images import MAX_BYTES, clean_photo
from portal.documents.sealing import SealedFile
from portal.web import links
from portal.web.access import current_actor, requires
from portal.web.early import prepared, prepares
from portal.web.handing import Inside, hands_out
from portal.web.navigation import TODAY
from portal.web.pages import page, page_number
from portal.web.words import gettext as _
from portal.workforce.workers import actions, queries
from portal.workforce.workers.forms import ChecksForm, WorkerForm, WorkerPhotoForm
from portal.workforce.workers.handing import photo_of
from portal.workforce.workers.models import Worker
from portal.workforce.workers.photos import sealed_photo

bp = Blueprint("workers", __name__, url_prefix="/workers")


@bp.get("")
@requires(Permission.WORKER_READ)
def workers() -> ResponseReturnValue:
    """Those who work now or will, or those who have left; the office sees all and may look at one member."""
    actor, today = current_actor(), clock.day_of(clock.now())
    member, left = request.args.get("member", type=UUID), "left" in request.args
    found = queries.workers_for(actor, day=today, organisation_id=member, left=left, page=page_number())
    return page("workers/workers.html", page=found, left=left, member=member, today=today)


@bp.get("/<uuid:worker_id>")
@requires(Permission.WORKER_READ)
def worker(worker_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    found = queries.get_worker(worker_id, viewer=actor)
    record_read(actor=actor, now=now, subject=("worker", worker_id), fields="worker")
    return page("workers/worker.html", worker=found, today=clock.day_of(now))


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.WORKER_OWN)
def new_worker() -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    if actor.organisation_id is None:
        raise NotFound
    form = WorkerForm(services_offered_by(actor.organisation_id, clock.day_of(now)))
    if form.validate_on_submit():
        with form.refusals():
            added = actions.add_worker(actor.organisation_id, form.details, actor=actor, now=now)
            flash(_("종사자를 등록했습니다. 이어서 확인한 것을 적어 주십시오."))
            return redirect(url_for(".checks", worker_id=added.id))
    return page("workers/edit.html", form=form, worker=None)


@bp.route("/<uuid:worker_id>/edit", methods=["GET", "POST"])
@requires(Permission.WORKER_OWN)
def edit_worker(worker_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    found = locked(queries.get_worker(worker_id, viewer=actor))
    form = WorkerForm(_offered(found), found)
    if form.validate_on_submit():
        with form.refusals():
            actions.edit_worker(found, form.details, actor=actor, now=now)
            form.flash_saved(_("고쳤습니다."))
            return redirect(url_for(".worker", worker_id=worker_id))
    return page("workers/edit.html", form=form, worker=found)


def _offered(found: Worker) -> list[Any]:
    """What the member offers today, and what the worker does already."""
    today = clock.day_of(clock.now())
    wanted = {service.id for service in (*services_offered_by(found.organisation_id, today), *found.services)}
    return [service for service in services(day=today) if service.id in wanted]


@bp.route("/<uuid:worker_id>/checks", methods=["GET", "POST"])
@requires(Permission.WORKER_OWN)
def checks(worker_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    found = queries.get_worker(worker_id, viewer=actor)
    form = ChecksForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.enter_checks(found, form.made, actor=actor, now=now)
            flash(_("확인한 것을 적었습니다."))
            return redirect(url_for(".worker", worker_id=worker_id))
    return page("workers/checks.html", form=form, worker=found)


@bp.post("/checks/<uuid:check_id>/strike")
@requires(Permission.WORKER_OWN)
def strike(check_id: UUID) -> ResponseReturnValue:
    found = queries.get_check(check_id, viewer=current_actor())
    actions.strike_check(found, actor=current_actor(), now=clock.now())
    flash(_("잘못 적은 확인을 지웠습니다."))
    return redirect(url_for(".worker", worker_id=found.worker_id))


def _sealed(worker_id: UUID) -> SealedFile | None:
    """The photograph that was sent for a worker of one's own, without place, time and camera."""
    queries.get_worker(worker_id, viewer=current_actor())
    sent = request.files.get("photo")
    if sent is None or not sent.filename or "agreed" not in request.form:
        return None
    return sealed_photo(clean_photo(sent.stream.read(MAX_BYTES + 1), field="photo"), worker_id)


@bp.route("/<uuid:worker_id>/photo/edit", methods=["GET", "POST"])
@requires(Permission.WORKER_OWN)
@prepares(_sealed)
def edit_photo(worker_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.get_worker(worker_id, viewer=actor)
    form = WorkerPhotoForm()
    if form.validate_on_submit():
        with form.refusals():
            photo = prepared()
            if photo is None:
                raise DomainError(N_("올릴 사진을 골라 주십시오."), "photo")
            actions.keep_photo(found, photo, actor=actor, now=clock.now())
            flash(_("사진을 올렸습니다."))
            return redirect(url_for(".worker", worker_id=worker_id))
    return page("workers/photo.html", form=form, worker=found)


@bp.post("/<uuid:worker_id>/photo/removal")
@requires(Permission.WORKER_OWN)
def remove_photo(worker_id: UUID) -> ResponseReturnValue:
    found = queries.get_worker(worker_id, viewer=current_actor())
    actions.drop_photo(found, actor=current_actor(), now=clock.now())
    flash(_("사진을 지웠습니다."))
    return redirect(url_for(".worker", worker_id=worker_id))


@bp.get("/<uuid:worker_id>/photo")
@requires(Permission.WORKER_READ)
@hands_out(Inside.SHOWN, "part of the page of the worker, which is noted as a read")
def photo(worker_id: UUID) -> ResponseReturnValue:
    return photo_of(queries.get_worker(worker_id, viewer=current_actor()))


def link_to_worker(worker_id: UUID) -> links.Link | None:
    found = links.seen(queries.get_worker, worker_id) if current_actor().can(Permission.WORKER_READ) else None
    return links.Link(found.name, url_for("workers.worker", worker_id=worker_id)) if found else None


def badge(viewer: Actor) -> Select[int] | None:
    """How many of one's own lack a check today."""
    return queries.lacking_count(viewer.organisation_id, TODAY) if viewer.can(Permission.WORKER_OWN) else None

"""The pages of courses, and when they are held."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.audit.steps import locked
from portal.consortium.catalogue.queries import services
from portal.core import clock
from portal.core.permissions import Permission
from portal.web.access import current_actor, requires
from portal.web.pages import page, page_number
from portal.web.words import gettext as _
from portal.workforce.training import actions, queries
from portal.workforce.training.forms import (
    CourseForm,
    SessionForm,
    session_values,
)
from portal.workforce.training.views.blueprint import bp


@bp.get("/training/courses")
@requires(Permission.TRAINING_READ)
def courses() -> ResponseReturnValue:
    return page("training/courses.html", courses=queries.courses())


@bp.get("/training/courses/<uuid:course_id>")
@requires(Permission.TRAINING_READ)
def course(course_id: UUID) -> ResponseReturnValue:
    found = queries.get_course(course_id)
    return page("training/course.html", course=found, sessions=queries.sessions_of(found), now=clock.now())


@bp.route("/training/courses/new", methods=["GET", "POST"])
@requires(Permission.TRAINING_MANAGE)
def new_course() -> ResponseReturnValue:
    now = clock.now()
    form = CourseForm(services(day=clock.day_of(now)))
    if form.validate_on_submit():
        with form.refusals():
            made = actions.save_course(None, form.details, actor=current_actor(), now=now)
            flash(_("교육 과정을 만들었습니다. 이어서 일정을 잡아 주십시오."))
            return redirect(url_for(".course", course_id=made.id))
    return page("training/edit_course.html", form=form, course=None)


@bp.route("/training/courses/<uuid:course_id>/edit", methods=["GET", "POST"])
@requires(Permission.TRAINING_MANAGE)
def edit_course(course_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    found = locked(queries.get_course(course_id))
    form = CourseForm(services(day=clock.day_of(now)), found)
    if form.validate_on_submit():
        with form.refusals():
            actions.save_course(found, form.details, actor=current_actor(), now=now)
            form.flash_saved(_("고쳤습니다."))
            return redirect(url_for(".course", course_id=course_id))
    return page("training/edit_course.html", form=form, course=found)


@bp.get("/training")
@requires(Permission.TRAINING_READ)
def sessions() -> ResponseReturnValue:
    now, past = clock.now(), "past" in request.args
    found = queries.sessions(now, past=past, page=page_number())
    return page("training/sessions.html", page=found, past=past)


@bp.route("/training/courses/<uuid:course_id>/sessions/new", methods=["GET", "POST"])
@requires(Permission.TRAINING_MANAGE)
def new_session(course_id: UUID) -> ResponseReturnValue:
    found = queries.get_course(course_id)
    form = SessionForm()
    if form.validate_on_submit():
        with form.refusals():
            made = actions.plan_session(found, form.details(), actor=current_actor(), now=clock.now())
            flash(_("교육 일정을 잡았습니다."))
            return redirect(url_for(".session", session_id=made.id))
    return page("training/edit_session.html", form=form, course=found, session=None)


@bp.route("/training/sessions/<uuid:session_id>/edit", methods=["GET", "POST"])
@requires(Permission.TRAINING_MANAGE)
def edit_session(session_id: UUID) -> ResponseReturnValue:
    found = locked(queries.get_session(session_id))
    form = SessionForm(data=session_values(found))
    if form.validate_on_submit():
        with form.refusals():
            actions.edit_session(found, form.details(), actor=current_actor(), now=clock.now())
            form.flash_saved(_("고쳤습니다."))
            return redirect(url_for(".session", session_id=session_id))
    return page("training/edit_session.html", form=form, course=found.course, session=found)


@bp.post("/training/sessions/<uuid:session_id>/calling-off")
@requires(Permission.TRAINING_MANAGE)
def call_off(session_id: UUID) -> ResponseReturnValue:
    actions.call_off_session(queries.get_session(session_id), actor=current_actor(), now=clock.now())
    flash(_("교육을 취소했습니다."))
    return redirect(url_for(".session", session_id=session_id))
